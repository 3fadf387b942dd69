package dev.breakwater.operations.prices;

import dev.breakwater.gateway.price.PriceOverride;
import dev.breakwater.gateway.price.Rate;
import dev.breakwater.gateway.price.Rates;
import dev.breakwater.gateway.price.Tariff;
import dev.breakwater.operations.changes.ChangeText;
import java.math.BigDecimal;
import java.util.List;
import java.util.Locale;

/** How a price is recorded: US dollars a million tokens, as people set it. */
final class PriceText {
  private static final int NANO_DIGITS = 9;

  private PriceText() {}

  /** Which price. */
  static String object(PriceOverride override) {
    return override.provider() + "/" + override.model();
  }

  static String of(PriceOverride override) {
    Tariff tariff = override.tariff();
    ChangeText text =
        rates(ChangeText.object().put("validFrom", override.validFrom().toString()), tariff.base());
    if (!tariff.tiers().isEmpty()) {
      String mode = tariff.mode().name().toLowerCase(Locale.ROOT);
      List<ChangeText> tiers =
          tariff.tiers().stream()
              .map(tier ->
                  rates(
                      ChangeText.object().put("above", tier.above()).put("mode", mode),
                      tier.rates()))
              .toList();
      text.objects("tiers", tiers);
    }
    return text.text();
  }

  private static ChangeText rates(ChangeText text, Rates rates) {
    for (Rate rate : Rate.ALL) {
      if (rates.isOwn(rate)) {
        text.put(rate.key(), BigDecimal.valueOf(rates.of(rate), NANO_DIGITS).stripTrailingZeros());
      }
    }
    return text;
  }
}

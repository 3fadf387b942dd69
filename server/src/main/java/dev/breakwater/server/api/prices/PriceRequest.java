package dev.breakwater.server.api.prices;

import dev.breakwater.gateway.price.PriceOverride;
import dev.breakwater.gateway.price.Rate;
import dev.breakwater.gateway.price.Rates;
import dev.breakwater.gateway.price.Tariff;
import dev.breakwater.gateway.price.Tariff.Mode;
import dev.breakwater.gateway.price.Tariff.Tier;
import dev.breakwater.gateway.route.NearestNames;
import dev.breakwater.server.api.Fields;
import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/** Reads a price that somebody sets; whatever is wrong with it is told at once. */
final class PriceRequest {
  /** Nobody sold tokens before, and nobody knows a price so far ahead. */
  private static final LocalDate FIRST = LocalDate.of(2020, 1, 1);

  private static final LocalDate LAST = LocalDate.of(2099, 12, 31);
  private static final int LONGEST_MODEL = 256;
  private static final int MOST_TIERS = 20;

  private final List<String> providers;
  private final LocalDate today;

  /**
   * @param providers those that are configured
   */
  PriceRequest(List<String> providers, LocalDate today) {
    this.providers = providers;
    this.today = today;
  }

  /**
   * @throws dev.breakwater.server.api.ApiProblem 422 naming every field that is wrong
   */
  PriceOverride read(ObjectNode body) {
    Set<String> known = keys("provider", "model", "validFrom", "tiers");
    Fields fields = Fields.of(body).only(known);
    String provider = provider(fields);
    String model = model(fields);
    LocalDate from = date(fields);
    Tariff tariff = tariff(fields);
    fields.refuseIfWrong();
    if (provider == null || model == null || tariff == null) {
      throw new IllegalStateException("what is missing was not told");
    }
    return new PriceOverride(provider, model, from, tariff);
  }

  private static Set<String> keys(String... others) {
    Set<String> keys = new LinkedHashSet<>(List.of(others));
    Rate.ALL.forEach(rate -> keys.add(rate.key()));
    return keys;
  }

  private @Nullable String provider(Fields fields) {
    String provider = fields.text("provider");
    if (provider == null) {
      fields.wrongIfRight("provider", "is missing; the name of a configured provider");
    } else if (!providers.contains(provider)) {
      List<String> nearest = NearestNames.of(provider, providers);
      fields.wrong(
          "provider",
          "'"
              + provider
              + "' is not configured"
              + (nearest.isEmpty() ? "" : "; the nearest is '" + nearest.getFirst() + "'"));
    }
    return provider;
  }

  private static @Nullable String model(Fields fields) {
    String model = fields.text("model");
    if (model == null) {
      fields.wrongIfRight("model", "is missing; the model's name at the provider");
    } else if (model.isBlank()
        || model.length() > LONGEST_MODEL
        || model.chars().anyMatch(Character::isISOControl)) {
      fields.wrong("model", "has to be a name of 1 to " + LONGEST_MODEL + " characters");
    }
    return model;
  }

  private LocalDate date(Fields fields) {
    String text = fields.text("validFrom");
    Optional<LocalDate> date = text == null ? Optional.of(today) : date(text);
    if (date.isEmpty()) {
      fields.wrong(
          "validFrom", "has to be a day such as 2026-01-31, from " + FIRST + " to " + LAST);
    }
    return date.orElse(today);
  }

  /** A day in the range of days; empty for anything else. */
  static Optional<LocalDate> date(String text) {
    try {
      return Optional.of(LocalDate.parse(text))
          .filter(day -> !day.isBefore(FIRST) && !day.isAfter(LAST));
    } catch (DateTimeException e) {
      return Optional.empty();
    }
  }

  private static @Nullable Tariff tariff(Fields fields) {
    Rates base = rates(fields);
    List<Tier> tiers = new ArrayList<>();
    Set<Mode> modes = EnumSet.noneOf(Mode.class);
    List<Fields> elements = Optional.ofNullable(fields.objects("tiers")).orElse(List.of());
    if (elements.size() > MOST_TIERS) {
      fields.wrong("tiers", "has to be a list of at most " + MOST_TIERS);
      return null;
    }
    for (Fields element : elements) {
      tier(element, tiers.isEmpty() ? 0 : tiers.getLast().above(), modes).ifPresent(tiers::add);
    }
    if (modes.size() > 1) {
      fields.wrong("tiers", "has to be of one mode, whole or marginal");
    }
    Mode mode = modes.stream().findFirst().orElse(Mode.WHOLE);
    return base == null ? null : new Tariff(base, mode, tiers);
  }

  private static Optional<Tier> tier(Fields fields, long before, Set<Mode> modes) {
    fields.only(keys("above", "mode"));
    Rates rates = rates(fields);
    Mode mode = fields.word("mode", Mode.class);
    if (mode == null) {
      fields.wrongIfRight("mode", "is missing; whole or marginal");
    } else {
      modes.add(mode);
    }
    Long above = fields.whole("above");
    if (above == null) {
      fields.wrongIfRight("above", "is missing; the input tokens beyond which the tier begins");
    } else if (above < 1 || above > Tier.FURTHEST) {
      fields.wrong("above", "has to be a number of tokens from 1 to " + Tier.FURTHEST);
    } else if (above <= before) {
      fields.wrong("above", "has to be above the tier before it, " + before);
    } else if (rates != null) {
      return Optional.of(new Tier(above, rates));
    }
    return Optional.empty();
  }

  private static @Nullable Rates rates(Fields fields) {
    Map<Rate, Long> given = new EnumMap<>(Rate.class);
    boolean whole = true;
    for (Rate rate : Rate.ALL) {
      BigDecimal dollars = fields.decimal(rate.key());
      if (dollars == null) {
        if (rate.whole().isEmpty()) {
          fields.wrongIfRight(rate.key(), "is missing; US dollars a million tokens");
          whole = false;
        }
        continue;
      }
      Optional<Long> nanos = Rates.nanos(dollars);
      nanos.ifPresent(price -> given.put(rate, price));
      if (nanos.isEmpty()) {
        fields.wrong(
            rate.key(),
            "has to be US dollars a million tokens, from 0 to 10000, with at most 9 decimals");
        whole = false;
      }
    }
    return whole ? Rates.of(given) : null;
  }
}

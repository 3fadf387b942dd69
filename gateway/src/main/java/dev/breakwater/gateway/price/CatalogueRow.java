package dev.breakwater.gateway.price;

import dev.breakwater.gateway.price.Tariff.Mode;
import dev.breakwater.gateway.price.Tariff.Tier;
import dev.breakwater.wire.conversation.FinerTokens.Service;
import java.math.BigDecimal;
import java.net.URI;
import java.time.LocalDate;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * One line of the price catalogue.
 *
 * @param from the first day of validity, UTC
 * @param above the tier that the rates are for; 0 for the base
 * @param rates empty where the price is not known from that day on
 * @param source where the vendor says it
 * @param checked the day on which it was looked up
 */
record CatalogueRow(
    String vendor,
    String model,
    LocalDate from,
    Service service,
    long above,
    Mode mode,
    Optional<Rates> rates,
    URI source,
    LocalDate checked) {
  static final List<String> HEADINGS =
      List.of(
          "vendor",
          "model",
          "from",
          "service",
          "above",
          "mode",
          "input",
          "output",
          "cachedInput",
          "cacheWrite",
          "cacheWriteHour",
          "reasoning",
          "audioInput",
          "audioOutput",
          "imageOutput",
          "source",
          "checked");

  /**
   * @throws IllegalArgumentException when a column is wrong
   */
  static CatalogueRow read(String line) {
    List<String> columns = List.of(line.split(",", -1));
    if (columns.size() != HEADINGS.size()) {
      throw new IllegalArgumentException(
          "%d columns are needed, there are %d".formatted(HEADINGS.size(), columns.size()));
    }
    Map<Rate, BigDecimal> dollars = new EnumMap<>(Rate.class);
    for (Rate rate : Rate.ALL) {
      String price = columns.get(HEADINGS.indexOf(rate.key()));
      if (!price.isEmpty()) {
        dollars.put(rate, new BigDecimal(price));
      }
    }
    URI source = URI.create(columns.get(HEADINGS.indexOf("source")));
    if (!"https".equals(source.getScheme()) || source.getHost() == null) {
      throw new IllegalArgumentException("the source is no https address: " + source);
    }
    return new CatalogueRow(
        given(columns, "vendor"),
        given(columns, "model"),
        LocalDate.parse(given(columns, "from")),
        word(Service.class, columns.get(3), Service.STANDARD),
        columns.get(4).isEmpty() ? 0 : Long.parseLong(columns.get(4)),
        word(Mode.class, columns.get(5), Mode.WHOLE),
        dollars.isEmpty() ? Optional.empty() : Optional.of(Rates.perMillion(dollars)),
        source,
        LocalDate.parse(given(columns, "checked")));
  }

  boolean isBase() {
    return above == 0;
  }

  Tier tier() {
    return new Tier(
        above, rates.orElseThrow(() -> new IllegalArgumentException("a tier has no rates")));
  }

  private static String given(List<String> columns, String heading) {
    String value = columns.get(HEADINGS.indexOf(heading));
    if (value.isBlank()) {
      throw new IllegalArgumentException("the " + heading + " is missing");
    }
    return value;
  }

  private static <E extends Enum<E>> E word(Class<E> type, String word, E absent) {
    return word.isEmpty() ? absent : Enum.valueOf(type, word.toUpperCase(Locale.ROOT));
  }
}

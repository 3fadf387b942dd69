package dev.breakwater.gateway.price;

import dev.breakwater.gateway.price.Tariff.Tier;
import dev.breakwater.wire.conversation.FinerTokens.Service;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * List prices by vendor, model and date. A model that is not in it has no price: its cost is
 * unknown, never zero. A name with a date or {@code -latest} behind it stands for the plain one,
 * unless it has a row of its own.
 */
public final class PriceCatalogue {
  private static final String SHIPPED = "prices.csv";

  /** Whose list prices hold for vendors that have none of their own. */
  private static final Map<String, String> AS = Map.of("azure", "openai");

  /** By vendor, then model in the file's order, then the date from which a price holds. */
  private final Map<String, Map<String, TreeMap<LocalDate, Optional<CataloguePrice>>>> vendors =
      new HashMap<>();

  private PriceCatalogue() {}

  /** The catalogue that comes with the program. */
  public static PriceCatalogue shipped() {
    try (Reader reader = shippedText()) {
      return read(reader);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read the price catalogue " + SHIPPED, e);
    }
  }

  static Reader shippedText() {
    InputStream stream = PriceCatalogue.class.getResourceAsStream(SHIPPED);
    if (stream == null) {
      throw new IllegalStateException("the price catalogue " + SHIPPED + " is not packaged");
    }
    return new InputStreamReader(stream, StandardCharsets.UTF_8);
  }

  /**
   * Reads {@linkplain CatalogueRow rows} behind a line of headings; lines that begin with # are
   * remarks. Rows of one vendor, model and date stand together, the standard service's base first.
   *
   * @throws IllegalArgumentException naming the line that is wrong
   */
  static PriceCatalogue read(Reader source) throws IOException {
    PriceCatalogue catalogue = new PriceCatalogue();
    BufferedReader lines = new BufferedReader(source);
    List<CatalogueRow> together = new ArrayList<>();
    boolean headings = true;
    int number = 0;
    for (String line = lines.readLine(); line != null; line = lines.readLine()) {
      number++;
      if (line.isBlank() || line.startsWith("#")) {
        continue;
      }
      if (headings) {
        headings = false;
        continue;
      }
      try {
        CatalogueRow row = CatalogueRow.read(line);
        if (!together.isEmpty() && !isSamePrice(together.getFirst(), row)) {
          catalogue.add(together);
          together.clear();
        }
        together.add(row);
      } catch (RuntimeException e) {
        throw wrong(number, e);
      }
    }
    try {
      catalogue.add(together);
    } catch (RuntimeException e) {
      throw wrong(number, e);
    }
    return catalogue;
  }

  private static IllegalArgumentException wrong(int line, RuntimeException e) {
    return new IllegalArgumentException(
        "the price catalogue is wrong at or before line %d: %s".formatted(line, e.getMessage()), e);
  }

  /** The price that holds on a day; empty when the model is unknown or had no price yet. */
  public Optional<Price> price(String vendor, String model, LocalDate day) {
    return entry(vendor, model, day).map(CataloguePrice::price);
  }

  /** As above, with where it comes from. */
  public Optional<CataloguePrice> entry(String vendor, String model, LocalDate day) {
    Map<String, TreeMap<LocalDate, Optional<CataloguePrice>>> models =
        vendors.getOrDefault(AS.getOrDefault(vendor, vendor), Map.of());
    TreeMap<LocalDate, Optional<CataloguePrice>> prices = models.get(model);
    if (prices == null) {
      prices = ModelNames.plain(model).map(models::get).orElse(null);
    }
    Map.Entry<LocalDate, Optional<CataloguePrice>> entry =
        prices == null ? null : prices.floorEntry(day);
    return entry == null ? Optional.empty() : entry.getValue();
  }

  /** The models known of a vendor, in the file's order. */
  public List<String> models(String vendor) {
    return new ArrayList<>(vendors.getOrDefault(vendor, Map.of()).keySet());
  }

  private static boolean isSamePrice(CatalogueRow one, CatalogueRow other) {
    return one.vendor().equals(other.vendor())
        && one.model().equals(other.model())
        && one.from().equals(other.from());
  }

  /** The rows of one price. */
  private void add(List<CatalogueRow> rows) {
    if (rows.isEmpty()) {
      return;
    }
    CatalogueRow first = rows.getFirst();
    if (!first.isBase() || first.service() != Service.STANDARD) {
      throw new IllegalArgumentException(first.model() + " has no row for the usual service");
    }
    Optional<CataloguePrice> price =
        first.rates().isEmpty() && rows.size() == 1
            ? Optional.empty()
            : Optional.of(
                new CataloguePrice(price(rows), first.from(), first.source(), first.checked()));
    Optional<CataloguePrice> previous =
        vendors
            .computeIfAbsent(first.vendor(), _ -> new LinkedHashMap<>())
            .computeIfAbsent(first.model(), _ -> new TreeMap<>())
            .put(first.from(), price);
    if (previous != null) {
      throw new IllegalArgumentException(
          "the rows of %s %s %s do not stand together"
              .formatted(first.vendor(), first.model(), first.from()));
    }
  }

  private static Price price(List<CatalogueRow> rows) {
    Map<Service, List<CatalogueRow>> services = new EnumMap<>(Service.class);
    rows.forEach(row -> services.computeIfAbsent(row.service(), _ -> new ArrayList<>()).add(row));
    Map<Service, Tariff> others = new EnumMap<>(Service.class);
    services.forEach((service, its) -> others.put(service, tariff(its)));
    Tariff standard = others.remove(Service.STANDARD);
    if (standard == null) {
      throw new IllegalArgumentException("there is no row for the usual service");
    }
    return new Price(standard, others, "catalogue:" + rows.getFirst().from());
  }

  private static Tariff tariff(List<CatalogueRow> rows) {
    CatalogueRow base = rows.getFirst();
    List<CatalogueRow> rest = rows.subList(1, rows.size());
    if (!base.isBase() || rest.stream().anyMatch(CatalogueRow::isBase)) {
      throw new IllegalArgumentException(
          base.model() + " needs one row without 'above', before its tiers");
    }
    if (rest.stream().map(CatalogueRow::mode).distinct().count() > 1) {
      throw new IllegalArgumentException(base.model() + " has tiers of both modes");
    }
    Rates rates =
        base.rates()
            .orElseThrow(() -> new IllegalArgumentException(base.model() + " has no rates"));
    List<Tier> tiers = rest.stream().map(CatalogueRow::tier).toList();
    return new Tariff(rates, rest.isEmpty() ? Tariff.Mode.WHOLE : rest.getFirst().mode(), tiers);
  }
}

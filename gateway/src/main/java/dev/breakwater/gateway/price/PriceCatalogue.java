package dev.breakwater.gateway.price;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * List prices by vendor, model and date. A model that is not in it has no price: its cost is
 * unknown, never zero.
 */
public final class PriceCatalogue {
  private static final String SHIPPED = "prices.csv";
  private static final int COLUMNS = 9;

  /** By vendor, then model in the file's order, then the date from which a price holds. */
  private final Map<String, Map<String, TreeMap<LocalDate, Price>>> vendors = new HashMap<>();

  private PriceCatalogue() {}

  /** The catalogue that comes with the program. */
  public static PriceCatalogue shipped() {
    try (InputStream stream = PriceCatalogue.class.getResourceAsStream(SHIPPED)) {
      if (stream == null) {
        throw new IllegalStateException("the price catalogue " + SHIPPED + " is not packaged");
      }
      return read(new InputStreamReader(stream, StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read the price catalogue " + SHIPPED, e);
    }
  }

  /**
   * Reads rows of {@code vendor,model,from,input,output,cachedInput,cacheWrite,reasoning,source}
   * behind a line of headings; lines that begin with # are remarks.
   *
   * @throws IllegalArgumentException naming the line that is wrong
   */
  static PriceCatalogue read(Reader source) throws IOException {
    PriceCatalogue catalogue = new PriceCatalogue();
    BufferedReader lines = new BufferedReader(source);
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
      catalogue.add(line, number);
    }
    return catalogue;
  }

  /** The price that holds on a day; empty when the model is unknown or had no price yet. */
  public Optional<Price> price(String vendor, String model, LocalDate day) {
    TreeMap<LocalDate, Price> prices = vendors.getOrDefault(vendor, Map.of()).get(model);
    if (prices == null) {
      return Optional.empty();
    }
    Map.Entry<LocalDate, Price> entry = prices.floorEntry(day);
    return entry == null ? Optional.empty() : Optional.of(entry.getValue());
  }

  /** The models known of a vendor, in the file's order. */
  public List<String> models(String vendor) {
    return new ArrayList<>(vendors.getOrDefault(vendor, Map.of()).keySet());
  }

  private void add(String line, int number) {
    String[] columns = line.split(",", -1);
    if (columns.length != COLUMNS || columns[8].isBlank()) {
      throw new IllegalArgumentException(
          "line %d of the price catalogue needs %d columns, the last one the source: %s"
              .formatted(number, COLUMNS, line));
    }
    try {
      LocalDate from = LocalDate.parse(columns[2]);
      Price price =
          Price.perMillion(
              new BigDecimal(columns[3]),
              new BigDecimal(columns[4]),
              dollars(columns[5]),
              dollars(columns[6]),
              dollars(columns[7]),
              "catalogue:" + from);
      Price previous =
          vendors
              .computeIfAbsent(columns[0], _ -> new java.util.LinkedHashMap<>())
              .computeIfAbsent(columns[1], _ -> new TreeMap<>())
              .put(from, price);
      if (previous != null) {
        throw new IllegalArgumentException("the same vendor, model and date stand twice");
      }
    } catch (RuntimeException e) {
      throw new IllegalArgumentException(
          "line %d of the price catalogue is wrong: %s".formatted(number, e.getMessage()), e);
    }
  }

  private static @Nullable BigDecimal dollars(String text) {
    return text.isEmpty() ? null : new BigDecimal(text);
  }
}

package dev.breakwater.operations.prices;

import dev.breakwater.gateway.price.Price;
import java.net.URI;
import java.time.LocalDate;
import java.util.Comparator;
import org.jspecify.annotations.Nullable;

/**
 * What a model costs at a provider.
 *
 * @param price null where nobody knows it
 * @param validFrom the first day, UTC; null where there is no telling
 * @param inForce false for one that another has replaced or that has not begun
 * @param source where the vendor says it; null unless it is a list price
 * @param checked when that was looked up; null unless it is a list price
 */
public record PriceEntry(
    String provider,
    String model,
    @Nullable Price price,
    Origin origin,
    @Nullable LocalDate validFrom,
    boolean inForce,
    @Nullable URI source,
    @Nullable LocalDate checked) {

  /** Who says so. */
  public enum Origin {
    CATALOGUE,
    FILE,
    API,
    UNKNOWN
  }

  /** By provider and model, what is in force first, then by date. */
  public static final Comparator<PriceEntry> ORDER =
      Comparator.comparing(PriceEntry::provider)
          .thenComparing(PriceEntry::model)
          .thenComparing(PriceEntry::rank);

  /** Its place among the entries of one model, as text that sorts. */
  public String rank() {
    return inForce ? "" : String.valueOf(validFrom);
  }
}

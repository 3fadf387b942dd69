package dev.breakwater.operations.prices;

import dev.breakwater.gateway.price.PriceOverride;
import dev.breakwater.operations.StoreUnavailable;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;

/** Keeps the prices that the API has set. */
public interface PriceOverrides {
  /**
   * @throws StoreUnavailable when they cannot be read
   */
  List<PriceOverride> all();

  /**
   * Inserts or replaces the price of its provider, model and day.
   *
   * @throws StoreUnavailable when it was not kept
   */
  void put(PriceOverride override, Instant at);

  /**
   * @return false when there was none
   * @throws StoreUnavailable when nothing was removed
   */
  boolean delete(String provider, String model, LocalDate validFrom);
}

package dev.breakwater.operations.chains;

import dev.breakwater.gateway.settings.ChainSettings;
import dev.breakwater.operations.StoreUnavailable;
import java.time.Instant;
import java.util.Map;

/** Keeps the chains that the API changed, whole, one a place. */
public interface ChainOverrides {
  /**
   * @throws StoreUnavailable when they cannot be read
   */
  Map<ChainPlace, ChainSettings> all();

  /**
   * Inserts or replaces the chain of a place.
   *
   * @throws StoreUnavailable when it was not kept
   */
  void put(ChainPlace place, ChainSettings chain, Instant at);

  /**
   * @return false when there was none
   * @throws StoreUnavailable when nothing was removed
   */
  boolean delete(ChainPlace place);
}

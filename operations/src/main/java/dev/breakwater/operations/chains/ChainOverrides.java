package dev.breakwater.operations.chains;

import dev.breakwater.gateway.settings.ChainSettings;
import dev.breakwater.operations.StoreUnavailable;
import java.time.Instant;
import java.util.List;

/** Keeps the chains that the API changed, whole, one an environment. */
public interface ChainOverrides {
  /**
   * @throws StoreUnavailable when they cannot be read
   */
  List<ChainSettings> all();

  /**
   * Inserts or replaces the chain of its environment.
   *
   * @throws StoreUnavailable when it was not kept
   */
  void put(ChainSettings chain, Instant at);

  /**
   * @return false when there was none
   * @throws StoreUnavailable when nothing was removed
   */
  boolean delete(String environment);
}

package dev.breakwater.operations.reports;

import dev.breakwater.operations.StoreUnavailable;
import dev.breakwater.operations.rollups.RequestUsage;
import java.util.List;
import java.util.function.Consumer;

/**
 * Gives what the ledger holds. Every method throws {@link StoreUnavailable} when the database does
 * not answer.
 */
public interface UsageSource {
  /**
   * Every request that the filter's time, scope, key and status let through, whatever its targets;
   * page by page, so that nothing is held while it is counted.
   */
  void requests(UsageFilter filter, Consumer<RequestUsage> taker);

  /** The newest requests that the filter lets through, newest first. */
  List<RequestEntry> newest(UsageFilter filter, int limit);

  /** How many requests a filter of the fallback log lets through, by how they ended. */
  FallbackCounts fallbackCounts(FallbackFilter filter);

  /** The newest rows of the fallback log, newest first. */
  List<FallbackEntry> fallbacks(FallbackFilter filter, int limit);
}

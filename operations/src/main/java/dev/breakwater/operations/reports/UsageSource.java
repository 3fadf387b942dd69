package dev.breakwater.operations.reports;

import dev.breakwater.operations.StoreUnavailable;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Gives what the ledger holds. Every method throws {@link StoreUnavailable} when the database does
 * not answer.
 */
public interface UsageSource {
  /** Every request that the filter lets through, in no order. */
  void requests(UsageFilter filter, Consumer<RequestFigures> taker);

  /** The attempts of those requests whose {@code attemptsApart} is true. */
  void attempts(UsageFilter filter, Consumer<AttemptFigures> taker);

  /** The newest requests, newest first. */
  List<RequestEntry> newest(UsageFilter filter, int limit);

  /** Which messages errors had, each once for its target, most frequent first. */
  List<ErrorMessage> errors(UsageFilter filter);

  /**
   * @param provider null when no target was known
   */
  record ErrorMessage(@Nullable String provider, String model, String message, long count) {}

  /** How many requests a filter of the fallback log lets through, by how they ended. */
  FallbackCounts fallbackCounts(FallbackFilter filter);

  /** The newest rows of the fallback log, newest first. */
  List<FallbackEntry> fallbacks(FallbackFilter filter, int limit);
}

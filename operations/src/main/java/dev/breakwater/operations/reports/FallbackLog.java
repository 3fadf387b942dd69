package dev.breakwater.operations.reports;

import dev.breakwater.operations.StoreUnavailable;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Which target answered which request after what, newest first, with shares over all of them. */
public final class FallbackLog {
  private static final Duration CATCH_UP = Duration.ofSeconds(1);
  private static final Duration USUAL = Duration.ofHours(24);

  private final UsageSource source;
  private final CaughtUp ledger;
  private final InstantSource clock;

  public FallbackLog(UsageSource source, CaughtUp ledger, InstantSource clock) {
    this.source = source;
    this.ledger = ledger;
    this.clock = clock;
  }

  /**
   * @param successRate 0 to 100, successes among successes and errors; 100 over nothing
   * @param fallbackUsageRate 0 to 100
   */
  public record Stats(
      double successRate,
      double fallbackUsageRate,
      long totalRequests,
      long successfulRequests,
      long failedRequests,
      long cancelledRequests,
      long fallbackRequests) {}

  /**
   * @param stats over all rows that the filters match, not only those in {@code logs}
   */
  public record Page(Instant asOf, Instant from, Stats stats, List<FallbackEntry> logs) {
    public Page {
      logs = List.copyOf(logs);
    }
  }

  /**
   * @param since null for the last 24 hours
   * @param provider the first of the plan or the one that answered; null for any
   * @param success null for both
   * @throws StoreUnavailable when the database does not answer
   */
  public Page read(
      UsageFilter.Scope scope,
      @Nullable Instant since,
      @Nullable String provider,
      @Nullable Boolean success,
      int limit) {
    Instant now = clock.instant();
    Instant asOf = ledger.await(CATCH_UP) ? now : ledger.asOf();
    FallbackFilter filter =
        new FallbackFilter(since == null ? now.minus(USUAL) : since, scope, provider, success);
    FallbackCounts counts = source.fallbackCounts(filter);
    Stats stats =
        new Stats(
            Shares.successRate(counts.succeeded(), counts.failed()),
            Shares.percent(counts.fallbacks(), counts.total()),
            counts.total(),
            counts.succeeded(),
            counts.failed(),
            counts.cancelled(),
            counts.fallbacks());
    return new Page(asOf, filter.since(), stats, source.fallbacks(filter, limit));
  }
}

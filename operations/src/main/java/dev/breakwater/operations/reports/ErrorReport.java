package dev.breakwater.operations.reports;

import java.time.Instant;
import java.util.List;

/**
 * What went wrong in a time: requests that ended in an error, by what their messages have in
 * common.
 *
 * @param asOf everything logged before it is counted
 * @param from the first instant counted
 * @param to the first instant not counted
 * @param errorCount of all patterns, those beyond the limit too
 * @param patterns most frequent first
 */
public record ErrorReport(
    Instant asOf, Instant from, Instant to, long errorCount, List<Pattern> patterns) {
  public ErrorReport {
    patterns = List.copyOf(patterns);
  }

  /**
   * @param message the newest of them, as it was
   */
  public record Pattern(
      String provider,
      String model,
      String errorType,
      String message,
      long count,
      Instant firstSeen,
      Instant lastSeen) {}

  /** 0 to 100, of all errors. */
  public double share(Pattern pattern) {
    return Shares.percent(pattern.count(), errorCount);
  }
}

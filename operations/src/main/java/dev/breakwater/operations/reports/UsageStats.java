package dev.breakwater.operations.reports;

import dev.breakwater.operations.rollups.Figure;
import dev.breakwater.operations.rollups.LatencySketch;
import dev.breakwater.operations.rollups.Sums;

/**
 * Figures over a set of requests. Percentages are 0 to 100, times milliseconds, over answers that
 * no cache gave; percentiles are nearest rank, to 1 %.
 *
 * @param requestCount all but rejected ones
 * @param errorCount errors and interrupted ones
 * @param successRate successes among successes and errors; 100 over nothing
 * @param totalCostNanos of what is priced
 * @param averageCostNanos the total by {@code requestCount}, half up
 * @param fallbackUsageRate the share of requests that another target than the first answered
 * @param unpricedRequests whose cost is not, or not wholly, in the total
 */
public record UsageStats(
    long requestCount,
    long successCount,
    long errorCount,
    long cancelledCount,
    long rejectedCount,
    long cachedCount,
    double successRate,
    double errorRate,
    long totalCostNanos,
    long averageCostNanos,
    long unpricedRequests,
    double averageResponseTime,
    double p50ResponseTime,
    double p95ResponseTime,
    double p99ResponseTime,
    long inputTokens,
    long outputTokens,
    double fallbackUsageRate) {
  private static final double MICROS_A_MILLI = 1000.0;

  static UsageStats of(Sums sums) {
    long requests = sums.get(Figure.REQUESTS);
    long successes = sums.get(Figure.SUCCESSES);
    long errors = sums.get(Figure.ERRORS);
    long cost = sums.get(Figure.COST_NANOS);
    long timed = sums.get(Figure.TIMED);
    return new UsageStats(
        requests,
        successes,
        errors,
        sums.get(Figure.CANCELLED),
        sums.get(Figure.REJECTED),
        sums.get(Figure.CACHED),
        Shares.successRate(successes, errors),
        Shares.percent(errors, successes + errors),
        cost,
        averageCost(cost, requests),
        sums.get(Figure.UNPRICED),
        timed == 0 ? 0 : sums.get(Figure.RESPONSE_MICROS) / MICROS_A_MILLI / timed,
        percentile(sums, 50),
        percentile(sums, 95),
        percentile(sums, 99),
        sums.get(Figure.INPUT_TOKENS),
        sums.get(Figure.OUTPUT_TOKENS),
        Shares.percent(sums.get(Figure.FALLBACKS), requests));
  }

  /** Half up. */
  static long averageCost(long costNanos, long requests) {
    return requests == 0 ? 0 : (costNanos + requests / 2) / requests;
  }

  /** In milliseconds; 0 over nothing. */
  static double percentile(Sums sums, int percent) {
    LatencySketch sketch = sums.sketch();
    return sketch == null ? 0 : sketch.percentile(percent) / MICROS_A_MILLI;
  }

  public long totalTokens() {
    return inputTokens + outputTokens;
  }
}

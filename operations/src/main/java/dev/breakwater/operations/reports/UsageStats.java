package dev.breakwater.operations.reports;

/**
 * Figures over a set of requests. Percentages are 0 to 100, times milliseconds, over answers that
 * no cache gave; percentiles are nearest rank.
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
  public long totalTokens() {
    return inputTokens + outputTokens;
  }
}

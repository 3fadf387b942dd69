package dev.breakwater.operations.reports;

import dev.breakwater.operations.rollups.Figure;
import dev.breakwater.operations.rollups.Sums;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;

/**
 * Which targets answer worse in the last hour than in the 23 before it.
 *
 * @param asOf everything logged before it is counted
 * @param from where the hours before begin
 * @param hour where the last hour begins
 * @param compared targets with enough requests in both
 * @param findings what is worse by more than {@value #PAST_PERCENT} %, worst first
 */
public record Degradation(
    Instant asOf, Instant from, Instant hour, int compared, List<Finding> findings) {
  /** The last hour and those that it is compared with. */
  static final int HOURS = 24;

  /** Fewer say little: one slow answer of ten makes a 95th percentile. */
  public static final int LEAST_IN_HOUR = 20;

  public static final int LEAST_BEFORE = 100;
  public static final int PAST_PERCENT = 20;

  private static final double NANOS_A_DOLLAR = 1e9;

  public Degradation {
    findings = List.copyOf(findings);
  }

  /** What is compared. */
  public enum Metric {
    /** Milliseconds. */
    P50_RESPONSE_TIME("p50ResponseTime", false),
    P95_RESPONSE_TIME("p95ResponseTime", false),
    /** 0 to 100. */
    SUCCESS_RATE("successRate", true),
    /** Dollars a request. */
    AVERAGE_COST("averageCost", false);

    private final String word;
    private final boolean moreIsBetter;

    Metric(String word, boolean moreIsBetter) {
      this.word = word;
      this.moreIsBetter = moreIsBetter;
    }

    /** As the API calls it. */
    public String word() {
      return word;
    }

    double of(Sums sums) {
      return switch (this) {
        case P50_RESPONSE_TIME -> UsageStats.percentile(sums, 50);
        case P95_RESPONSE_TIME -> UsageStats.percentile(sums, 95);
        case SUCCESS_RATE ->
            Shares.successRate(sums.get(Figure.SUCCESSES), sums.get(Figure.ERRORS));
        case AVERAGE_COST ->
            UsageStats.averageCost(sums.get(Figure.COST_NANOS), sums.get(Figure.REQUESTS))
                / NANOS_A_DOLLAR;
      };
    }

    /** Of how many requests that is. */
    long samples(Sums sums) {
      return switch (this) {
        case P50_RESPONSE_TIME, P95_RESPONSE_TIME -> sums.get(Figure.TIMED);
        case SUCCESS_RATE -> sums.get(Figure.SUCCESSES) + sums.get(Figure.ERRORS);
        case AVERAGE_COST -> sums.get(Figure.REQUESTS);
      };
    }

    /** By how much more, or less where more is better; in percent of what was before. */
    double worse(double before, double now) {
      if (before == 0) {
        return 0;
      }
      return 100 * (moreIsBetter ? before - now : now - before) / before;
    }
  }

  /**
   * @param worsePercent by how much, in percent of what was before
   * @param samples requests of the last hour
   * @param samplesBefore of the hours before
   */
  public record Finding(
      String provider,
      String model,
      Metric metric,
      double before,
      double now,
      double worsePercent,
      long samples,
      long samplesBefore) {}

  static Degradation of(
      Instant asOf,
      UsageFilter day,
      Instant hour,
      Map<List<String>, Sums> before,
      Map<List<String>, Sums> now) {
    List<Finding> findings = new ArrayList<>();
    int compared = 0;
    for (Map.Entry<List<String>, Sums> entry : now.entrySet()) {
      Sums then = before.getOrDefault(entry.getKey(), new Sums());
      boolean any = false;
      for (Metric metric : Metric.values()) {
        if (metric.samples(entry.getValue()) >= LEAST_IN_HOUR
            && metric.samples(then) >= LEAST_BEFORE) {
          any = true;
          Finding finding = compare(entry.getKey(), metric, then, entry.getValue());
          if (finding.worsePercent() > PAST_PERCENT) {
            findings.add(finding);
          }
        }
      }
      compared += any ? 1 : 0;
    }
    findings.sort(
        Comparator.comparingDouble(Finding::worsePercent)
            .reversed()
            .thenComparing(Finding::provider)
            .thenComparing(Finding::model));
    return new Degradation(asOf, day.from(), hour, compared, findings);
  }

  private static Finding compare(List<String> target, Metric metric, Sums before, Sums now) {
    double then = metric.of(before);
    double is = metric.of(now);
    return new Finding(
        target.getFirst(),
        target.getLast(),
        metric,
        then,
        is,
        metric.worse(then, is),
        metric.samples(now),
        metric.samples(before));
  }
}

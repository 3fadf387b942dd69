package dev.breakwater.operations.drills;

import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;

/** Adds the requests of a month up. */
final class MonthTally {
  private final Policy policy;
  private final long[] tookNanos;
  private final HourlyAnswers hours;
  private final Map<String, Long> failures = new TreeMap<>();
  private long requests;
  private int answered;
  private long whileUp;
  private long answeredWhileUp;

  MonthTally(Policy policy, int requests) {
    this.policy = policy;
    this.tookNanos = new long[requests];
    this.hours = new HourlyAnswers(policy.providers().size());
  }

  /**
   * @param arrivedNanos since the month's beginning
   * @param up whether one of the policy's providers was up then
   */
  void answered(long arrivedNanos, boolean up, long nanos, String provider) {
    requests++;
    tookNanos[answered++] = nanos;
    hours.answered(arrivedNanos, policy.providers().indexOf(provider));
    whileUp += up ? 1 : 0;
    answeredWhileUp += up ? 1 : 0;
  }

  void failed(long arrivedNanos, boolean up, String how) {
    requests++;
    hours.failed(arrivedNanos);
    if (up) {
      whileUp++;
      failures.merge(how, 1L, Long::sum);
    }
  }

  PolicyResult result(double timeUp, long calls) {
    Arrays.sort(tookNanos, 0, answered);
    return new PolicyResult(
        policy,
        timeUp,
        requests,
        answered,
        whileUp,
        answeredWhileUp,
        calls,
        quantile(0.5),
        quantile(0.95),
        quantile(0.99),
        failures,
        hours);
  }

  /** By nearest rank. */
  private Duration quantile(double share) {
    int rank = Math.max(1, (int) Math.ceil(share * answered));
    return answered == 0 ? Duration.ZERO : Duration.ofNanos(tookNanos[rank - 1]);
  }
}

package dev.breakwater.gateway.attempt;

import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.concurrent.TimeUnit;

/**
 * Spares a target for a while that fails far more often than its peers, although its circuit stays
 * closed. Not for several threads at once.
 *
 * <p>Among at least five peers with a hundred calls each, an outlier is who has succeeded less
 * often than the mean minus 1.9 times the population's standard deviation (Envoy's outlier
 * detection by success rate). It is spared for 30 s, longer each time it was one again at once, and
 * then judged by new calls alone.
 */
final class Ejection {
  static final int LEAST_PEERS = 5;
  private static final double DEVIATIONS = 1.9;
  private static final long BASE_NANOS = TimeUnit.SECONDS.toNanos(30);
  private static final int MOST_TIMES = 10;

  private SlidingWindow calls = new SlidingWindow();
  private long untilNanos;
  private int times;

  void add(boolean success) {
    calls.add(success);
  }

  /** 0 to 100; empty below a hundred calls. */
  OptionalDouble rate() {
    return calls.size() < SlidingWindow.CAPACITY
        ? OptionalDouble.empty()
        : OptionalDouble.of(100.0 * (calls.size() - calls.failures()) / calls.size());
  }

  /** Below this success rate a target is an outlier among those that have these rates. */
  static double threshold(double[] rates) {
    double mean = Arrays.stream(rates).average().orElse(0);
    double variance =
        Arrays.stream(rates).map(rate -> (rate - mean) * (rate - mean)).average().orElse(0);
    return mean - DEVIATIONS * Math.sqrt(variance);
  }

  /**
   * @param rates of all peers with enough calls, this one included
   */
  void judge(double[] rates, long nowNanos) {
    OptionalDouble mine = rate();
    if (rates.length < LEAST_PEERS || mine.isEmpty()) {
      return;
    }
    if (mine.getAsDouble() < threshold(rates)) {
      times = Math.min(MOST_TIMES, times + 1);
      untilNanos = nowNanos + times * BASE_NANOS;
      calls = new SlidingWindow();
    } else {
      times = 0;
    }
  }

  Optional<Duration> remaining(long nowNanos) {
    return times > 0 && untilNanos - nowNanos > 0
        ? Optional.of(Duration.ofNanos(untilNanos - nowNanos))
        : Optional.empty();
  }

  void reset() {
    calls = new SlidingWindow();
    times = 0;
  }
}

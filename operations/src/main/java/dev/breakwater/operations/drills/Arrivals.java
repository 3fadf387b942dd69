package dev.breakwater.operations.drills;

import java.time.Duration;
import java.util.Arrays;
import java.util.random.RandomGenerator;

/**
 * When the callers of a simulated world come: more by day than by night, and at times in bursts.
 */
final class Arrivals {
  private static final long DAY = Duration.ofDays(1).toNanos();

  /** The busiest hour has this many times the average more or less than it. */
  private static final double SWING = 0.6;

  private Arrivals() {}

  /**
   * Draws the arrivals of a day.
   *
   * @param bursts how many crowds there are beside the curve
   * @return nanoseconds since the day's beginning, sorted
   */
  static long[] ofDay(RandomGenerator random, int requests, int bursts) {
    long[] arrivals = new long[requests];
    int next = 0;
    for (int burst = 0; burst < bursts; burst++) {
      int crowd = Math.min(requests - next, requests / 50 + random.nextInt(requests / 50 + 1));
      long at = random.nextLong(DAY - Duration.ofHours(1).toNanos());
      // Some crowds come at one moment, as schedulers do; others over half a minute.
      long within = random.nextInt(3) == 0 ? 1 : random.nextLong(1, 30_000_000_000L);
      for (int number = 0; number < crowd; number++) {
        arrivals[next++] = at + random.nextLong(within);
      }
    }
    while (next < requests) {
      arrivals[next++] = byTheCurve(random);
    }
    Arrays.sort(arrivals);
    return arrivals;
  }

  /** A sine with its height in the early afternoon, drawn by rejection. */
  private static long byTheCurve(RandomGenerator random) {
    while (true) {
      long at = random.nextLong(DAY);
      double height = 1 - SWING * Math.cos(2 * Math.PI * (at / (double) DAY - 2.0 / 24));
      if (random.nextDouble() * (1 + SWING) < height) {
        return at;
      }
    }
  }
}

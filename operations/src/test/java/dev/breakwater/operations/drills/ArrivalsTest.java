package dev.breakwater.operations.drills;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class ArrivalsTest {
  private static final long HOUR = Duration.ofHours(1).toNanos();

  @Test
  void aDayHasItsRequestsInOrderOfTime() {
    long[] arrivals = Arrivals.ofDay(new SplittableRandom(1), 10_000, 3);

    assertThat(arrivals).hasSize(10_000).isSorted();
    assertThat(arrivals[0]).isNotNegative();
    assertThat(arrivals[9_999]).isLessThan(24 * HOUR);
  }

  @Test
  void moreComeByDayThanByNight() {
    long[] arrivals = Arrivals.ofDay(new SplittableRandom(1), 10_000, 0);

    assertThat(between(arrivals, 12, 16)).isGreaterThan(2 * between(arrivals, 0, 4));
  }

  @Test
  void crowdsComeWithinHalfAMinute() {
    long[] arrivals = Arrivals.ofDay(new SplittableRandom(1), 10_000, 1);
    int most = 0;
    for (int first = 0; first + 200 <= arrivals.length; first++) {
      boolean crowd = arrivals[first + 199] - arrivals[first] <= HOUR / 120;
      most = crowd ? most + 1 : most;
    }
    assertThat(most).isPositive();
  }

  @Test
  void oneRequestIsADayToo() {
    assertThat(Arrivals.ofDay(new SplittableRandom(1), 1, 5)).hasSize(1);
  }

  private static long between(long[] arrivals, int fromHour, int untilHour) {
    return Arrays.stream(arrivals)
        .filter(at -> at >= fromHour * HOUR && at < untilHour * HOUR)
        .count();
  }
}

package dev.breakwater.operations.rollups;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.withinPercentage;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LatencySketchTest {
  private static final int[] PERCENTS = {0, 1, 10, 50, 90, 95, 99, 100};

  @Test
  void everyPercentileOfEveryNumberOfTimesIsWithinOnePercentOfNearestRank() {
    for (int count = 1; count <= 200; count++) {
      assertRanks(times(new Random(count), count));
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1_000, 9_999, 100_000})
  void manyTimesAreToldAsWell(int count) {
    assertRanks(times(new Random(count), count));
  }

  @Test
  void twoFarApartAreNotMixed() {
    // The lower of two is the median by nearest rank; a mean of both would be neither.
    LatencySketch sketch = of(10, 1_000_000);
    assertThat(sketch.percentile(50)).isCloseTo(10, withinPercentage(1));
    assertThat(sketch.percentile(51)).isCloseTo(1_000_000, withinPercentage(1));
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5})
  void sketchesMergedFromShardsAreOneSketch(long seed) {
    Random random = new Random(seed);
    long[] times = times(random, 5_000);
    LatencySketch one = of(times);
    LatencySketch[] shards = new LatencySketch[1 + random.nextInt(20)];
    Arrays.setAll(shards, _ -> new LatencySketch());
    for (long time : times) {
      shards[random.nextInt(shards.length)].add(time);
    }
    LatencySketch merged = new LatencySketch();
    LatencySketch read = new LatencySketch();
    for (LatencySketch shard : shards) {
      merged.merge(shard);
      read.merge(shard.bytes());
    }
    for (int percent = 0; percent <= 100; percent++) {
      assertThat(merged.percentile(percent)).isEqualTo(one.percentile(percent));
      assertThat(read.percentile(percent)).isEqualTo(one.percentile(percent));
    }
    assertThat(read.count()).isEqualTo(times.length);
  }

  @Test
  void overNothingThereIsNothing() {
    assertThat(new LatencySketch().percentile(99)).isZero();
    LatencySketch read = new LatencySketch();
    read.merge(new LatencySketch().bytes());
    assertThat(read.count()).isZero();
  }

  @Test
  void aVersionThatIsNotKnownIsRefusedInWords() {
    byte[] newer = of(5).bytes();
    newer[0] = 9;
    assertThatThrownBy(() -> new LatencySketch().merge(newer))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("a sketch of response times has version 9, this program knows 1");
    assertThatThrownBy(() -> new LatencySketch().merge(new byte[0]))
        .isInstanceOf(IllegalArgumentException.class);
  }

  private static void assertRanks(long[] times) {
    LatencySketch sketch = of(times);
    LatencySketch read = new LatencySketch();
    read.merge(sketch.bytes());
    long[] sorted = times.clone();
    Arrays.sort(sorted);
    for (int percent : PERCENTS) {
      int rank = Math.max(1, Math.ceilDiv(sorted.length * percent, 100));
      assertThat(sketch.percentile(percent))
          .as("p%d of %d", percent, sorted.length)
          .isCloseTo((double) sorted[rank - 1], withinPercentage(1));
      assertThat(read.percentile(percent)).isEqualTo(sketch.percentile(percent));
    }
  }

  private static LatencySketch of(long... times) {
    LatencySketch sketch = new LatencySketch();
    for (long time : times) {
      sketch.add(time);
    }
    return sketch;
  }

  /** From nothing to an hour, with a long tail. */
  private static long[] times(Random random, int count) {
    long[] times = new long[count];
    for (int index = 0; index < count; index++) {
      times[index] =
          random.nextInt(40) == 0
              ? random.nextLong(2)
              : Math.min(3_600_000_000L, Math.round(500_000 * Math.exp(2 * random.nextGaussian())));
    }
    return times;
  }
}

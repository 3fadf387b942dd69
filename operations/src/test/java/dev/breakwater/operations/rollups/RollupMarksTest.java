package dev.breakwater.operations.rollups;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.ZoneId;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class RollupMarksTest {
  private static final long YEAR = 31_557_600_000L;

  @Test
  void aGrainTakesWhatItsCompletedBucketsHoldAndMinutesTakeWhatIsNotGone() {
    // Clocks that change at night, over midnight, by half an hour, and never.
    for (String name : List.of("UTC", "Europe/Berlin", "America/Havana", "Australia/Lord_Howe")) {
      ZoneId zone = ZoneId.of(name);
      SplittableRandom random = new SplittableRandom(11);
      for (int turn = 0; turn < 5_000; turn++) {
        long about = 1_700_000_000_000L + random.nextLong(3 * YEAR);
        for (Grain grain : Grain.values()) {
          long mark = grain.start(about, zone);
          RollupMarks marks = RollupMarks.none("node", zone).with(grain, mark);
          long near =
              random.nextInt(4) == 0 ? random.nextLong(-2, 3) : random.nextLong(-YEAR, YEAR);
          long instant = mark + near;
          long start = grain.start(instant, zone);
          assertThat(marks.takes(grain, instant))
              .as("%s of %s at %d, marked at %d", grain, zone, instant, mark)
              .isEqualTo(grain == Grain.MINUTE ? start >= mark : start < mark);
        }
      }
    }
  }
}

package dev.breakwater.operations.maintenance;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class RetentionTest {
  private static final Instant NOW = Instant.parse("2026-03-01T03:30:00Z");
  private static final Duration DAY = Duration.ofDays(1);

  private final Rows rows = new Rows();
  private Instant clock = NOW;

  private Report run(Duration keep, boolean confirmed) {
    return new Retention(
            List.of(Retention.Kept.always(rows, RetentionSettings::usage)),
            rows::newest,
            () -> new RetentionSettings(keep, keep, Optional.empty()),
            (InstantSource) () -> clock)
        .run(confirmed);
  }

  @Test
  void whatIsTooOldGoesInSmallPieces() {
    rows.add(NOW.minus(DAY.multipliedBy(800)), 5_000);
    rows.add(NOW, 45_000);
    Report report = run(DAY.multipliedBy(730), false);
    assertThat(report.refused()).isFalse();
    assertThat(report.parts())
        .containsExactly(new Report.Part("rows", NOW.minus(DAY.multipliedBy(730)), 5_000, 45_000));
    assertThat(rows.times).hasSize(45_000);
    assertThat(rows.pieces).containsExactly(2_000, 2_000, 1_000, 0);
  }

  @Test
  void aRowOfTheLastInstantStays() {
    rows.add(NOW.minus(DAY), 1);
    rows.add(NOW, 9);
    assertThat(run(DAY, false).parts().getFirst().removed()).isZero();
    clock = NOW.plusMillis(1);
    assertThat(run(DAY, false).parts().getFirst().removed()).isOne();
  }

  @Test
  void moreThanAFifthIsRefusedUntilSomebodyConfirmsIt() {
    rows.add(NOW.minus(DAY.multipliedBy(100)), 21);
    rows.add(NOW, 79);
    Report refused = run(DAY.multipliedBy(90), false);
    assertThat(refused.refused()).isTrue();
    assertThat(refused.sentence()).contains("21 of 100 rows of rows").contains("confirm");
    assertThat(refused.parts())
        .extracting(Report.Part::removed, Report.Part::left)
        .containsExactly(org.assertj.core.groups.Tuple.tuple(21L, 100L));
    assertThat(rows.times).hasSize(100);
    assertThat(run(DAY.multipliedBy(90), true).refused()).isFalse();
    assertThat(rows.times).hasSize(79);
  }

  @Test
  void aFifthIsNotYetTooMuch() {
    rows.add(NOW.minus(DAY.multipliedBy(100)), 20);
    rows.add(NOW, 80);
    assertThat(run(DAY.multipliedBy(90), false).refused()).isFalse();
    assertThat(rows.times).hasSize(80);
  }

  @Test
  void aClockFarBehindTheNewestRowRemovesNothingEvenIfConfirmed() {
    rows.add(NOW.minus(DAY.multipliedBy(100)), 1);
    rows.add(NOW.minus(DAY), 99);
    clock = NOW.plusMillis(1);
    Report report = run(DAY.multipliedBy(90), true);
    assertThat(report.refused()).isTrue();
    assertThat(report.sentence()).contains("more than a day after the newest request");
    assertThat(rows.times).hasSize(100);
  }

  @Test
  void whatIsKeptForEverIsNotTouched() {
    rows.add(NOW.minus(DAY.multipliedBy(5_000)), 1);
    rows.add(NOW, 9);
    Report report =
        new Retention(
                List.of(new Retention.Kept(rows, RetentionSettings::audit)),
                rows::newest,
                () -> RetentionSettings.DEFAULT,
                InstantSource.fixed(NOW))
            .run(true);
    assertThat(report.refused()).isFalse();
    assertThat(report.parts()).isEmpty();
    assertThat(rows.times).hasSize(10);
  }

  @Test
  void anEmptyLedgerIsNothingToRefuse() {
    assertThat(run(DAY, false))
        .isEqualTo(
            Report.done(
                "Nothing was too old.", List.of(new Report.Part("rows", NOW.minus(DAY), 0, 0))));
  }

  /** Rows that know nothing but their time. */
  private static final class Rows implements AgingRows {
    private final List<Instant> times = new ArrayList<>();
    private final List<Integer> pieces = new ArrayList<>();

    void add(Instant time, int count) {
      for (int number = 0; number < count; number++) {
        times.add(time);
      }
    }

    Optional<Instant> newest() {
      return times.stream().max(Instant::compareTo);
    }

    @Override
    public String kind() {
      return "rows";
    }

    @Override
    public long count() {
      return times.size();
    }

    @Override
    public long countBefore(Instant before) {
      return times.stream().filter(time -> time.isBefore(before)).count();
    }

    @Override
    public int removeBefore(Instant before, int most) {
      List<Instant> old = times.stream().filter(time -> time.isBefore(before)).limit(most).toList();
      times.subList(0, old.size()).clear();
      pieces.add(old.size());
      return old.size();
    }
  }
}

package dev.breakwater.operations.drills;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class CalendarTest {
  private static final Calendar MONTH = Calendar.reference();

  /** Percent to one digit after the point, as the reference states them. */
  private static double upPercent(String... providers) {
    return Math.round(MONTH.upShare(List.of(providers)) * 1000) / 10.0;
  }

  @Test
  void theMonthHasTheSharesOfTheReference() {
    assertThat(upPercent("a")).isEqualTo(88.3);
    assertThat(upPercent("a", "b")).isEqualTo(96.5);
    assertThat(upPercent("a", "b", "c")).isEqualTo(99.7);
  }

  @Test
  void outagesGoTogetherMoreOftenThanByChance() {
    double down =
        (1 - MONTH.upShare(List.of("a")))
            * (1 - MONTH.upShare(List.of("b")))
            * (1 - MONTH.upShare(List.of("c")));
    assertThat(1 - MONTH.upShare(MONTH.providers())).isGreaterThan(3 * down);
  }

  @Test
  void theMonthHasTroubleOfManyKindsAndLengths() {
    Set<Trouble> kinds = EnumSet.noneOf(Trouble.class);
    List<Duration> lengths = new ArrayList<>();
    for (String provider : MONTH.providers()) {
      for (Spell spell : MONTH.timeline(provider).spells()) {
        kinds.add(spell.trouble());
        lengths.add(Duration.ofNanos(spell.untilNanos() - spell.fromNanos()));
      }
    }
    assertThat(kinds)
        .contains(
            Trouble.REFUSE,
            Trouble.ERROR,
            Trouble.SILENT,
            Trouble.RATE_LIMIT,
            Trouble.BROWN_OUT,
            Trouble.SLOW);
    assertThat(lengths)
        .hasSizeGreaterThan(100)
        .anyMatch(length -> length.compareTo(Duration.ofMinutes(2)) < 0)
        .anyMatch(length -> length.compareTo(Duration.ofHours(6)) > 0);
  }

  @Test
  void sharesOfASmallCalendarCanBeToldByHand() {
    Calendar small =
        Calendar.parse(
            List.of(
                "# two of three days down, and the third in a brown-out",
                "x, 01 00:00, 03 00:00, error",
                "x, 03 00:00, 04 00:00, brown-out # still up",
                "y, 02 12:00, 05 00:00, silent"));

    assertThat(small.providers()).containsExactly("x", "y");
    assertThat(small.upShare(List.of("x"))).isEqualTo(28.0 / 30, within(1e-12));
    assertThat(small.upShare(List.of("y"))).isEqualTo(27.5 / 30, within(1e-12));
    assertThat(small.upShare(List.of("x", "y"))).isEqualTo(29.5 / 30, within(1e-12));
  }

  @Test
  void aWrongLineIsNamed() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Calendar.parse(List.of("", "x, 01 00:00, 02 00:00, tired")))
        .withMessage("line 2: unknown trouble: tired");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Calendar.parse(List.of("x, 01 00:00, error")))
        .withMessage("line 1: not four fields");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Calendar.parse(List.of("x, 1 00:00, 02 00:00, error")))
        .withMessage("line 1: not a time as 01 00:00: 1 00:00");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Calendar.parse(List.of("x, 30 00:00, 31 00:01, error")))
        .withMessage("line 1: after the end of the month");
    assertThatIllegalArgumentException()
        .isThrownBy(() ->
            Calendar.parse(
                List.of("x, 01 00:00, 02 00:00, error", "x, 01 12:00, 03 00:00, silent")))
        .withMessageContaining("begins before");
  }
}

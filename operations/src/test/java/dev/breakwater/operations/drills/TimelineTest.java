package dev.breakwater.operations.drills;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class TimelineTest {
  private final Timeline timeline =
      new Timeline(
          List.of(
              new Spell(10, 20, Trouble.ERROR),
              new Spell(20, 30, Trouble.SLOW),
              new Spell(50, 60, Trouble.SILENT)));

  @Test
  void aSpellBeginsWithItsFirstMomentAndEndsBeforeItsLast() {
    assertThat(timeline.at(9)).isNull();
    assertThat(timeline.at(10)).extracting(Spell::trouble).isEqualTo(Trouble.ERROR);
    assertThat(timeline.at(19)).extracting(Spell::trouble).isEqualTo(Trouble.ERROR);
    assertThat(timeline.at(20)).extracting(Spell::trouble).isEqualTo(Trouble.SLOW);
    assertThat(timeline.at(30)).isNull();
    assertThat(timeline.at(60)).isNull();
  }

  @Test
  void timeMayBeAskedForInAnyOrder() {
    assertThat(timeline.isUp(59)).isFalse();
    assertThat(timeline.isUp(15)).isFalse();
    assertThat(timeline.isUp(25)).isTrue();
    assertThat(timeline.isUp(0)).isTrue();
    assertThat(timeline.isUp(1_000)).isTrue();
    assertThat(timeline.isUp(10)).isFalse();
  }

  @Test
  void calmIsWhereNoSpellReaches() {
    assertThat(timeline.isCalm(0, 9)).isTrue();
    assertThat(timeline.isCalm(0, 10)).isFalse();
    assertThat(timeline.isCalm(30, 49)).isTrue();
    assertThat(timeline.isCalm(29, 49)).isFalse();
    assertThat(timeline.isCalm(40, 55)).isFalse();
    assertThat(timeline.isCalm(60, 1_000)).isTrue();
  }
}

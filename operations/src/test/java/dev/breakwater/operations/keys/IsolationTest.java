package dev.breakwater.operations.keys;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class IsolationTest {
  private static final Instant SEEN = Instant.parse("2030-01-01T00:00:00Z");
  private Instant lastSeen = SEEN;
  private Duration longest = Duration.ofHours(1);
  private final Isolation isolation = new Isolation(() -> lastSeen, () -> longest);

  private boolean isCutOff(Duration later) {
    return isolation.since(SEEN.plus(later).toEpochMilli()).isPresent();
  }

  @Test
  void keysAreBelievedForAsLongAsIsSaidAndNotLonger() {
    assertThat(isCutOff(Duration.ZERO)).isFalse();
    assertThat(isCutOff(Duration.ofHours(1))).isFalse();
    assertThat(isCutOff(Duration.ofHours(1).plusMillis(1))).isTrue();
    assertThat(isolation.since(SEEN.plus(Duration.ofDays(2)).toEpochMilli())).contains(SEEN);
  }

  @Test
  void aDatabaseThatAnswersAgainAndALongerTimeBothEndIt() {
    lastSeen = SEEN.plus(Duration.ofHours(2));
    assertThat(isCutOff(Duration.ofHours(3))).isFalse();
    assertThat(isCutOff(Duration.ofHours(4))).isTrue();
    longest = Duration.ofHours(5);
    assertThat(isCutOff(Duration.ofHours(4))).isFalse();
  }
}

package dev.breakwater.gateway.choice;

import java.time.Duration;
import java.util.Optional;

/**
 * How fast a target has been.
 *
 * @param firstTokenNanos the usual time of its streams to their first token lately, or {@link
 *     #UNKNOWN}
 * @param answerNanos what its answers took on average, or {@link #UNKNOWN}
 */
public record Speed(long firstTokenNanos, long answerNanos) {
  public static final long UNKNOWN = -1;

  public static Speed of(Optional<Duration> firstToken, Optional<Duration> answer) {
    return new Speed(nanos(firstToken), nanos(answer));
  }

  boolean isKnown() {
    return firstTokenNanos != UNKNOWN || answerNanos != UNKNOWN;
  }

  private static long nanos(Optional<Duration> time) {
    return time.map(Duration::toNanos).orElse(UNKNOWN);
  }
}

package dev.breakwater.operations.health;

import java.time.Duration;

/**
 * How often providers are checked, and what it takes to change one's mind about them.
 *
 * @param interval between two checks of a provider; zero switches the checks in the background off
 * @param unhealthyAfter so many failed checks in a row make a provider unhealthy; at least 1
 * @param healthyAfter so many good ones in a row make it healthy again; at least 1
 */
public record HealthSettings(Duration interval, int unhealthyAfter, int healthyAfter) {
  public static final HealthSettings DEFAULT = new HealthSettings(Duration.ofSeconds(60), 3, 2);

  private static final Duration CONFIRMATION = Duration.ofSeconds(5);

  public HealthSettings {
    if (interval.isNegative() || unhealthyAfter < 1 || healthyAfter < 1) {
      throw new IllegalArgumentException(
          interval + ", " + unhealthyAfter + ", " + healthyAfter + ": out of range");
    }
  }

  /** Whether providers are checked without being asked to. */
  public boolean inBackground() {
    return !interval.isZero();
  }

  /** How long after the first good check of an ill provider the second one follows. */
  Duration confirmation() {
    Duration half = interval.dividedBy(2);
    return inBackground() && half.compareTo(CONFIRMATION) < 0 ? half : CONFIRMATION;
  }

  /**
   * The longest time from one check's beginning to the next one's. While a provider is ill it is
   * shorter by the confirmation and some time for the answers, so that it serves again within one
   * interval of its recovery.
   */
  Duration longestWait(boolean ill) {
    return ill ? interval.minus(confirmation().multipliedBy(6).dividedBy(5)) : interval;
  }
}

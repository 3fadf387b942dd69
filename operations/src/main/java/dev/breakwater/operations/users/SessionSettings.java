package dev.breakwater.operations.users;

import java.time.Duration;

/**
 * How long sign-ins hold.
 *
 * @param idle without a call
 * @param lifetime in all
 */
public record SessionSettings(Duration idle, Duration lifetime) {
  public static final SessionSettings DEFAULT =
      new SessionSettings(Duration.ofHours(12), Duration.ofDays(7));
}

package dev.breakwater.gateway.settings;

import java.time.Duration;

/**
 * How long a request waits for what.
 *
 * @param connect until a connection stands
 * @param firstByte of a stream: until its first content (headers, comments and role-only events are
 *     none)
 * @param idle of a stream: between two events after the first content
 * @param attempt of a whole answer: one call
 * @param total the request with all its retries and fallbacks
 */
public record Timeouts(
    Duration connect, Duration firstByte, Duration idle, Duration attempt, Duration total) {
  public static final Timeouts DEFAULT =
      new Timeouts(
          Duration.ofSeconds(3),
          Duration.ofSeconds(15),
          Duration.ofSeconds(15),
          Duration.ofSeconds(120),
          Duration.ofSeconds(600));
}

package dev.breakwater.gateway.settings;

import java.time.Duration;

/**
 * How often one target is asked again.
 *
 * @param maxRetries 0 to 20: repeats on one target after its first call
 * @param retryDelay 0 to 60 s: the base of the exponential back-off
 * @param retryAfterWait 0 to 1 h: a failed answer that asks for no more than this is waited out
 */
public record Retries(int maxRetries, Duration retryDelay, Duration retryAfterWait) {
  public static final Retries DEFAULT =
      new Retries(3, Duration.ofSeconds(1), Duration.ofSeconds(5));
}

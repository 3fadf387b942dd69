package dev.breakwater.gateway.settings;

import java.time.Duration;

/**
 * How a chain or route tries its targets.
 *
 * @param maxRetries 0 to 20: repeats on one target after its first call
 * @param retryDelay 0 to 60 s: the base of the exponential back-off
 * @param circuitBreakerThreshold 1 to 1,000 consecutive failures
 * @param circuitBreakerResetTime 1 ms to 1 h: how long an open circuit waits for its probe
 * @param retryAfterWait a throttled answer that asks for no more than this is waited out
 * @param onContentPolicy whether another target may be asked when one declines the content
 */
public record AttemptSettings(
    int maxRetries,
    Duration retryDelay,
    int circuitBreakerThreshold,
    Duration circuitBreakerResetTime,
    Timeouts timeouts,
    Duration retryAfterWait,
    OnContentPolicy onContentPolicy) {

  /** What happens when a provider declines the content. */
  public enum OnContentPolicy {
    FAIL,
    FALLBACK
  }

  public static final AttemptSettings DEFAULT =
      new AttemptSettings(
          3,
          Duration.ofSeconds(1),
          5,
          Duration.ofSeconds(60),
          Timeouts.DEFAULT,
          Duration.ofSeconds(5),
          OnContentPolicy.FAIL);
}

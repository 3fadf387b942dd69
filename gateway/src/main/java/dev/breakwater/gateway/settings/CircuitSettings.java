package dev.breakwater.gateway.settings;

import java.time.Duration;

/**
 * When a target's circuit opens and for how long; chains that share a target may differ.
 *
 * @param threshold 1 to 1,000 consecutive failures
 * @param resetTime 1 ms to 1 h: how long an open circuit waits for its first probe
 */
public record CircuitSettings(int threshold, Duration resetTime) {
  public static final CircuitSettings DEFAULT = new CircuitSettings(5, Duration.ofSeconds(60));
}

package dev.breakwater.gateway.attempt;

import dev.breakwater.gateway.settings.CircuitSettings;
import java.util.Optional;

/**
 * No call passes until the time of the probe.
 *
 * @param failedProbes how often in a row a probe has failed; each doubles the wait
 */
record Open(long since, long probeTime, int failedProbes) implements CircuitState {
  /** The reset time doubles with each failed probe, but never beyond this many times itself. */
  private static final int MOST_TIMES = 10;

  static Open after(int failedProbes, CircuitSettings limits, long now) {
    long times = Math.min(MOST_TIMES, 1L << Math.min(failedProbes, 4));
    return new Open(now, now + limits.resetTime().toNanos() * times, failedProbes);
  }

  @Override
  public Optional<Permit> ask(CircuitBreaker breaker, CircuitSettings limits, long now) {
    return now - probeTime >= 0
        ? Optional.of(breaker.probe(new HalfOpen(this, false), limits))
        : Optional.empty();
  }

  @Override
  public CircuitBreaker.Status status() {
    return CircuitBreaker.Status.OPEN;
  }

  @Override
  public long probeAt(long now) {
    return probeTime;
  }
}

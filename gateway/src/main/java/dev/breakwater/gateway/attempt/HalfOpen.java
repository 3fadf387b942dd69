package dev.breakwater.gateway.attempt;

import dev.breakwater.gateway.settings.CircuitSettings;
import java.util.Optional;

/** One probe is under way; nobody else passes until it is back. */
final class HalfOpen implements CircuitState {
  private final Open before;
  private final boolean early;

  /**
   * @param early the probe did not wait for its time, so that its failure says nothing new
   */
  HalfOpen(Open before, boolean early) {
    this.before = before;
    this.early = early;
  }

  @Override
  public Optional<Permit> ask(CircuitBreaker breaker, CircuitSettings limits, long now) {
    return Optional.empty();
  }

  @Override
  public CircuitBreaker.Status status() {
    return CircuitBreaker.Status.HALF_OPEN;
  }

  @Override
  public long probeAt(long now) {
    return now - before.probeTime() > 0 ? now : before.probeTime();
  }

  Open before() {
    return before;
  }

  Open afterFailure(CircuitSettings limits, long now) {
    return early
        ? new Open(now, probeAt(now), before.failedProbes())
        : Open.after(before.failedProbes() + 1, limits, now);
  }
}

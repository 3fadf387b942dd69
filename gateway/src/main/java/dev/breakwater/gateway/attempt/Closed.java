package dev.breakwater.gateway.attempt;

import dev.breakwater.gateway.settings.CircuitSettings;
import java.util.Optional;

/** Calls pass; enough failures open the circuit. */
final class Closed implements CircuitState {
  /** Below so many calls a share of failures says nothing. */
  private static final int LEAST_CALLS = 20;

  private final SlidingWindow window = new SlidingWindow();
  private int consecutiveFailures;

  @Override
  public Optional<Permit> ask(CircuitBreaker breaker, CircuitSettings limits, long now) {
    return Optional.of(breaker.permit(this, limits));
  }

  @Override
  public CircuitBreaker.Status status() {
    return CircuitBreaker.Status.CLOSED;
  }

  @Override
  public long probeAt(long now) {
    return now;
  }

  void succeeded() {
    consecutiveFailures = 0;
    window.add(true);
  }

  /** Whether the circuit is to open. */
  boolean failed(CircuitSettings limits) {
    consecutiveFailures++;
    window.add(false);
    return consecutiveFailures >= limits.threshold()
        || (window.size() >= LEAST_CALLS && window.failures() * 2 >= window.size());
  }
}

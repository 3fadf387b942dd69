package dev.breakwater.gateway.attempt;

import dev.breakwater.gateway.settings.CircuitSettings;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;

/** Calls pass; enough failures open the circuit. After a probe has closed it, traffic ramps up. */
final class Closed implements CircuitState {
  /** Below so many calls a share of failures says nothing. */
  private static final int LEAST_CALLS = 20;

  /** A target that has just healed takes all of its traffic again after so long. */
  static final long RAMP_NANOS = TimeUnit.SECONDS.toNanos(10);

  /** What it takes at once. */
  private static final double FIRST_SHARE = 0.1;

  private final SlidingWindow window = new SlidingWindow();
  private final long rampedAt;
  private boolean ramping;
  private int consecutiveFailures;

  private Closed(boolean ramping, long rampedAt) {
    this.ramping = ramping;
    this.rampedAt = rampedAt;
  }

  /** Takes all traffic from the start. */
  static Closed fully() {
    return new Closed(false, 0);
  }

  /** Takes a growing share of its traffic. */
  static Closed healed(long now) {
    return new Closed(true, now + RAMP_NANOS);
  }

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

  /** Whether the target takes this request too, by a draw while it ramps up. */
  boolean admits(long now, RandomGenerator random) {
    if (!ramping) {
      return true;
    }
    long left = rampedAt - now;
    if (left <= 0) {
      ramping = false;
      return true;
    }
    double grown = 1 - (double) left / RAMP_NANOS;
    return random.nextDouble() < FIRST_SHARE + (1 - FIRST_SHARE) * grown;
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

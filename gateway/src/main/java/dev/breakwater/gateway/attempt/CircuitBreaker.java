package dev.breakwater.gateway.attempt;

import dev.breakwater.gateway.concurrent.Timekeeper;
import dev.breakwater.gateway.settings.CircuitSettings;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.random.RandomGenerator;

/**
 * Keeps calls away from a target that fails, and lets one through from time to time to see whether
 * it is well again.
 *
 * <p>Opens after a number of consecutive failures or, at 20 calls or more among the last 100, when
 * half of them failed. After the reset time, doubled with each failed probe up to ten times, one
 * probe passes; its success closes the circuit, and traffic ramps up over ten seconds. A permit
 * counts only for the state that gave it out: what began before the circuit opened neither closes
 * nor re-opens it.
 */
public final class CircuitBreaker {
  /** As the admin API spells it, in lower case. */
  public enum Status {
    CLOSED,
    OPEN,
    HALF_OPEN
  }

  /** When nothing else is left, an open circuit is probed early, but not more often than this. */
  private static final long EARLY_PROBE_INTERVAL = TimeUnit.SECONDS.toNanos(1);

  private final Timekeeper time;
  private final ReentrantLock lock = new ReentrantLock();
  private CircuitState state = Closed.fully();
  private long opened;

  public CircuitBreaker(Timekeeper time) {
    this.time = time;
  }

  /** Leave to call the target now; empty while the circuit is open or its probe is under way. */
  public Optional<Permit> ask(CircuitSettings limits) {
    lock.lock();
    try {
      return state.ask(this, limits, time.nanos());
    } finally {
      lock.unlock();
    }
  }

  /**
   * Leave to probe before the time, for when every target's circuit is open: at most once a second,
   * and never beside another probe.
   */
  public Optional<Permit> askEarly(CircuitSettings limits) {
    lock.lock();
    try {
      if (state instanceof Open open
          && time.nanos() - open.probeTime() < 0
          && time.nanos() - open.since() >= EARLY_PROBE_INTERVAL) {
        return Optional.of(probe(new HalfOpen(open, true), limits));
      }
      return state.ask(this, limits, time.nanos());
    } finally {
      lock.unlock();
    }
  }

  public Status status() {
    lock.lock();
    try {
      return state.status();
    } finally {
      lock.unlock();
    }
  }

  /** How long until a call may pass; zero while the circuit is closed. */
  public Duration untilProbe() {
    lock.lock();
    try {
      long now = time.nanos();
      return Duration.ofNanos(Math.max(0, state.probeAt(now) - now));
    } finally {
      lock.unlock();
    }
  }

  /** Lets the probe of an open circuit pass from now on; a closed one stays as it is. */
  void bringProbeForward() {
    lock.lock();
    try {
      if (state instanceof Open open) {
        state = new Open(open.since(), Math.min(open.probeTime(), time.nanos()), 0);
      }
    } finally {
      lock.unlock();
    }
  }

  /** Opens a closed circuit, for who knows otherwise than by calls that its target is ill. */
  void trip(CircuitSettings limits) {
    lock.lock();
    try {
      if (state instanceof Closed) {
        open(limits);
      }
    } finally {
      lock.unlock();
    }
  }

  /** Closes the circuit and forgets every failure. */
  public void reset() {
    lock.lock();
    try {
      state = Closed.fully();
    } finally {
      lock.unlock();
    }
  }

  /** Whether a target that ramps up takes this request too; drawn, and only then. */
  boolean admits(RandomGenerator random) {
    lock.lock();
    try {
      return !(state instanceof Closed closed) || closed.admits(time.nanos(), random);
    } finally {
      lock.unlock();
    }
  }

  /** How often it went from closed to open. */
  long opened() {
    lock.lock();
    try {
      return opened;
    } finally {
      lock.unlock();
    }
  }

  private void open(CircuitSettings limits) {
    state = Open.after(0, limits, time.nanos());
    opened++;
  }

  Permit permit(Closed closed, CircuitSettings limits) {
    return new ClosedPermit(closed, limits);
  }

  Permit probe(HalfOpen halfOpen, CircuitSettings limits) {
    state = halfOpen;
    return new ProbePermit(halfOpen, limits);
  }

  private final class ClosedPermit implements Permit {
    private final Closed given;
    private final CircuitSettings limits;

    ClosedPermit(Closed given, CircuitSettings limits) {
      this.given = given;
      this.limits = limits;
    }

    @Override
    public boolean isProbe() {
      return false;
    }

    @Override
    public void succeeded() {
      lock.lock();
      try {
        if (state == given) {
          given.succeeded();
        }
      } finally {
        lock.unlock();
      }
    }

    @Override
    public boolean failed() {
      lock.lock();
      try {
        if (state == given && given.failed(limits)) {
          open(limits);
        }
        return state.status() != Status.CLOSED;
      } finally {
        lock.unlock();
      }
    }

    @Override
    public void released() {}
  }

  private final class ProbePermit implements Permit {
    private final HalfOpen given;
    private final CircuitSettings limits;

    ProbePermit(HalfOpen given, CircuitSettings limits) {
      this.given = given;
      this.limits = limits;
    }

    @Override
    public boolean isProbe() {
      return true;
    }

    @Override
    public void succeeded() {
      hand(Closed.healed(time.nanos()));
    }

    @Override
    public boolean failed() {
      return hand(given.afterFailure(limits, time.nanos())) != Status.CLOSED;
    }

    @Override
    public void released() {
      hand(given.before());
    }

    private Status hand(CircuitState next) {
      lock.lock();
      try {
        if (state == given) {
          state = next;
        }
        return state.status();
      } finally {
        lock.unlock();
      }
    }
  }
}

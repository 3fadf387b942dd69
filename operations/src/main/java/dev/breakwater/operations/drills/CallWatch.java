package dev.breakwater.operations.drills;

import dev.breakwater.gateway.attempt.TargetHealths;
import dev.breakwater.gateway.concurrent.Waiter;
import dev.breakwater.gateway.provider.Call;
import dev.breakwater.gateway.provider.Fault;
import dev.breakwater.gateway.provider.Outcome;
import dev.breakwater.gateway.settings.Target;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * Sees every call at its upstream's door: none passes an open circuit, one at most probes a
 * half-open one, and none comes while its target is throttled but from whoever was told so last.
 */
final class CallWatch {
  /** A throttled target that names no time is passed by for this long. */
  private static final Duration UNNAMED = Duration.ofSeconds(1);

  private final TargetHealths healths;
  private final Violations violations;
  private final Map<Target, Door> doors = new HashMap<>();
  private long probes;
  private long throttled;

  CallWatch(TargetHealths healths, Violations violations) {
    this.healths = healths;
    this.violations = violations;
  }

  private static final class Door {
    int probing;
    long throttledUntil = Long.MIN_VALUE;
    final Set<Waiter> told = new HashSet<>();
  }

  long probes() {
    return probes;
  }

  /** How often a target told somebody to come back later. */
  long throttled() {
    return throttled;
  }

  /**
   * A call reaches its upstream.
   *
   * @return whether it is a probe, for {@link #leaves}
   */
  boolean enters(Call call) {
    Door door = doors.computeIfAbsent(call.target(), unseen -> new Door());
    long now = call.waiter().time().nanos();
    if (now < door.throttledUntil && !door.told.contains(call.waiter())) {
      violations.add(
          "%s was called %d ms before its Retry-After by a request that should pass it by"
              .formatted(call.target(), (door.throttledUntil - now) / 1_000_000));
    }
    return switch (healths.of(call.target()).figures().circuit()) {
      case CLOSED -> false;
      case OPEN -> {
        violations.add(call.target() + " was called through an open circuit");
        yield false;
      }
      case HALF_OPEN -> {
        probes++;
        if (++door.probing > 1) {
          violations.add(call.target() + " had " + door.probing + " probes at once");
        }
        yield true;
      }
    };
  }

  /** A call comes back from its upstream. */
  void leaves(Call call, Outcome outcome, boolean probe) {
    Door door = doors.computeIfAbsent(call.target(), unseen -> new Door());
    if (probe) {
      door.probing--;
    }
    if (outcome instanceof Outcome.Failed failed && failed.fault() instanceof Fault.Throttled it) {
      throttled++;
      long until = call.waiter().time().nanos() + it.retryAfter().orElse(UNNAMED).toNanos();
      if (until > door.throttledUntil) {
        door.throttledUntil = until;
        door.told.clear();
      }
      if (until == door.throttledUntil) {
        door.told.add(call.waiter());
      }
    }
  }
}

package dev.breakwater.operations.drills;

import dev.breakwater.gateway.attempt.CircuitBreaker;
import dev.breakwater.gateway.attempt.TargetHealths;
import dev.breakwater.gateway.provider.Outcome;
import dev.breakwater.gateway.settings.Target;
import dev.breakwater.gateway.simulation.SimulatedRequest;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * Sees that a circuit closes within its time once its target is well: after the longest wait for a
 * probe, the first request that begins with the target probes it, and closes it.
 */
final class HealingWatch {
  /** No answer of a provider that is well takes longer. */
  private static final long LONGEST_ANSWER = Duration.ofSeconds(20).toNanos();

  private final TargetHealths healths;
  private final Violations violations;
  private final long waitNanos;
  private final Map<Target, Long> chances = new HashMap<>();
  private final Set<Target> closedSince = new HashSet<>();
  private long healed;

  /**
   * @param wait the longest time after which a target that has become well is probed
   */
  HealingWatch(TargetHealths healths, Violations violations, Duration wait) {
    this.healths = healths;
    this.violations = violations;
    this.waitNanos = wait.toNanos();
  }

  /** How often a target was seen to be used again after some trouble. */
  long healed() {
    return healed;
  }

  /** A request arrives that is to begin with a target. */
  void arrives(Target target, SimulatedProvider provider, long now) {
    if (!provider.wasCalm(now - waitNanos, now)) {
      chances.remove(target);
      closedSince.remove(target);
      return;
    }
    if (closedSince.contains(target)) {
      return; // nothing has gone wrong since, so that it cannot have opened
    }
    Long known = chances.get(target);
    long since = known != null && provider.wasCalm(known, now) ? known : now;
    chances.put(target, since);
    if (healths.of(target).figures().circuit() == CircuitBreaker.Status.CLOSED) {
      healed++;
      closedSince.add(target);
    } else if (now - since > LONGEST_ANSWER) {
      violations.add(
          "%s is well, and its circuit has not closed %d s after its probe was due"
              .formatted(target, (now - since) / 1_000_000_000));
      chances.remove(target);
    }
  }

  /** A request that arrived as its first target's chance may have said nothing about it. */
  void ended(SimulatedRequest request) {
    if (!request.calls().isEmpty()) {
      Outcome first = request.calls().getFirst().outcome();
      if (first instanceof Outcome.Refused || first instanceof Outcome.Abandoned) {
        chances.remove(request.calls().getFirst().call().target());
      }
    }
  }
}

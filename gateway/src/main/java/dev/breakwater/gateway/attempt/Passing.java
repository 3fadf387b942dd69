package dev.breakwater.gateway.attempt;

import dev.breakwater.gateway.route.Candidate;
import dev.breakwater.gateway.route.RoutePlan;
import java.time.Duration;
import java.util.Optional;
import java.util.random.RandomGenerator;

/**
 * Why a target is passed by, in one-line questions. Their order is that of what keeps longest: a
 * reason that only spares a target (it is ramping up, its peers do better) counts only while
 * another one is left.
 */
final class Passing {
  private final TargetHealths healths;
  private final RoutePlan plan;
  private final Refusals refusals;
  private final RandomGenerator random;

  Passing(TargetHealths healths, RoutePlan plan, Refusals refusals, RandomGenerator random) {
    this.healths = healths;
    this.plan = plan;
    this.refusals = refusals;
    this.random = random;
  }

  /**
   * A reason not to call a target.
   *
   * @param until how long it holds; zero where time is not the reason
   */
  record Reason(Decision.Skip skip, Duration until) {
    private static Optional<Reason> of(Decision.Skip skip) {
      return Optional.of(new Reason(skip, Duration.ZERO));
    }
  }

  /** Why the target may not be called by this request at all; its circuit is not asked. */
  Optional<Reason> barred(Candidate candidate) {
    Optional<Decision.Skip> foretold = refusals.foretell(candidate);
    if (foretold.isPresent()) {
      return Reason.of(foretold.get());
    }
    TargetHealth health = healths.of(candidate.target());
    Optional<TargetHealth.Aside> aside = health.aside();
    if (aside.isPresent()) {
      return Optional.of(new Reason(skip(aside.get().reason()), health.untilCall()));
    }
    return Optional.empty();
  }

  /** Why the target is spared for now although it could be called. */
  Optional<Reason> spared(Candidate candidate) {
    TargetHealth health = healths.of(candidate.target());
    if (!health.circuit().admits(random) && anotherIsUsable(candidate)) {
      return Reason.of(Decision.Skip.RAMPING);
    }
    Optional<Duration> ejected = health.outlier();
    return ejected.isPresent() && anotherIsUsable(candidate)
        ? Optional.of(new Reason(Decision.Skip.OUTLIER, ejected.get()))
        : Optional.empty();
  }

  /** Why the target's circuit lets nothing pass now. */
  Optional<Reason> shut(Candidate candidate) {
    CircuitBreaker circuit = healths.of(candidate.target()).circuit();
    return switch (circuit.status()) {
      case CLOSED -> Optional.empty();
      case OPEN ->
          circuit.untilProbe().isZero() ? Optional.empty() : Optional.of(refusedBy(circuit));
      case HALF_OPEN -> Optional.of(refusedBy(circuit));
    };
  }

  /** Why the circuit gave no permit. */
  Reason refusedBy(CircuitBreaker circuit) {
    Decision.Skip skip =
        switch (circuit.status()) {
          case CLOSED, OPEN -> Decision.Skip.CIRCUIT_OPEN;
          case HALF_OPEN -> Decision.Skip.PROBE_UNDER_WAY;
        };
    return new Reason(skip, circuit.untilProbe());
  }

  private boolean anotherIsUsable(Candidate candidate) {
    for (Candidate other : plan.candidates()) {
      if (!other.equals(candidate) && isUsable(other)) {
        return true;
      }
    }
    return false;
  }

  private boolean isUsable(Candidate candidate) {
    TargetHealth health = healths.of(candidate.target());
    return health.circuit().status() == CircuitBreaker.Status.CLOSED
        && health.aside().isEmpty()
        && refusals.foretell(candidate).isEmpty();
  }

  private static Decision.Skip skip(TargetHealth.Reason reason) {
    return switch (reason) {
      case THROTTLED -> Decision.Skip.THROTTLED;
      case CREDENTIAL -> Decision.Skip.CREDENTIAL;
      case UNKNOWN_MODEL -> Decision.Skip.UNKNOWN_MODEL;
    };
  }
}

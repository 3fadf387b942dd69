package dev.breakwater.operations.drills;

import dev.breakwater.gateway.settings.CircuitSettings;
import dev.breakwater.gateway.settings.Target;
import dev.breakwater.gateway.simulation.AttemptWorld;
import java.time.Duration;
import java.util.random.RandomGenerator;

/**
 * The background checks of a target as far as its circuit hears of them: with the intervals and
 * thresholds that a configuration has by default.
 */
final class SimulatedChecks {
  /** Between two checks, give or take a tenth. */
  static final Duration INTERVAL = Duration.ofSeconds(60);

  /** The longest time between two checks. */
  static final Duration LONGEST = INTERVAL.multipliedBy(11).dividedBy(10);

  private static final int UNHEALTHY_AFTER = 3;

  private final AttemptWorld world;
  private final Target target;
  private final SimulatedProvider provider;
  private final CircuitSettings limits;
  private final RandomGenerator random;
  private final long untilNanos;
  private int failures;

  private SimulatedChecks(
      AttemptWorld world,
      Target target,
      SimulatedProvider provider,
      CircuitSettings limits,
      long untilNanos) {
    this.world = world;
    this.target = target;
    this.provider = provider;
    this.limits = limits;
    this.random = world.scheduler().random();
    this.untilNanos = untilNanos;
  }

  /** Checks a target from now on until a time. */
  static void start(
      AttemptWorld world,
      Target target,
      SimulatedProvider provider,
      CircuitSettings limits,
      long untilNanos) {
    SimulatedChecks checks = new SimulatedChecks(world, target, provider, limits, untilNanos);
    world.in(Duration.ofNanos(checks.random.nextLong(INTERVAL.toNanos())), checks::check);
  }

  private void check() {
    long now = world.scheduler().nanos();
    if (provider.isFoundWell(now)) {
      failures = 0;
      world.healths().healed(target);
    } else if (++failures == UNHEALTHY_AFTER) {
      world.healths().markUnhealthy(target, limits);
    }
    long next = INTERVAL.toNanos() / 10 * 9 + random.nextLong(INTERVAL.toNanos() / 5);
    if (now + next < untilNanos) {
      world.in(Duration.ofNanos(next), this::check);
    }
  }
}

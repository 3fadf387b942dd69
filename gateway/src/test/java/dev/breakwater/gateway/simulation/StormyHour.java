package dev.breakwater.gateway.simulation;

import dev.breakwater.gateway.attempt.CircuitBreaker;
import dev.breakwater.gateway.attempt.TargetHealth;
import dev.breakwater.gateway.concurrent.Waiter;
import dev.breakwater.gateway.concurrent.Why;
import dev.breakwater.gateway.provider.AnswerSink;
import dev.breakwater.gateway.provider.Call;
import dev.breakwater.gateway.provider.Fault;
import dev.breakwater.gateway.provider.Outcome;
import dev.breakwater.gateway.route.Candidate;
import dev.breakwater.gateway.route.RoutePlan;
import dev.breakwater.gateway.settings.Answering;
import dev.breakwater.gateway.settings.AttemptSettings;
import dev.breakwater.gateway.settings.Choice;
import dev.breakwater.gateway.settings.CircuitSettings;
import dev.breakwater.gateway.settings.Retries;
import dev.breakwater.gateway.settings.Target;
import dev.breakwater.gateway.settings.Timeouts;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.random.RandomGenerator;

/**
 * An hour of requests through chains over a few targets in changing weather, all drawn from a seed.
 * The weather ends after half an hour at the latest.
 */
final class StormyHour {
  private static final Duration HOUR = Duration.ofHours(1);
  private static final Duration STORM = Duration.ofMinutes(30);

  /** A call takes no longer than this, so that after so long a calm no old call is left. */
  static final Duration LONGEST_CALL = Duration.ofSeconds(16);

  /** A failed credential is set aside for a minute; nothing lasts longer in calm weather. */
  static final Duration LONGEST_ASIDE = Duration.ofMinutes(1);

  /** A request and what was known when it arrived. */
  record Arrival(SimulatedRequest request, Set<Target> available, boolean leaves) {}

  private final AttemptWorld world;
  private final RandomGenerator random;
  private final Map<Target, Weather> weather = new LinkedHashMap<>();
  private final Map<Weather.Spell, Integer> struck = Weather.nothingStruck();
  private final List<Arrival> arrivals = new ArrayList<>();
  private final List<RoutePlan> plans = new ArrayList<>();
  private final AttemptSettings settings;
  private final Map<Target, Integer> probing = new HashMap<>();
  private final Map<Target, Long> awayUntil = new HashMap<>();
  private final Map<Target, Integer> failuresInARow = new HashMap<>();
  private final Map<Target, Integer> underWay = new HashMap<>();
  private final Map<Target, Integer> mostAtOnce = new HashMap<>();
  private final Map<Target, List<Long>> probeFailed = new HashMap<>();
  private final List<String> violations = new ArrayList<>();
  private final List<SimulatedRequest> afterTheStorm = new ArrayList<>();
  private long healedNanos;
  private int probes;

  StormyHour(long seed) {
    world = new AttemptWorld(seed, this::take);
    random = world.scheduler().random();
    settings = drawSettings();
    healedNanos = world.scheduler().nanos() + STORM.toNanos();
    int targets = random.nextInt(1, 5);
    for (int number = 0; number < targets; number++) {
      // Two targets of one provider share its credential.
      Target target = new Target("provider-" + (number == 3 ? 0 : number), "model-" + number);
      weather.put(target, new Weather(random, world.scheduler().nanos(), healedNanos, struck));
    }
    drawPlans();
    int requests = random.nextInt(16) == 0 ? 2_000 : random.nextInt(100, 400);
    for (int number = 0; number < requests; number++) {
      world.in(Duration.ofNanos(random.nextLong(HOUR.toNanos())), this::arrive);
    }
    int herd = random.nextInt(40);
    Duration herdAt = Duration.ofNanos(random.nextLong(STORM.toNanos()));
    for (int number = 0; number < herd; number++) {
      world.in(herdAt, this::arrive);
    }
  }

  private AttemptSettings drawSettings() {
    return new AttemptSettings(
        new Retries(
            random.nextInt(5),
            Duration.ofMillis(random.nextLong(50, 3_000)),
            Duration.ofMillis(random.nextLong(10_000))),
        new CircuitSettings(
            random.nextInt(4) == 0 ? 1_000 : random.nextInt(1, 8),
            Duration.ofMillis(random.nextLong(500, 90_000))),
        new Timeouts(
            Timeouts.DEFAULT.connect(),
            Timeouts.DEFAULT.firstByte(),
            Timeouts.DEFAULT.idle(),
            Timeouts.DEFAULT.attempt(),
            Duration.ofSeconds(random.nextBoolean() ? 600 : random.nextLong(5, 60))),
        Answering.DEFAULT,
        Choice.DEFAULT);
  }

  /** Chains in different orders over the same targets. */
  private void drawPlans() {
    List<Target> targets = new ArrayList<>(weather.keySet());
    for (int number = 0; number < 3; number++) {
      Collections.rotate(targets, random.nextInt(targets.size()));
      List<Target> some = targets.subList(0, random.nextInt(targets.size()) + 1);
      plans.add(plan(some));
    }
  }

  private RoutePlan plan(List<Target> targets) {
    return new RoutePlan(
        "auto", targets.stream().map(target -> Plans.candidate(target, 0)).toList(), settings);
  }

  private void arrive() {
    RoutePlan plan = plans.get(random.nextInt(plans.size()));
    Set<Target> available = new HashSet<>();
    for (Candidate candidate : plan.candidates()) {
      if (isAvailable(candidate.target())) {
        available.add(candidate.target());
      }
    }
    boolean leaves = random.nextInt(10) == 0;
    SimulatedRequest request = world.request(plan);
    arrivals.add(new Arrival(request, available, leaves));
    if (leaves) {
      world.leaveIn(Duration.ofMillis(random.nextLong(20_000)), request, Why.CLIENT_LEFT);
    }
  }

  /** Well, known to be well, and no trouble still under way. */
  private boolean isAvailable(Target target) {
    long now = world.scheduler().nanos();
    TargetHealth.Figures figures = world.healths().of(target).figures();
    return figures.circuit() == CircuitBreaker.Status.CLOSED
        && figures.aside().isEmpty()
        && wasCalm(target, now - LONGEST_CALL.toNanos(), now);
  }

  private Outcome take(Call call, Waiter waiter, AnswerSink sink) {
    Target target = call.target();
    TargetHealth health = world.healths().of(target);
    boolean probe =
        switch (health.figures().circuit()) {
          case CLOSED -> false;
          case HALF_OPEN -> true;
          case OPEN -> {
            violations.add(target + " was called through an open circuit");
            yield false;
          }
        };
    if (probe) {
      probes++;
      probesTooSoon(target);
      if (probing.merge(target, 1, Integer::sum) > 1) {
        violations.add(target + " had two probes at once");
      }
    }
    toldToStayAway(target);
    hasFailedTooOften(target, health);
    int atOnce = underWay.merge(target, 1, Integer::sum);
    mostAtOnce.merge(target, atOnce, Math::max);
    try {
      Outcome outcome = weather(target).take(call, waiter, sink);
      if (probe && isFailure(call, outcome)) {
        probeFailed
            .computeIfAbsent(target, unseen -> new ArrayList<>())
            .add(world.scheduler().nanos());
      }
      return remembered(call, outcome);
    } finally {
      underWay.merge(target, -1, Integer::sum);
      if (probe) {
        probing.merge(target, -1, Integer::sum);
      }
    }
  }

  private void toldToStayAway(Target target) {
    long until = awayUntil.getOrDefault(target, Long.MIN_VALUE);
    if (world.scheduler().nanos() < until) {
      violations.add(target + " was called before the time that its provider had named");
    }
  }

  /** Calls that began before the circuit opened do not count for it: hence the room. */
  private void hasFailedTooOften(Target target, TargetHealth health) {
    int failed = failuresInARow.getOrDefault(target, 0);
    int room = 5 + 2 * mostAtOnce.getOrDefault(target, 0);
    if (failed > settings.circuit().threshold() + room
        && health.figures().circuit() == CircuitBreaker.Status.CLOSED) {
      violations.add(target + " was called after " + failed + " failures in a row");
    }
  }

  /**
   * After a failed probe the next waits; an early one may be followed by that which is due, but not
   * by a third within the same time.
   */
  private void probesTooSoon(Target target) {
    long gap = Math.min(Duration.ofSeconds(1).toNanos(), settings.circuit().resetTime().toNanos());
    List<Long> failed = probeFailed.getOrDefault(target, List.of());
    if (failed.size() >= 2 && world.scheduler().nanos() - failed.get(failed.size() - 2) < gap) {
      violations.add(target + " was probed again too soon");
    }
  }

  /** A target whose request ran out of its own time may have failed, or may not. */
  private boolean isFailure(Call call, Outcome outcome) {
    return outcome instanceof Outcome.Broken
        || (outcome instanceof Outcome.Failed failed
            && (failed.fault() instanceof Fault.Transient
                || (failed.fault() instanceof Fault.Silent
                    && !call.deadline().hasPassed(world.scheduler()))));
  }

  private Outcome remembered(Call call, Outcome outcome) {
    Target target = call.target();
    switch (outcome) {
      case Outcome.Answered answered -> failuresInARow.remove(target);
      case Outcome.Broken broken -> failuresInARow.merge(target, 1, Integer::sum);
      case Outcome.Failed failed -> {
        if (failed.fault() instanceof Fault.Throttled throttled) {
          throttled
              .retryAfter()
              .map(wait -> world.scheduler().nanos() + wait.toNanos())
              .ifPresent(until -> awayUntil.merge(target, until, Math::max));
        } else if (isFailure(call, outcome)) {
          failuresInARow.merge(target, 1, Integer::sum);
        }
      }
      case Outcome.Refused refused -> {}
      case Outcome.Abandoned abandoned -> {}
    }
    return outcome;
  }

  private Weather weather(Target target) {
    return Optional.ofNullable(weather.get(target)).orElseThrow();
  }

  /** Lets the hour pass, and then sees whether every target is used again. */
  void run() {
    world.run();
    long bound =
        healedNanos
            + LONGEST_CALL.toNanos()
            + 10 * settings.circuit().resetTime().toNanos()
            + LONGEST_ASIDE.toNanos();
    world.scheduler().runFor(Duration.ofNanos(Math.max(1, bound - world.scheduler().nanos())));
    for (Target target : List.copyOf(weather.keySet())) {
      // The second target keeps the first from being probed before its time.
      Target well = new Target("well", "well");
      weather.put(well, new Weather(random, healedNanos, healedNanos, struck));
      afterTheStorm.add(world.answer(plan(List.of(target, well))));
      weather.remove(well);
    }
  }

  AttemptWorld world() {
    return world;
  }

  AttemptSettings settings() {
    return settings;
  }

  List<Arrival> arrivals() {
    return arrivals;
  }

  /** One request to each target once everything must have recovered, its target first. */
  List<SimulatedRequest> afterTheStorm() {
    return afterTheStorm;
  }

  List<String> violations() {
    return violations;
  }

  Map<Weather.Spell, Integer> struck() {
    return struck;
  }

  int probes() {
    return probes;
  }

  /** Whether nothing kept a target, or its provider's credential, from serving the whole time. */
  boolean wasCalm(Target target, long fromNanos, long untilNanos) {
    return weather.entrySet().stream()
        .filter(entry -> entry.getKey().provider().equals(target.provider()))
        .allMatch(entry -> entry.getValue().isCalm(fromNanos, untilNanos));
  }

  /** How long an upstream told a request to stay away, if it did. */
  static Optional<Duration> retryAfter(Outcome outcome) {
    if (!(outcome instanceof Outcome.Failed failed)) {
      return Optional.empty();
    }
    return switch (failed.fault()) {
      case Fault.Transient once -> once.retryAfter();
      case Fault.Throttled throttled -> throttled.retryAfter();
      case Fault.Silent silent -> Optional.empty();
      case Fault.Forbidden forbidden -> Optional.empty();
      case Fault.Credential credential -> Optional.empty();
      case Fault.UnknownModel unknown -> Optional.empty();
    };
  }
}

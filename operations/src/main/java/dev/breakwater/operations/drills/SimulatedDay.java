package dev.breakwater.operations.drills;

import dev.breakwater.gateway.attempt.CircuitBreaker;
import dev.breakwater.gateway.attempt.Conclusion.End;
import dev.breakwater.gateway.attempt.TargetHealth;
import dev.breakwater.gateway.concurrent.Timekeeper;
import dev.breakwater.gateway.concurrent.Waiter;
import dev.breakwater.gateway.concurrent.Why;
import dev.breakwater.gateway.provider.AnswerSink;
import dev.breakwater.gateway.provider.Call;
import dev.breakwater.gateway.provider.Outcome;
import dev.breakwater.gateway.route.Candidate;
import dev.breakwater.gateway.route.RoutePlan;
import dev.breakwater.gateway.settings.Target;
import dev.breakwater.gateway.simulation.AttemptWorld;
import dev.breakwater.gateway.simulation.SeededScheduler;
import dev.breakwater.gateway.simulation.SimulatedRequest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * A day of requests through chains of providers in bad weather, all of it from one seed. What must
 * hold is checked as it happens; of a request nothing is kept after its end.
 */
final class SimulatedDay {
  /** Of a thousand calls to a provider that is well, those that are declined with good reason. */
  private static final int REFUSING = 8;

  /** Of a hundred clients, those that do not wait for their answer. */
  private static final int LEAVING = 3;

  private final long seed;
  private final AttemptWorld world;
  private final SeededScheduler scheduler;
  private final RandomGenerator random;
  private final DayPlan plan;
  private final Map<String, SimulatedProvider> providers = new HashMap<>();
  private final long[] arrivals;
  private final long startNanos;

  private final Violations violations = new Violations();
  private final CallWatch calls;
  private final HealingWatch healing;
  private final RequestCheck check = new RequestCheck(violations);
  private final RetryBudgets budgets = new RetryBudgets();
  private final CallTally ledger = new CallTally();
  private final Map<String, Long> ends = new TreeMap<>();
  private final Map<SimulatedRequest, Expectation> inFlight = new HashMap<>();
  private int arrived;
  private int mostInFlight;
  private long ended;
  private long certain;

  /**
   * What was known of a request when it arrived.
   *
   * @param available providers of targets that were well and allowed
   * @param leaving when its client leaves; null for one that waits
   */
  private record Expectation(
      List<SimulatedProvider> available, Timekeeper.@Nullable Alarm leaving) {}

  /** To be made on the thread that will call {@link #run}. */
  SimulatedDay(long seed, int requests) {
    this.seed = seed;
    world = new AttemptWorld(seed, this::take, this::ends);
    scheduler = world.scheduler();
    random = scheduler.random();
    startNanos = scheduler.nanos();
    plan = DayPlan.draw(random);
    plan.weather()
        .forEach((name, timeline) ->
            providers.put(name, new SimulatedProvider(timeline, startNanos, random, REFUSING)));
    arrivals = Arrivals.ofDay(random, requests, random.nextInt(6));
    calls = new CallWatch(world.healths(), violations);
    healing = new HealingWatch(world.healths(), violations, plan.healing());
  }

  DayReport run() {
    if (plan.checked()) {
      for (Target target : plan.targets()) {
        SimulatedChecks.start(
            world,
            target,
            provider(target),
            plan.settings().circuit(),
            startNanos + Duration.ofDays(1).toNanos());
      }
    }
    scheduler.at(startNanos + arrivals[0], this::arrive);
    try {
      world.run();
    } catch (AssertionError broken) {
      violations.add(String.valueOf(broken.getMessage()));
    }
    settle();
    return report();
  }

  private void arrive() {
    RoutePlan chain = plan.chains().get(random.nextInt(plan.chains().size()));
    Target first = chain.primary().target();
    healing.arrives(first, provider(first), scheduler.nanos());
    List<SimulatedProvider> available = new ArrayList<>(4);
    for (Candidate candidate : chain.candidates()) {
      if (isAvailable(candidate.target())) {
        available.add(provider(candidate.target()));
      }
    }
    SimulatedRequest request = world.request(chain, random.nextInt(4) > 0);
    Timekeeper.Alarm leaving =
        random.nextInt(100) >= LEAVING
            ? null
            : scheduler.at(
                scheduler.nanos() + random.nextLong(20_000_000_000L),
                () -> request.leave(Why.CLIENT_LEFT));
    inFlight.put(request, new Expectation(available, leaving));
    mostInFlight = Math.max(mostInFlight, inFlight.size());
    // A request has an alarm, and its client one; a target has its check; then the next arrival.
    if (scheduler.pendingAlarms() > 2 * inFlight.size() + plan.targets().size() + 1) {
      violations.add(
          scheduler.pendingAlarms() + " alarms for " + inFlight.size() + " requests in flight");
    }
    if (++arrived < arrivals.length) {
      scheduler.at(startNanos + arrivals[arrived], this::arrive);
    }
  }

  /** Well, and known to be well. */
  private boolean isAvailable(Target target) {
    long now = scheduler.nanos();
    if (!provider(target).wasCalm(now, now)) {
      return false;
    }
    TargetHealth.Figures figures = world.healths().of(target).figures();
    return figures.circuit() == CircuitBreaker.Status.CLOSED && figures.aside().isEmpty();
  }

  private Outcome take(Call call, Waiter waiter, AnswerSink sink) {
    boolean probe = calls.enters(call);
    Outcome outcome = provider(call.target()).take(call, sink);
    calls.leaves(call, outcome, probe);
    return outcome;
  }

  private void ends(SimulatedRequest request) {
    ended++;
    Expectation expectation = Objects.requireNonNull(inFlight.remove(request));
    if (expectation.leaving() != null) {
      expectation.leaving().cancel();
    }
    check.check(request);
    request.calls().forEach(call -> ledger.add(Objects.requireNonNull(call.outcome())));
    budgets.add(request);
    healing.ended(request);
    End end = request.end();
    ends.merge(end.getClass().getSimpleName(), 1L, Long::sum);
    whoCouldBeServedWas(request, end, expectation);
  }

  private void whoCouldBeServedWas(SimulatedRequest request, End end, Expectation expectation) {
    boolean calm =
        expectation.available().stream()
            .anyMatch(it -> it.wasCalm(request.arrivedNanos(), request.concludedNanos()));
    if (!calm) {
      return;
    }
    boolean fits =
        switch (end) {
          case End.Answered answered -> {
            certain++;
            yield true;
          }
          case End.Refused refused -> true; // a provider's good reason is the caller's answer
          case End.Broken broken -> true; // the client had seen part of it
          case End.OutOfTime late -> true; // others had used its time up
          case End.Abandoned abandoned -> expectation.leaving() != null;
          case End.NobodyAnswered nobody -> false;
          case End.Inexpressible unable -> false;
          case End.NotRecordable full -> false;
        };
    if (!fits) {
      violations.add(request.name() + " had a target that was well, and ended as " + end);
    }
  }

  /** Everything is over: the books agree, and nothing is left. */
  private void settle() {
    budgets.check(violations);
    CallTally theirs = new CallTally();
    providers.values().forEach(provider -> theirs.add(provider.tally()));
    require(ledger.toString().equals(theirs.toString()), "ledger " + ledger + "; they " + theirs);
    require(ledger.calls() == world.upstreamCalls(), "calls begun: " + world.upstreamCalls());
    require(ended == arrivals.length, ended + " ends of " + arrivals.length + " requests");
    require(inFlight.isEmpty(), inFlight.size() + " requests left");
    require(scheduler.alive().isEmpty(), scheduler.alive().size() + " threads left");
    require(scheduler.pendingAlarms() == 0, scheduler.pendingAlarms() + " alarms left");
  }

  private void require(boolean holds, String broken) {
    if (!holds) {
      violations.add(broken);
    }
  }

  private DayReport report() {
    Map<Trouble, Long> struck = new EnumMap<>(Trouble.class);
    for (Trouble trouble : Trouble.values()) {
      struck.put(trouble, providers.values().stream().mapToLong(it -> it.struck(trouble)).sum());
    }
    return new DayReport(
        seed,
        arrivals.length,
        ledger.calls(),
        ends,
        struck,
        calls.probes(),
        budgets.repeats(),
        calls.throttled(),
        check.waitedOut(),
        certain,
        healing.healed(),
        mostInFlight,
        scheduler.traceHash(),
        violations.count(),
        violations.first());
  }

  private SimulatedProvider provider(Target target) {
    return Objects.requireNonNull(providers.get(target.provider()));
  }
}

package dev.breakwater.operations.drills;

import dev.breakwater.gateway.attempt.Conclusion.End;
import dev.breakwater.gateway.provider.AnswerSink;
import dev.breakwater.gateway.provider.Call;
import dev.breakwater.gateway.provider.Outcome;
import dev.breakwater.gateway.route.RoutePlan;
import dev.breakwater.gateway.settings.Target;
import dev.breakwater.gateway.simulation.AttemptWorld;
import dev.breakwater.gateway.simulation.Plans;
import dev.breakwater.gateway.simulation.SeededScheduler;
import dev.breakwater.gateway.simulation.SimulatedRequest;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;

/** A month of requests under one policy, while its providers go through their calendar. */
final class SimulatedMonth {
  private static final String MODEL = "model";

  private final Calendar calendar;
  private final Policy policy;
  private final long[] arrivals;
  private final RandomGenerator callers;
  private final AttemptWorld world;
  private final SeededScheduler scheduler;
  private final long startNanos;
  private final List<Target> targets;
  private final RoutePlan plan;
  private final NaiveCaller naive;
  private final Map<String, SimulatedProvider> providers = new HashMap<>();
  private final List<Timeline> timelines;
  private final MonthTally tally;
  private int arrived;

  /**
   * To be made on the thread that will call {@link #run}.
   *
   * @param arrivals nanoseconds since the month's beginning, sorted
   */
  SimulatedMonth(Calendar calendar, Policy policy, long[] arrivals, long seed) {
    this.calendar = calendar;
    this.policy = policy;
    this.arrivals = arrivals;
    callers = new SplittableRandom(seed);
    world = new AttemptWorld(seed, (call, waiter, sink) -> take(call, sink), this::ended);
    scheduler = world.scheduler();
    startNanos = scheduler.nanos();
    targets = policy.providers().stream().map(name -> new Target(name, MODEL)).toList();
    plan = Plans.plan(targets.stream().map(Target::toString).toArray(String[]::new));
    naive = new NaiveCaller(targets, scheduler, this::take);
    timelines = policy.providers().stream().map(calendar::timeline).toList();
    for (String name : policy.providers()) {
      // Nobody is declined here: that would be the caller's answer, not an outage.
      providers.put(
          name, new SimulatedProvider(calendar.timeline(name), startNanos, scheduler.random(), 0));
    }
    tally = new MonthTally(policy, arrivals.length);
  }

  PolicyResult run() {
    if (policy.means() == Policy.Means.BREAKWATER) {
      long end = startNanos + Calendar.MONTH.toNanos();
      for (Target target : targets) {
        SimulatedChecks.start(world, target, provider(target), plan.settings().circuit(), end);
      }
    }
    scheduler.at(startNanos + arrivals[0], this::arrive);
    world.run();
    long calls = providers.values().stream().mapToLong(it -> it.tally().calls()).sum();
    return tally.result(calendar.upShare(policy.providers()), calls);
  }

  private void arrive() {
    boolean stream = callers.nextInt(4) > 0;
    if (policy.means() == Policy.Means.NAIVE) {
      long at = arrivals[arrived];
      scheduler.start("naive-" + arrived, () -> answerNaively(at, stream));
    } else {
      world.request(plan, stream);
    }
    if (++arrived < arrivals.length) {
      scheduler.at(startNanos + arrivals[arrived], this::arrive);
    }
  }

  private void answerNaively(long at, boolean stream) {
    Target by = naive.answer(stream);
    if (by == null) {
      tally.failed(at, isAnyUp(at), "NobodyAnswered");
    } else {
      tally.answered(at, isAnyUp(at), scheduler.nanos() - startNanos - at, by.provider());
    }
  }

  private void ended(SimulatedRequest request) {
    long at = request.arrivedNanos() - startNanos;
    if (request.end() instanceof End.Answered answered) {
      tally.answered(
          at, isAnyUp(at), request.took().toNanos(), answered.call().target().provider());
    } else {
      tally.failed(at, isAnyUp(at), request.end().getClass().getSimpleName());
    }
  }

  private boolean isAnyUp(long at) {
    return timelines.stream().anyMatch(timeline -> timeline.isUp(at));
  }

  private Outcome take(Call call, AnswerSink sink) {
    return provider(call.target()).take(call, sink);
  }

  private SimulatedProvider provider(Target target) {
    return Objects.requireNonNull(providers.get(target.provider()));
  }
}

package dev.breakwater.gateway.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.breakwater.gateway.attempt.CircuitBreaker;
import dev.breakwater.gateway.attempt.Conclusion.End;
import dev.breakwater.gateway.concurrent.Why;
import dev.breakwater.gateway.provider.Fault;
import dev.breakwater.gateway.provider.Outcome;
import dev.breakwater.gateway.settings.Target;
import dev.breakwater.gateway.simulation.SimulatedRequest.Logged;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/**
 * What holds for every request in every storm. A failing seed is run alone with {@code
 * -Dbreakwater.seed=N}; {@code -Dbreakwater.seeds=N} runs more of them.
 */
class AttemptSimulationTest {
  private static final String ONE_SEED = "breakwater.seed";
  private static final int SEEDS = Integer.getInteger("breakwater.seeds", 300);

  private final Map<Weather.Spell, Integer> struck = Weather.nothingStruck();
  private final Map<String, Integer> ends = new TreeMap<>();
  private int probes;
  private int retries;
  private int waitedOut;
  private int certain;

  @Test
  void everySeedKeepsEveryPromise() {
    Long one = Long.getLong(ONE_SEED);
    if (one != null) {
      check(one);
      return;
    }
    for (long seed = 0; seed < SEEDS; seed++) {
      check(seed);
    }
    everythingReallyStruck();
  }

  /** Throws when the seed breaks a promise. */
  void check(long seed) {
    try {
      StormyHour hour = new StormyHour(seed);
      hour.run();
      StormyHour again = new StormyHour(seed);
      again.run();
      assertThat(again.world().scheduler().traceHash())
          .as("the trace of the second run")
          .isEqualTo(hour.world().scheduler().traceHash());
      promises(hour);
    } catch (AssertionError e) {
      throw new AssertionError(
          "seed %d broke a promise; run it alone with -D%s=%d: %s"
              .formatted(seed, ONE_SEED, seed, e.getMessage()),
          e);
    }
  }

  private void promises(StormyHour hour) {
    assertThat(hour.violations()).isEmpty();
    assertThat(hour.world().scheduler().alive()).as("threads left").isEmpty();
    assertThat(hour.world().scheduler().pendingAlarms()).as("alarms left").isZero();
    int ended = 0;
    for (SimulatedRequest request : hour.world().requests()) {
      callsPairUp(request);
      ended += request.calls().size();
      repeatsAreAllowed(hour, request);
      theEndFits(hour, request);
    }
    assertThat(ended).as("calls that ended").isEqualTo(hour.world().upstreamCalls());
    budgetsHold(hour);
    repeatsAreSpread(hour);
    for (StormyHour.Arrival arrival : hour.arrivals()) {
      whoeverCouldBeServedWas(hour, arrival);
    }
    everyTargetIsUsedAgain(hour);
    hour.struck().forEach((spell, calls) -> struck.merge(spell, calls, Integer::sum));
    probes += hour.probes();
  }

  private static void callsPairUp(SimulatedRequest request) {
    assertThat(request.calls()).allMatch(call -> call.outcome() != null);
    assertThat(request.conclusion().attempts()).isEqualTo(request.calls().size());
  }

  private void repeatsAreAllowed(StormyHour hour, SimulatedRequest request) {
    Map<Target, Integer> calls = new HashMap<>();
    Map<Target, Long> notBefore = new HashMap<>();
    for (Logged call : request.calls()) {
      Target target = call.call().target();
      int repeats = calls.merge(target, 1, Integer::sum) - 1;
      assertThat(repeats).isLessThanOrEqualTo(hour.settings().retries().maxRetries());
      retries += repeats > 0 ? 1 : 0;
      Long earliest = notBefore.get(target);
      if (earliest != null) {
        waitedOut++;
        assertThat(call.beganNanos())
            .as(request.name() + " came back to " + target)
            .isGreaterThanOrEqualTo(earliest);
      }
      StormyHour.retryAfter(outcome(call))
          .ifPresent(wait -> notBefore.put(target, call.endedNanos() + wait.toNanos()));
    }
  }

  private void theEndFits(StormyHour hour, SimulatedRequest request) {
    End end = request.end();
    ends.merge(end.getClass().getSimpleName(), 1, Integer::sum);
    switch (end) {
      case End.Answered answered -> assertThat(last(request)).isInstanceOf(Outcome.Answered.class);
      case End.Broken broken -> assertThat(last(request)).isInstanceOf(Outcome.Broken.class);
      case End.Abandoned abandoned -> assertThat(abandoned.why()).isEqualTo(Why.CLIENT_LEFT);
      case End.OutOfTime late ->
          assertThat(request.took())
              .isGreaterThanOrEqualTo(hour.settings().timeouts().total())
              .isLessThan(hour.settings().timeouts().total().plusSeconds(1));
      case End.NobodyAnswered nobody -> {
        assertThat(nobody.retryAfter()).isGreaterThanOrEqualTo(Duration.ofSeconds(1));
        if (request.calls().isEmpty()) {
          assertThat(request.took()).isLessThan(Duration.ofSeconds(1));
        }
      }
      case End.Refused refused -> throw new AssertionError("nobody refuses here: " + refused);
      case End.Inexpressible unable ->
          throw new AssertionError("everybody has words for everything here: " + unable);
      case End.NotRecordable full -> throw new AssertionError("the journal has room: " + full);
    }
    assertThat(request.committed())
        .isEqualTo(end instanceof End.Answered || end instanceof End.Broken);
  }

  /** Sums the retry budget of every target up again, from what the journal heard. */
  private static void budgetsHold(StormyHour hour) {
    record Entry(Target target, long atNanos, int change) {}
    List<Entry> entries = new ArrayList<>();
    for (SimulatedRequest request : hour.world().requests()) {
      Map<Target, Integer> costs = new HashMap<>();
      for (int number = 0; number < request.calls().size(); number++) {
        Logged call = request.calls().get(number);
        Target target = call.call().target();
        if (outcome(call) instanceof Outcome.Answered) {
          int cost = Objects.requireNonNullElse(costs.get(target), 1);
          entries.add(new Entry(target, call.endedNanos(), cost));
        } else if (isRepeated(request, number)) {
          int cost = cost(outcome(call));
          costs.put(target, cost);
          entries.add(new Entry(target, call.endedNanos(), -cost));
        }
      }
    }
    // What comes back at the same moment is counted first: the order within it is not known.
    entries.sort(
        Comparator.comparingLong(Entry::atNanos)
            .thenComparing(Comparator.comparingInt(Entry::change).reversed()));
    Map<Target, Integer> left = new HashMap<>();
    for (Entry entry : entries) {
      int before = Objects.requireNonNullElse(left.get(entry.target()), 500);
      int after = Math.min(500, before + entry.change());
      assertThat(after).as("retry budget of " + entry.target()).isNotNegative();
      left.put(entry.target(), after);
    }
  }

  /**
   * Of many first repeats whose wait nobody has named, some come in the first half of the range.
   */
  private static void repeatsAreSpread(StormyHour hour) {
    long range = hour.settings().retries().retryDelay().toNanos();
    int repeats = 0;
    int early = 0;
    for (SimulatedRequest request : hour.world().requests()) {
      for (int number = 0; isFirstRepeat(request, number); number++) {
        Logged before = request.calls().get(number);
        long waited = request.calls().get(number + 1).beganNanos() - before.endedNanos();
        if (StormyHour.retryAfter(outcome(before)).isEmpty()) {
          repeats++;
          early += waited < range / 2 ? 1 : 0;
        }
      }
    }
    if (repeats >= 30) {
      // Fewer than 3 of 30 fair draws fall into their half once in two million times.
      assertThat(early).as("early ones of %d repeats", repeats).isGreaterThan(repeats / 12);
    }
  }

  private static boolean isFirstRepeat(SimulatedRequest request, int number) {
    return number == 0 && isRepeated(request, 0);
  }

  private static boolean isRepeated(SimulatedRequest request, int number) {
    return number + 1 < request.calls().size()
        && request
            .calls()
            .get(number + 1)
            .call()
            .target()
            .equals(request.calls().get(number).call().target());
  }

  private static int cost(Outcome outcome) {
    return outcome instanceof Outcome.Failed failed && failed.fault() instanceof Fault.Throttled
        ? 5
        : 14;
  }

  private void whoeverCouldBeServedWas(StormyHour hour, StormyHour.Arrival arrival) {
    SimulatedRequest request = arrival.request();
    boolean calm =
        arrival.available().stream()
            .anyMatch(it -> hour.wasCalm(it, request.arrivedNanos(), request.concludedNanos()));
    boolean mayEndOtherwise =
        request.end() instanceof End.Broken
            || request.end() instanceof End.OutOfTime
            || (arrival.leaves() && request.end() instanceof End.Abandoned);
    if (calm && !mayEndOtherwise) {
      certain++;
      assertThat(request.end()).as(request.name()).isInstanceOf(End.Answered.class);
    }
  }

  private static void everyTargetIsUsedAgain(StormyHour hour) {
    for (SimulatedRequest request : hour.afterTheStorm()) {
      Target first = request.plan().primary().target();
      assertThat(request.called()).as("after the storm").containsExactly(first.toString());
      assertThat(hour.world().healths().of(first).figures().circuit())
          .isEqualTo(CircuitBreaker.Status.CLOSED);
    }
  }

  /** A storm that met nobody would prove nothing. */
  private void everythingReallyStruck() {
    Set<Weather.Spell> all = EnumSet.allOf(Weather.Spell.class);
    assertThat(struck.keySet()).isEqualTo(all);
    assertThat(struck.values()).allMatch(calls -> calls >= SEEDS);
    assertThat(ends)
        .containsOnlyKeys("Answered", "Broken", "Abandoned", "NobodyAnswered", "OutOfTime");
    assertThat(List.of(probes, retries, waitedOut, certain)).allMatch(count -> count >= SEEDS);
  }

  private static Outcome last(SimulatedRequest request) {
    return outcome(request.calls().getLast());
  }

  private static Outcome outcome(Logged call) {
    return Objects.requireNonNull(call.outcome());
  }
}

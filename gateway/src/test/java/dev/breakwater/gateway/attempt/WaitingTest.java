package dev.breakwater.gateway.attempt;

import static dev.breakwater.gateway.simulation.Plans.plan;
import static dev.breakwater.gateway.simulation.Plans.total;
import static dev.breakwater.gateway.simulation.ScriptedUpstream.after;
import static dev.breakwater.gateway.simulation.ScriptedUpstream.now;
import static org.assertj.core.api.Assertions.assertThat;

import dev.breakwater.gateway.attempt.Conclusion.End;
import dev.breakwater.gateway.concurrent.Why;
import dev.breakwater.gateway.settings.Target;
import dev.breakwater.gateway.simulation.AttemptWorld;
import dev.breakwater.gateway.simulation.Outcomes;
import dev.breakwater.gateway.simulation.Plans;
import dev.breakwater.gateway.simulation.ScriptedUpstream;
import dev.breakwater.gateway.simulation.SimulatedRequest;
import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What a request waits for, what ends its waiting, and what nobody may wait for. */
class WaitingTest {
  private final ScriptedUpstream upstream = new ScriptedUpstream();
  private final AttemptWorld world = new AttemptWorld(1, upstream);

  @AfterEach
  void everyCallHasOneEndAndNothingIsLeftBehind() {
    world.run();
    assertThat(world.requests()).isNotEmpty();
    int logged = 0;
    for (SimulatedRequest request : world.requests()) {
      assertThat(request.calls()).allMatch(call -> call.outcome() != null);
      if (request.thrown() == null) {
        assertThat(request.calls()).hasSize(request.conclusion().attempts());
      }
      logged += request.calls().size();
    }
    assertThat(logged).isEqualTo(world.upstreamCalls());
    assertThat(world.scheduler().alive()).isEmpty();
    assertThat(world.scheduler().pendingAlarms()).isZero();
  }

  @Test
  void theThrottledRequestWaitsWhileOthersPassTheTargetBy() {
    Duration wait = Duration.ofSeconds(3);
    upstream
        .script("a/m", now(() -> Outcomes.throttled(wait)), now(Outcomes::answered))
        .script("b/m", now(Outcomes::answered));
    SimulatedRequest throttled = world.request(plan("a/m", "b/m"));
    for (int times = 1; times < 3; times++) {
      world.requestIn(Duration.ofSeconds(times), plan("a/m", "b/m"));
    }
    world.run();
    assertThat(throttled.called()).containsExactly("a/m", "a/m");
    assertThat(throttled.took()).isBetween(wait, Duration.ofSeconds(4));
    assertThat(world.requests().subList(1, 3))
        .allSatisfy(other -> assertThat(other.called()).containsExactly("b/m"))
        .allSatisfy(other -> assertThat(other.took()).isZero());
    assertThat(world.healths().of(Target.parse("a/m")).figures().circuit())
        .isEqualTo(CircuitBreaker.Status.CLOSED);
  }

  @Test
  void aThrottlingLongerThanTheChainsPatienceFallsBackAtOnce() {
    upstream
        .script("a/m", now(() -> Outcomes.throttled(Duration.ofMillis(5_001))))
        .script("b/m", now(Outcomes::answered));
    SimulatedRequest request = world.answer(plan("a/m", "b/m"));
    assertThat(request.called()).containsExactly("a/m", "b/m");
    assertThat(request.took()).isZero();
  }

  @Test
  void throttlingNeverOpensACircuit() {
    upstream.script("a/m", now(Outcomes::throttled));
    for (int times = 0; times < 100; times++) {
      world.answer(plan("a/m"));
      world.scheduler().runFor(Duration.ofSeconds(2));
    }
    assertThat(world.healths().of(Target.parse("a/m")).figures().circuit())
        .isEqualTo(CircuitBreaker.Status.CLOSED);
  }

  @Test
  void whenRateLimitsAloneAreTheReasonTheCallerIsToldSo() {
    upstream
        .script("a/m", now(() -> Outcomes.throttled(Duration.ofSeconds(30))))
        .script("b/m", now(() -> Outcomes.throttled(Duration.ofSeconds(12))));
    SimulatedRequest request = world.answer(plan("a/m", "b/m"));
    assertThat(request.end()).isEqualTo(new End.NobodyAnswered(Duration.ofSeconds(12), true));
  }

  @Test
  void aRetryAfterOfAFailingUpstreamIsWaitedOut() {
    upstream.script(
        "a/m", now(() -> Outcomes.failed(Duration.ofSeconds(4))), now(Outcomes::answered));
    SimulatedRequest request = world.answer(plan("a/m"));
    assertThat(request.took()).isBetween(Duration.ofSeconds(4), Duration.ofSeconds(5));
  }

  @Test
  void aClientThatLeavesEndsTheBackOffAtOnce() {
    upstream.script("a/m", now(() -> Outcomes.throttled(Duration.ofSeconds(5))));
    SimulatedRequest request = world.request(plan("a/m", "b/m"));
    world.leaveIn(Duration.ofMillis(700), request, Why.CLIENT_LEFT);
    world.run();
    assertThat(request.end()).isEqualTo(new End.Abandoned(Why.CLIENT_LEFT));
    assertThat(request.took()).isEqualTo(Duration.ofMillis(700));
    assertThat(request.called()).containsExactly("a/m");
  }

  @Test
  void aClientThatLeavesDuringACallEndsIt() {
    upstream.script("a/m", after(Duration.ofSeconds(10), Outcomes::answered));
    SimulatedRequest request = world.request(plan("a/m", "b/m"));
    world.leaveIn(Duration.ofSeconds(2), request, Why.CLIENT_LEFT);
    world.run();
    assertThat(request.end()).isEqualTo(new End.Abandoned(Why.CLIENT_LEFT));
    assertThat(request.took()).isEqualTo(Duration.ofSeconds(2));
  }

  @Test
  void nobodyIsCalledForAClientThatHasLeft() {
    SimulatedRequest gone = world.request(plan("a/m"));
    gone.leave(Why.CLIENT_LEFT);
    world.run();
    assertThat(gone.end()).isEqualTo(new End.Abandoned(Why.CLIENT_LEFT));
    SimulatedRequest[] leaving = new SimulatedRequest[1];
    upstream.script(
        "a/m",
        now(() -> {
          leaving[0].leave(Why.SHUTDOWN);
          return Outcomes.silent();
        }));
    leaving[0] = world.request(plan("a/m", "b/m"));
    world.run();
    assertThat(leaving[0].called()).containsExactly("a/m");
    assertThat(leaving[0].end()).isEqualTo(new End.Abandoned(Why.SHUTDOWN));
  }

  @Test
  void aBackOffThatTheDeadlineDoesNotAllowIsNotBegun() {
    upstream
        .script("a/m", now(() -> Outcomes.throttled(Duration.ofSeconds(3))))
        .script("b/m", now(Outcomes::answered));
    SimulatedRequest request = world.answer(plan(total(Duration.ofSeconds(2)), "a/m", "b/m"));
    assertThat(request.called()).containsExactly("a/m", "b/m");
    assertThat(request.took()).isZero();
  }

  @Test
  void theWholeRequestsDeadlineEndsACallAndAllThatWouldFollow() {
    upstream.script("a/m", after(Duration.ofSeconds(10), Outcomes::answered));
    SimulatedRequest request = world.answer(plan(total(Duration.ofSeconds(2)), "a/m", "b/m"));
    assertThat(request.end()).isEqualTo(new End.OutOfTime());
    assertThat(request.took()).isEqualTo(Duration.ofSeconds(2));
    assertThat(request.called()).containsExactly("a/m");
  }

  @Test
  void whatCannotBeRecordedIsNotCalled() {
    upstream.script("a/m", now(Outcomes::failed));
    SimulatedRequest first = world.request(plan("a/m")).journalFullAfter(0);
    world.run();
    assertThat(first.end()).isInstanceOf(End.NotRecordable.class);
    assertThat(world.upstreamCalls()).isZero();
    SimulatedRequest second = world.request(plan("a/m")).journalFullAfter(2);
    world.run();
    assertThat(second.end()).isInstanceOf(End.NotRecordable.class);
    assertThat(world.upstreamCalls()).isEqualTo(2);
    assertThat(second.conclusion().attempts()).isEqualTo(2);
  }

  @Test
  void aFullJournalDoesNotKeepTheProbe() {
    upstream.script("a/m", now(Outcomes::failed), now(Outcomes::answered));
    world.answer(plan(Plans.threshold(1), "a/m"));
    world.scheduler().runFor(Duration.ofSeconds(61));
    world.request(plan("a/m")).journalFullAfter(0);
    world.run();
    assertThat(world.answer(plan("a/m")).end()).isInstanceOf(End.Answered.class);
  }

  @Test
  void aProviderThatThrowsKeepsNeitherTheProbeNorAnOpenEntry() {
    upstream.script(
        "a/m",
        now(Outcomes::failed),
        now(() -> {
          throw new IllegalStateException("planted");
        }),
        now(Outcomes::answered));
    world.answer(plan(Plans.threshold(1), "a/m"));
    world.scheduler().runFor(Duration.ofSeconds(61));
    SimulatedRequest thrown = world.answer(plan("a/m"));
    assertThat(thrown.thrown()).hasMessage("planted");
    assertThat(thrown.calls()).hasSize(1).allMatch(call -> call.outcome() != null);
    assertThat(world.answer(plan("a/m")).end()).isInstanceOf(End.Answered.class);
  }

  @Test
  void whenEveryCircuitIsOpenOneProbesAndTheOthersAreRefusedWithinASecond() {
    upstream.script("a/m", now(Outcomes::failed)).script("b/m", now(Outcomes::failed));
    world.answer(plan(Plans.threshold(1), "a/m", "b/m"));
    world.scheduler().runFor(Duration.ofSeconds(20));
    upstream.script("a/m", after(Duration.ofSeconds(2), Outcomes::answered));
    List<SimulatedRequest> waiting =
        IntStream.range(0, 500).mapToObj(number -> world.request(plan("a/m", "b/m"))).toList();
    world.run();
    assertThat(waiting).filteredOn(it -> it.end() instanceof End.Answered).hasSize(1);
    assertThat(waiting)
        .filteredOn(it -> it.end() instanceof End.NobodyAnswered)
        .hasSize(499)
        .allSatisfy(it -> assertThat(it.took()).isLessThan(Duration.ofSeconds(1)))
        .allSatisfy(it -> assertThat(comeBackIn(it)).isBetween(39_000L, 40_000L));
    assertThat(world.answer(plan("a/m", "b/m")).called()).containsExactly("a/m");
  }

  private static long comeBackIn(SimulatedRequest request) {
    return ((End.NobodyAnswered) request.end()).retryAfter().toMillis();
  }

  @Test
  void whoeverWaitsForAProbeThatSucceedsIsServedAndNotAllAtOnce() {
    upstream.script("a/m", now(Outcomes::failed));
    world.answer(plan(Plans.threshold(1), "a/m"));
    world.scheduler().runFor(Duration.ofSeconds(20));
    upstream.script("a/m", after(Duration.ofMillis(500), Outcomes::answered));
    List<SimulatedRequest> waiting =
        IntStream.range(0, 500).mapToObj(number -> world.request(plan("a/m"))).toList();
    world.run();
    assertThat(waiting).allSatisfy(it -> assertThat(it.end()).isInstanceOf(End.Answered.class));
    long atOnce =
        waiting.stream()
            .collect(
                Collectors.groupingBy(
                    it -> it.calls().getFirst().beganNanos() / 20_000_000, Collectors.counting()))
            .values()
            .stream()
            .mapToLong(Long::longValue)
            .max()
            .orElseThrow();
    assertThat(atOnce).as("calls within 20 ms").isLessThan(150);
  }

  @Test
  void aClientThatGivesLittleTimeSpoilsATargetForNobody() {
    upstream.script("a/m", after(Duration.ofSeconds(9), Outcomes::answered));
    for (int count = 0; count < 10; count++) {
      SimulatedRequest hasty =
          world.answer(plan(Plans.settings(0, 2, Duration.ofMillis(50)), "a/m"));
      assertThat(hasty.end()).isInstanceOf(End.OutOfTime.class);
    }
    TargetHealth.Figures figures = world.healths().of(Target.parse("a/m")).figures();
    assertThat(figures.circuit()).isEqualTo(CircuitBreaker.Status.CLOSED);
    assertThat(figures.errors()).isZero();
  }

  @Test
  void aTargetThatHadItsTimeHasFailedThoughTheRequestsTimeIsUpToo() {
    upstream.script("a/m", after(Duration.ofMinutes(5), Outcomes::answered));
    Duration justItsTime = Plans.SETTINGS.timeouts().firstByte();
    for (int count = 0; count < 2; count++) {
      world.answer(plan(Plans.settings(0, 2, justItsTime), "a/m"));
    }
    assertThat(world.healths().of(Target.parse("a/m")).figures().circuit())
        .isEqualTo(CircuitBreaker.Status.OPEN);
  }

  @Test
  void theTimeToComeBackIsWhenBothTheCircuitAndTheRateLimitAllowIt() {
    upstream.script(
        "a/m",
        after(Duration.ofSeconds(1), Outcomes::failed),
        after(Duration.ofSeconds(2), () -> Outcomes.throttled(Duration.ofSeconds(10))));
    SimulatedRequest failed = world.request(plan(Plans.threshold(1), "a/m"));
    world.requestIn(Duration.ofMillis(500), plan(Plans.threshold(1), "a/m"));
    world.run();
    assertThat(failed.end()).isEqualTo(new End.NobodyAnswered(Duration.ofMinutes(1), false));
    assertThat(world.requests().getLast().end())
        .isEqualTo(new End.NobodyAnswered(Duration.ofMillis(58_500), false));
  }

  @Test
  void aCircuitThatOpensEndsTheBackOffOfThoseWhoWait() {
    upstream
        .script("a/m", now(() -> Outcomes.failed(Duration.ofSeconds(5))), now(Outcomes::failed))
        .script("b/m", now(Outcomes::answered));
    SimulatedRequest waiting =
        world.request(plan(Plans.settings(3, 2, Duration.ofMinutes(1)), "a/m", "b/m"));
    world.in(
        Duration.ofSeconds(1),
        () -> world.request(plan(Plans.settings(0, 2, Duration.ofMinutes(1)), "a/m", "b/m")));
    world.run();
    assertThat(waiting.called()).containsExactly("a/m", "b/m");
    assertThat(waiting.took()).isLessThanOrEqualTo(Duration.ofSeconds(2));
  }

  @Test
  void anOutageTakesExactlyThirtyFiveRetries() {
    upstream.script("a/m", now(Outcomes::failed));
    int retries = 0;
    for (int times = 0; times < 100; times++) {
      SimulatedRequest request =
          world.answer(plan(Plans.settings(3, 1_000, Duration.ofMinutes(10)), "a/m"));
      retries += request.calls().size() - 1;
      world.healths().of(Target.parse("a/m")).circuit().reset();
    }
    assertThat(retries).isEqualTo(35);
  }

  @Test
  void aRetryThatSucceedsGetsItsCostBackAndAFirstTryEarnsOne() {
    upstream.script("a/m", now(Outcomes::failed), now(Outcomes::failed), now(Outcomes::answered));
    RetryBudget budget = world.healths().of(Target.parse("a/m")).retries();
    world.answer(plan("a/m"));
    assertThat(budget.left()).isEqualTo(500 - 14);
    world.answer(plan("a/m"));
    assertThat(budget.left()).isEqualTo(500 - 14 + 1);
  }

  @Test
  void halfTheCallsFailingCostsNoMoreThanAFifthMoreCalls() {
    upstream.script(
        "a/m",
        (call, waiter, sink) ->
            world.scheduler().random().nextBoolean() ? Outcomes.failed() : Outcomes.answered());
    int requests = 3_000;
    for (int times = 0; times < requests; times++) {
      world.answer(plan(Plans.settings(3, 1_000, Duration.ofMinutes(10)), "a/m"));
      world.healths().of(Target.parse("a/m")).circuit().reset();
    }
    assertThat(world.upstreamCalls()).isLessThanOrEqualTo((int) (1.2 * requests));
  }
}

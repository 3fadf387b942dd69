package dev.breakwater.gateway.attempt;

import static dev.breakwater.gateway.simulation.Plans.plan;
import static org.assertj.core.api.Assertions.assertThat;

import dev.breakwater.gateway.attempt.Conclusion.End;
import dev.breakwater.gateway.concurrent.Why;
import dev.breakwater.gateway.provider.Outcome;
import dev.breakwater.gateway.route.RoutePlan;
import dev.breakwater.gateway.settings.AttemptSettings;
import dev.breakwater.gateway.settings.Hedging;
import dev.breakwater.gateway.simulation.AttemptWorld;
import dev.breakwater.gateway.simulation.Outcomes;
import dev.breakwater.gateway.simulation.Plans;
import dev.breakwater.gateway.simulation.ScriptedUpstream;
import dev.breakwater.gateway.simulation.SimulatedRequest;
import dev.breakwater.gateway.simulation.SimulatedUpstream;
import java.time.Duration;
import java.util.stream.LongStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A second call beside one that is slow to begin, in many orders of events. */
class HedgeTest {
  private static final Duration USUAL = Duration.ofMillis(100);
  private static final Duration SLOW = Duration.ofSeconds(9);

  private final ScriptedUpstream upstream = new ScriptedUpstream();

  static LongStream seeds() {
    return LongStream.range(0, 30);
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void whoBeginsFirstAnswersAndTheOtherIsCancelled(long seed) {
    AttemptWorld world = acquainted(seed);
    upstream.script("a/m", streaming(SLOW));
    upstream.script("b/m", streaming(USUAL));
    SimulatedRequest request = world.answer(hedged(1));
    assertThat(request.called()).containsExactly("a/m", "b/m");
    assertThat(request.end())
        .isInstanceOfSatisfying(
            End.Answered.class,
            answered -> assertThat(answered.call().target()).hasToString("b/m"));
    assertThat(request.calls().getFirst().outcome())
        .isInstanceOfSatisfying(
            Outcome.Abandoned.class, left -> assertThat(left.why()).isEqualTo(Why.LOST_RACE));
    // The hedge goes out once the first call was as slow as one in twenty, and not before.
    assertThat(request.took()).isEqualTo(USUAL.multipliedBy(2));
    assertThat(request.conclusion().trace())
        .extracting(step -> ((Decision.Called) step).kind())
        .containsExactly(Decision.Kind.FIRST, Decision.Kind.HEDGE);
    assertThat(world.scheduler().alive()).isEmpty();
    assertThat(world.scheduler().pendingAlarms()).isZero();
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void theFirstCallStillWinsWhenItBeginsFirst(long seed) {
    AttemptWorld world = acquainted(seed);
    upstream.script("a/m", streaming(USUAL.plusMillis(50)));
    upstream.script("b/m", streaming(SLOW));
    SimulatedRequest request = world.answer(hedged(1));
    assertThat(request.called()).containsExactly("a/m", "b/m");
    assertThat(request.end())
        .isInstanceOfSatisfying(
            End.Answered.class,
            answered -> assertThat(answered.call().target()).hasToString("a/m"));
    assertThat(request.took()).isEqualTo(USUAL.plusMillis(50));
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void aCallThatIsNotSlowGetsNoRival(long seed) {
    AttemptWorld world = acquainted(seed);
    upstream.script("a/m", streaming(USUAL.minusMillis(1)));
    assertThat(world.answer(hedged(1)).called()).containsExactly("a/m");
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void theOtherCallGoesOnAloneWhenOneFails(long seed) {
    AttemptWorld world = acquainted(seed);
    upstream.script("a/m", ScriptedUpstream.after(USUAL.plusMillis(20), Outcomes::failed));
    upstream.script("b/m", streaming(Duration.ofSeconds(2)));
    SimulatedRequest request = world.answer(hedged(1));
    assertThat(request.called()).containsExactly("a/m", "b/m");
    assertThat(request.end()).isInstanceOf(End.Answered.class);
    assertThat(request.conclusion().firstFault()).isPresent();
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void aClientThatLeavesEndsBothCalls(long seed) {
    AttemptWorld world = acquainted(seed);
    upstream.script("a/m", streaming(SLOW));
    upstream.script("b/m", streaming(SLOW));
    SimulatedRequest request = world.request(hedged(1));
    world.leaveIn(Duration.ofSeconds(1), request, Why.CLIENT_LEFT);
    world.run();
    assertThat(request.end()).isEqualTo(new End.Abandoned(Why.CLIENT_LEFT));
    assertThat(request.took()).isEqualTo(Duration.ofSeconds(1));
    assertThat(request.calls())
        .hasSize(2)
        .allSatisfy(call -> assertThat(call.outcome()).isInstanceOf(Outcome.Abandoned.class));
    assertThat(world.scheduler().alive()).isEmpty();
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void aStreamThatBreaksAfterItWonIsBroken(long seed) {
    AttemptWorld world = acquainted(seed);
    upstream.script("a/m", streaming(SLOW));
    upstream.script(
        "b/m",
        (call, waiter, sink) ->
            Outcomes.after(USUAL, call, waiter, () -> Outcomes.cut(call, sink)));
    SimulatedRequest request = world.answer(hedged(1));
    assertThat(request.end()).isInstanceOf(End.Broken.class);
    assertThat(request.called()).containsExactly("a/m", "b/m");
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void hedgesStayWithinTheirShare(long seed) {
    AttemptWorld world = acquainted(seed);
    upstream.script("a/m", streaming(USUAL.plusMillis(1)));
    upstream.script("b/m", streaming(SLOW));
    int calls = 0;
    for (int count = 0; count < 100; count++) {
      calls += world.answer(hedged(0.05)).calls().size();
    }
    // The twenty calls that taught the usual time have saved up for one hedge more.
    assertThat(calls).isBetween(104, 106);
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void aFullJournalLeavesTheFirstCallAlone(long seed) {
    AttemptWorld world = acquainted(seed);
    upstream.script("a/m", streaming(SLOW));
    SimulatedRequest request = world.request(hedged(1)).journalFullAfter(1);
    world.run();
    assertThat(request.called()).containsExactly("a/m");
    assertThat(request.end()).isInstanceOf(End.Answered.class);
  }

  /** A world that knows how long the first target usually takes. */
  private AttemptWorld acquainted(long seed) {
    AttemptWorld world = new AttemptWorld(seed, upstream);
    upstream.script("a/m", streaming(USUAL));
    for (int count = 0; count < 20; count++) {
      world.answer(hedged(0.05));
    }
    return world;
  }

  private static SimulatedUpstream streaming(Duration untilFirstToken) {
    return (call, waiter, sink) ->
        Outcomes.after(untilFirstToken, call, waiter, () -> Outcomes.streamed(call, sink));
  }

  private static RoutePlan hedged(double costShare) {
    AttemptSettings settings = Plans.retries(0);
    return plan(
        settings.with(settings.answering().with(new Hedging.AfterP95(costShare))), "a/m", "b/m");
  }
}

package dev.breakwater.gateway.attempt;

import static dev.breakwater.gateway.simulation.Plans.plan;
import static dev.breakwater.gateway.simulation.Plans.retries;
import static dev.breakwater.gateway.simulation.ScriptedUpstream.after;
import static dev.breakwater.gateway.simulation.ScriptedUpstream.now;
import static org.assertj.core.api.Assertions.assertThat;

import dev.breakwater.gateway.attempt.Conclusion.End;
import dev.breakwater.gateway.concurrent.Why;
import dev.breakwater.gateway.provider.Refusal;
import dev.breakwater.gateway.route.Candidate;
import dev.breakwater.gateway.route.RoutePlan;
import dev.breakwater.gateway.settings.Answering.OnContentPolicy;
import dev.breakwater.gateway.settings.AttemptSettings;
import dev.breakwater.gateway.settings.ProviderId;
import dev.breakwater.gateway.settings.RouteTarget;
import dev.breakwater.gateway.settings.Target;
import dev.breakwater.gateway.simulation.AttemptWorld;
import dev.breakwater.gateway.simulation.Outcomes;
import dev.breakwater.gateway.simulation.Plans;
import dev.breakwater.gateway.simulation.ScriptedUpstream;
import dev.breakwater.gateway.simulation.SimulatedRequest;
import dev.breakwater.wire.conversation.Problem;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Which target is asked after which end of a call. */
class FallbackTest {
  private final ScriptedUpstream upstream = new ScriptedUpstream();
  private final AttemptWorld world = new AttemptWorld(1, upstream);

  @Test
  void aFailureBeforeTheFirstTokenFallsBackSilently() {
    upstream
        .script("a/m", now(Outcomes::failed))
        .script("b/m", (call, waiter, sink) -> Outcomes.streamed(call, sink));
    SimulatedRequest request = world.answer(plan(retries(0), "a/m", "b/m"));
    assertThat(answeredBy(request)).isEqualTo("b/m");
    assertThat(request.called()).containsExactly("a/m", "b/m");
    assertThat(request.conclusion().attempts()).isEqualTo(2);
    assertThat(request.conclusion().firstFault())
        .hasValueSatisfying(fault -> assertThat(fault.code()).isEqualTo("status_503"));
    assertThat(request.committed()).isTrue();
  }

  @Test
  void aTargetWithoutWordsForTheQuestionIsSkippedUncalledAndUnblamed() {
    upstream.script("b/m", now(Outcomes::answered));
    world.unable("a/m", inexpressible("n"));
    SimulatedRequest request = world.answer(plan("a/m", "b/m"));
    assertThat(answeredBy(request)).isEqualTo("b/m");
    assertThat(request.called()).containsExactly("b/m");
    assertThat(request.conclusion().attempts()).isEqualTo(1);
    assertThat(request.conclusion().firstFault()).isEmpty();
  }

  @Test
  void whereNoTargetHasWordsTheCallerIsToldWhatTheFirstOneLacks() {
    world.unable("a/m", inexpressible("n")).unable("b/m", inexpressible("logprobs"));
    SimulatedRequest request = world.answer(plan("a/m", "b/m"));
    assertThat(request.end()).isEqualTo(new End.Inexpressible(inexpressible("n")));
    assertThat(request.called()).isEmpty();
  }

  @Test
  void whereTheOnlyTargetWithWordsFailsTheCallerMayTryAgainLater() {
    upstream.script("b/m", now(Outcomes::failed));
    world.unable("a/m", inexpressible("n"));
    SimulatedRequest request = world.answer(plan(retries(0), "a/m", "b/m"));
    assertThat(request.end()).isInstanceOf(End.NobodyAnswered.class);
  }

  @Test
  void aTargetWithoutWordsDoesNotMakeThrottlingLookLikeAnOutage() {
    upstream.script("b/m", now(() -> Outcomes.throttled(Duration.ofSeconds(30))));
    world.unable("a/m", inexpressible("n"));
    SimulatedRequest request = world.answer(plan(retries(0), "a/m", "b/m"));
    assertThat(request.end()).isEqualTo(new End.NobodyAnswered(Duration.ofSeconds(30), true));
  }

  private static Problem inexpressible(String field) {
    return Problem.of(Problem.Kind.INVALID_REQUEST, 400, "no words for it").at(field);
  }

  @Test
  void aTargetIsRepeatedAsOftenAsItsChainSaysAndNoMore() {
    upstream.script("a/m", now(Outcomes::failed)).script("b/m", now(Outcomes::answered));
    for (int maxRetries : new int[] {0, 1, 3}) {
      AttemptWorld fresh = new AttemptWorld(maxRetries, upstream);
      SimulatedRequest request = fresh.answer(plan(retries(maxRetries), "a/m", "b/m"));
      assertThat(request.called()).filteredOn("a/m"::equals).hasSize(maxRetries + 1);
      assertThat(answeredBy(request)).isEqualTo("b/m");
    }
  }

  @Test
  void aRetryThatSucceedsEndsTheRequest() {
    upstream.script("a/m", now(Outcomes::failed), now(Outcomes::failed), now(Outcomes::answered));
    SimulatedRequest request = world.answer(plan("a/m", "b/m"));
    assertThat(request.called()).containsExactly("a/m", "a/m", "a/m");
    assertThat(answeredBy(request)).isEqualTo("a/m");
  }

  @Test
  void theCircuitThatOpensEndsTheRetries() {
    upstream.script("a/m", now(Outcomes::failed)).script("b/m", now(Outcomes::answered));
    SimulatedRequest request = world.answer(plan(retries(20), "a/m", "b/m"));
    assertThat(request.called()).filteredOn("a/m"::equals).hasSize(5);
    SimulatedRequest next = world.answer(plan(retries(20), "a/m", "b/m"));
    assertThat(next.called()).containsExactly("b/m");
  }

  @Test
  void silenceIsNotTriedAgainOnTheSameTarget() {
    upstream
        .script("a/m", after(Duration.ofSeconds(15), Outcomes::silent))
        .script("b/m", now(Outcomes::answered));
    SimulatedRequest request = world.answer(plan("a/m", "b/m"));
    assertThat(request.called()).containsExactly("a/m", "b/m");
    assertThat(request.took()).isEqualTo(Duration.ofSeconds(15));
  }

  @Test
  void aStreamThatBreaksAfterItsFirstTokenEndsTheRequest() {
    upstream.script("a/m", (call, waiter, sink) -> Outcomes.cut(call, sink));
    SimulatedRequest request = world.answer(plan("a/m", "b/m"));
    assertThat(request.end()).isInstanceOf(End.Broken.class);
    assertThat(request.called()).containsExactly("a/m");
    assertThat(world.healths().of(Target.parse("a/m")).figures().consecutiveFailures()).isOne();
  }

  @Test
  void aDeclinedCredentialSetsEveryTargetOfTheProviderAside() {
    upstream.script("a/m1", now(Outcomes::badCredential)).script("b/m", now(Outcomes::answered));
    RoutePlan plan = plan("a/m1", "a/m2", "b/m", "a/m3");
    assertThat(world.answer(plan).called()).containsExactly("a/m1", "b/m");
    assertThat(world.answer(plan("a/m3", "b/m")).called()).containsExactly("b/m");
    world.scheduler().runFor(Duration.ofSeconds(61));
    upstream.script("a/m1", now(Outcomes::answered));
    assertThat(answeredBy(world.answer(plan))).isEqualTo("a/m1");
  }

  @Test
  void aNewCredentialIsTriedAtOnce() {
    upstream.script("a/m1", now(Outcomes::badCredential)).script("b/m", now(Outcomes::answered));
    RoutePlan plan = plan("a/m1", "b/m");
    world.answer(plan);
    world.healths().forgetCredential(ProviderId.shared("a"));
    upstream.script("a/m1", now(Outcomes::answered)).script("a/m2", now(Outcomes::answered));
    assertThat(answeredBy(world.answer(plan))).isEqualTo("a/m1");
    assertThat(answeredBy(world.answer(plan("a/m2", "b/m")))).isEqualTo("a/m2");
  }

  @Test
  void aShortThrottlingDoesNotShortenALongerReasonToPassATargetBy() {
    upstream
        .script(
            "a/m",
            after(Duration.ofSeconds(1), Outcomes::badCredential),
            after(Duration.ofSeconds(2), () -> Outcomes.throttled(Duration.ofSeconds(6))))
        .script("b/m", now(Outcomes::answered));
    world.request(plan("a/m", "b/m"));
    world.requestIn(Duration.ofMillis(500), plan("a/m", "b/m"));
    world.scheduler().runFor(Duration.ofSeconds(20));
    assertThat(world.answer(plan("a/m", "b/m")).called()).containsExactly("b/m");
  }

  @Test
  void aWaitOfAGeologicalAgeIsNotTakenLiterally() {
    Duration age = Duration.ofSeconds(Long.MAX_VALUE);
    upstream
        .script("a/m", now(() -> Outcomes.throttled(age)))
        .script("b/m", now(Outcomes::answered));
    assertThat(answeredBy(world.answer(plan("a/m", "b/m")))).isEqualTo("b/m");
    assertThat(world.answer(plan("a/m", "b/m")).called()).containsExactly("b/m");
  }

  @Test
  void aModelThatTheCallerNamedIsTheCallersMistake() {
    upstream.script("a/m", now(Outcomes::unknownModel));
    SimulatedRequest request = world.answer(windows(named("a/m"), candidate("b/m", 0)));
    assertThat(refusal(request)).isInstanceOf(Refusal.CallersOwn.class);
    assertThat(refusal(request).rejected().status()).isEqualTo(404);
    assertThat(world.healths().of(Target.parse("a/m")).figures().errors()).isZero();
    assertThat(world.healths().of(Target.parse("a/m")).aside()).isEmpty();
  }

  @Test
  void aModelThatNobodyNamedSetsItsTargetAside() {
    upstream.script("a/m", now(Outcomes::unknownModel)).script("b/m", now(Outcomes::answered));
    assertThat(world.answer(plan("a/m", "b/m")).called()).containsExactly("a/m", "b/m");
    assertThat(world.answer(plan("a/m", "b/m")).called()).containsExactly("b/m");
    assertThat(world.healths().of(Target.parse("a/m")).figures().aside())
        .contains(TargetHealth.Reason.UNKNOWN_MODEL);
  }

  @Test
  void whatIsTooLongGoesToALargerOrUnknownWindowOnly() {
    upstream
        .script("a/m", now(Outcomes::tooLong))
        .script("e/m", now(Outcomes::tooLong))
        .script("f/m", now(Outcomes::answered));
    SimulatedRequest request =
        world.answer(
            windows(
                candidate("a/m", 8_000),
                candidate("b/m", 8_000),
                candidate("c/m", 4_000),
                candidate("e/m", 0),
                candidate("a/m", 8_000),
                candidate("e/m", 0),
                candidate("f/m", 16_000)));
    assertThat(request.called()).containsExactly("a/m", "e/m", "f/m");
    assertThat(answeredBy(request)).isEqualTo("f/m");
  }

  @Test
  void whatIsTooLongForEverybodyIsGivenBackAsTheFirstOneSaidIt() {
    upstream.script("a/m", now(Outcomes::tooLong)).script("b/m", now(Outcomes::tooLong));
    SimulatedRequest request = world.answer(plan("a/m", "b/m"));
    assertThat(refusal(request)).isInstanceOf(Refusal.TooLong.class);
    assertThat(((End.Refused) request.end()).call().target()).isEqualTo(Target.parse("a/m"));
  }

  @Test
  void declinedContentIsGivenBackUnlessTheChainSaysFallback() {
    upstream.script("a/m", now(Outcomes::contentPolicy)).script("b/m", now(Outcomes::answered));
    SimulatedRequest failing = world.answer(plan("a/m", "b/m"));
    assertThat(refusal(failing)).isInstanceOf(Refusal.ContentPolicy.class);
    assertThat(failing.called()).containsExactly("a/m");
    SimulatedRequest falling = world.answer(plan(fallback(), "a/m", "a/m", "b/m"));
    assertThat(falling.called()).containsExactly("a/m", "b/m");
  }

  @Test
  void declinedContentIsGivenBackWhenNobodyElseAnswers() {
    upstream.script("a/m", now(Outcomes::contentPolicy)).script("b/m", now(Outcomes::silent));
    SimulatedRequest request = world.answer(plan(fallback(), "a/m", "b/m"));
    assertThat(request.called()).containsExactly("a/m", "b/m");
    assertThat(refusal(request)).isInstanceOf(Refusal.ContentPolicy.class);
  }

  @Test
  void aRefusalFromAnEarlyProbeIsGivenBack() {
    upstream.script("a/m", now(Outcomes::failed), now(Outcomes::tooLong));
    world.answer(plan(Plans.threshold(1), "a/m"));
    world.scheduler().runFor(Duration.ofSeconds(2));
    SimulatedRequest request = world.answer(plan(Plans.threshold(1), "a/m"));
    assertThat(refusal(request)).isInstanceOf(Refusal.TooLong.class);
  }

  @Test
  void theCallersOwnMistakeIsNeitherRepeatedNorHeldAgainstTheTarget() {
    upstream.script("a/m", now(Outcomes::callersOwn));
    for (int times = 0; times < 200; times++) {
      SimulatedRequest request = world.answer(plan("a/m", "b/m"));
      assertThat(refusal(request)).isInstanceOf(Refusal.CallersOwn.class);
      assertThat(request.called()).containsExactly("a/m");
    }
    TargetHealth.Figures figures = world.healths().of(Target.parse("a/m")).figures();
    assertThat(figures.circuit()).isEqualTo(CircuitBreaker.Status.CLOSED);
    assertThat(figures.errors()).isZero();
    assertThat(figures.successRate()).isEqualTo(100);
  }

  @Test
  void clientsThatLeaveCountForNoBreaker() {
    upstream.script("a/m", after(Duration.ofSeconds(10), Outcomes::answered));
    for (int times = 0; times < 200; times++) {
      world.leaveIn(Duration.ofSeconds(1), world.request(plan("a/m")), Why.CLIENT_LEFT);
    }
    world.run();
    assertThat(world.requests()).allMatch(it -> it.end() instanceof End.Abandoned);
    assertThat(world.healths().of(Target.parse("a/m")).figures().circuit())
        .isEqualTo(CircuitBreaker.Status.CLOSED);
  }

  private static AttemptSettings fallback() {
    return Plans.onContentPolicy(OnContentPolicy.FALLBACK);
  }

  private static RoutePlan windows(Candidate... candidates) {
    return new RoutePlan("auto", List.of(candidates), Plans.SETTINGS);
  }

  private static Candidate candidate(String target, long contextWindow) {
    return Plans.candidate(Target.parse(target), contextWindow);
  }

  private static Candidate named(String target) {
    return new Candidate(new RouteTarget(Target.parse(target), Candidate.NAMED_LEVEL), 0, true);
  }

  private static String answeredBy(SimulatedRequest request) {
    assertThat(request.end()).isInstanceOf(End.Answered.class);
    return ((End.Answered) request.end()).call().target().toString();
  }

  private static Refusal refusal(SimulatedRequest request) {
    assertThat(request.end()).isInstanceOf(End.Refused.class);
    return ((End.Refused) request.end()).refusal();
  }
}

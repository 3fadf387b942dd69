package dev.breakwater.gateway.attempt;

import static dev.breakwater.gateway.simulation.Plans.plan;
import static dev.breakwater.gateway.simulation.ScriptedUpstream.after;
import static dev.breakwater.gateway.simulation.ScriptedUpstream.now;
import static org.assertj.core.api.Assertions.assertThat;

import dev.breakwater.gateway.attempt.Conclusion.End;
import dev.breakwater.gateway.concurrent.Why;
import dev.breakwater.gateway.provider.Outcome;
import dev.breakwater.gateway.route.RoutePlan;
import dev.breakwater.gateway.settings.Target;
import dev.breakwater.gateway.simulation.AttemptWorld;
import dev.breakwater.gateway.simulation.Outcomes;
import dev.breakwater.gateway.simulation.Plans;
import dev.breakwater.gateway.simulation.ScriptedUpstream;
import dev.breakwater.gateway.simulation.SimulatedRequest;
import java.time.Duration;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The one call that an open circuit lets through. */
class ProbeTest {
  private static final RoutePlan PLAN = plan(Plans.threshold(1), "a/m");
  private static final Duration LONGER_THAN_ANY_ASIDE = Duration.ofSeconds(61);

  private final ScriptedUpstream upstream = new ScriptedUpstream();
  private final AttemptWorld world = new AttemptWorld(1, upstream);

  static Stream<Named<Supplier<Outcome>>> endsThatSayNothingOfHealth() {
    return Stream.of(
        Named.of("caller's own mistake", Outcomes::callersOwn),
        Named.of("too long", Outcomes::tooLong),
        Named.of("content policy", Outcomes::contentPolicy),
        Named.of("throttled", () -> Outcomes.throttled(Duration.ofSeconds(20))),
        Named.of("credential", Outcomes::badCredential),
        Named.of("unknown model", Outcomes::unknownModel));
  }

  @ParameterizedTest
  @MethodSource("endsThatSayNothingOfHealth")
  void anEndThatSaysNothingOfHealthLetsTheNextRequestProbe(Supplier<Outcome> end) {
    upstream.script("a/m", now(Outcomes::failed), now(end), now(Outcomes::answered));
    openTheCircuit();
    assertThat(world.answer(PLAN).calls()).hasSize(1);
    assertThat(status()).isEqualTo(CircuitBreaker.Status.OPEN);
    world.scheduler().runFor(LONGER_THAN_ANY_ASIDE);
    assertThat(world.answer(PLAN).end()).isInstanceOf(End.Answered.class);
    assertThat(status()).isEqualTo(CircuitBreaker.Status.CLOSED);
  }

  @Test
  void aClientThatLeavesItsProbeLetsTheNextRequestProbe() {
    upstream.script("a/m", now(Outcomes::failed), after(Duration.ofSeconds(9), Outcomes::answered));
    openTheCircuit();
    SimulatedRequest probe = world.request(PLAN);
    world.leaveIn(Duration.ofSeconds(1), probe, Why.CLIENT_LEFT);
    world.run();
    assertThat(probe.end()).isEqualTo(new End.Abandoned(Why.CLIENT_LEFT));
    assertThat(world.answer(PLAN).end()).isInstanceOf(End.Answered.class);
  }

  @Test
  void aProbeThatBreaksOffAfterItsFirstTokenHasFailed() {
    upstream.script("a/m", now(Outcomes::failed), (call, waiter, sink) -> Outcomes.cut(call, sink));
    openTheCircuit();
    assertThat(world.answer(PLAN).end()).isInstanceOf(End.Broken.class);
    assertThat(world.healths().of(Target.parse("a/m")).circuit().untilProbe())
        .isEqualTo(Duration.ofMinutes(2));
  }

  @Test
  void aProbeThatFailsIsNotRepeatedByItsRequest() {
    upstream.script("a/m", now(Outcomes::failed));
    openTheCircuit();
    assertThat(world.answer(plan("a/m")).calls()).hasSize(1);
  }

  @Test
  void aFallbackIsProbedAlsoWhileThePrimaryIsDown() {
    upstream.script("a/m", now(Outcomes::failed)).script("b/m", now(Outcomes::failed));
    RoutePlan both = plan(Plans.threshold(1), "a/m", "b/m");
    world.answer(both);
    world.scheduler().runFor(Duration.ofMinutes(1));
    upstream.script("b/m", now(Outcomes::answered));
    SimulatedRequest request = world.answer(both);
    assertThat(request.called()).containsExactly("a/m", "b/m");
    assertThat(request.end()).isInstanceOf(End.Answered.class);
  }

  private void openTheCircuit() {
    world.answer(PLAN);
    assertThat(status()).isEqualTo(CircuitBreaker.Status.OPEN);
    world.scheduler().runFor(Duration.ofMinutes(1));
  }

  private CircuitBreaker.Status status() {
    return world.healths().of(Target.parse("a/m")).figures().circuit();
  }
}

package dev.breakwater.gateway.exchange;

import static org.assertj.core.api.Assertions.assertThat;

import dev.breakwater.gateway.attempt.CircuitBreaker;
import dev.breakwater.gateway.attempt.Decision;
import dev.breakwater.gateway.route.RoutePlan;
import dev.breakwater.gateway.settings.Target;
import dev.breakwater.gateway.simulation.Plans;
import dev.breakwater.gateway.trace.KeptTrace;
import dev.breakwater.gateway.trace.Trace;
import dev.breakwater.gateway.trace.Trace.Step;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class DecisionsTest {
  private static final Target FIRST = Target.parse("a/m");
  private static final Target SECOND = Target.parse("b/m");

  private final RoutePlan plan = Plans.plan("a/m", "b/m");

  private static Decision.Called called(
      Target target, int number, CircuitBreaker.Status circuit, Decision.Kind kind) {
    return new Decision.Called(target, number, circuit, kind);
  }

  private Trace read(KeptTrace kept) {
    return Trace.read(kept.text()).orElseThrow();
  }

  @Test
  void whoeverIsAnsweredAtOnceSharesOneTrace() {
    Decision step = called(FIRST, 1, CircuitBreaker.Status.CLOSED, Decision.Kind.FIRST);
    KeptTrace kept = Decisions.kept(plan, List.of(step), 1);
    assertThat(Decisions.kept(plan, List.of(step), 1)).isSameAs(kept);
    assertThat(read(kept).steps()).containsExactly(new Step.Called(FIRST, 1, "closed", "first"));
    assertThat(read(kept).winner()).map(Step.Called::target).contains(FIRST);
  }

  @Test
  void anythingSpecialAboutTheOnlyCallIsWrittenDown() {
    Decision probe = called(FIRST, 1, CircuitBreaker.Status.HALF_OPEN, Decision.Kind.PROBE);
    assertThat(read(Decisions.kept(plan, List.of(probe), 1)).steps())
        .containsExactly(new Step.Called(FIRST, 1, "half_open", "probe"));
    Decision unanswered = called(FIRST, 1, CircuitBreaker.Status.CLOSED, Decision.Kind.FIRST);
    assertThat(read(Decisions.kept(plan, List.of(unanswered), 0)).winner()).isEmpty();
  }

  @Test
  void aTargetOutsideOfThePlanIsNamedAllTheSame() {
    Target other = Target.parse("c/m");
    Decision step = called(other, 1, CircuitBreaker.Status.CLOSED, Decision.Kind.FIRST);
    assertThat(read(Decisions.kept(plan, List.of(step), 1)).winner())
        .map(Step.Called::target)
        .contains(other);
  }

  @Test
  void everyStepOfALongWayIsKept() {
    Trace trace =
        read(
            Decisions.kept(
                plan,
                List.of(
                    new Decision.Skipped(
                        FIRST, Decision.Skip.CIRCUIT_OPEN, Duration.ofMillis(4_321)),
                    called(SECOND, 1, CircuitBreaker.Status.CLOSED, Decision.Kind.FIRST),
                    new Decision.Waited(SECOND, Duration.ofMillis(99)),
                    called(SECOND, 2, CircuitBreaker.Status.CLOSED, Decision.Kind.RETRY)),
                2));
    assertThat(trace.strategy()).isEqualTo("priority");
    assertThat(trace.steps())
        .containsExactly(
            new Step.Skipped(FIRST, "circuit_open", 4_321),
            new Step.Called(SECOND, 1, "closed", "first"),
            new Step.Waited(SECOND, 99),
            new Step.Called(SECOND, 2, "closed", "retry"));
    assertThat(trace.winner()).map(Step.Called::attempt).contains(2);
  }

  @Test
  void everyReasonAndKindHasAWord() {
    List<Decision> steps = new ArrayList<>();
    for (Decision.Skip reason : Decision.Skip.values()) {
      steps.add(new Decision.Skipped(FIRST, reason, Duration.ZERO));
    }
    for (Decision.Kind kind : Decision.Kind.values()) {
      steps.add(called(FIRST, 1, CircuitBreaker.Status.OPEN, kind));
    }
    Trace trace = read(Decisions.kept(plan, steps, 0));
    assertThat(trace.steps()).hasSameSizeAs(steps);
    assertThat(trace.stepsLeftOut()).isZero();
    assertThat(trace.steps())
        .filteredOn(Step.Skipped.class::isInstance)
        .first()
        .isEqualTo(new Step.Skipped(FIRST, "circuit_open", 0));
  }
}

package dev.breakwater.gateway.attempt;

import static dev.breakwater.gateway.simulation.Plans.plan;
import static dev.breakwater.gateway.simulation.ScriptedUpstream.now;
import static org.assertj.core.api.Assertions.assertThat;

import dev.breakwater.gateway.attempt.Conclusion.End;
import dev.breakwater.gateway.route.RoutePlan;
import dev.breakwater.gateway.simulation.AttemptWorld;
import dev.breakwater.gateway.simulation.Outcomes;
import dev.breakwater.gateway.simulation.Plans;
import dev.breakwater.gateway.simulation.ScriptedUpstream;
import dev.breakwater.gateway.simulation.SimulatedRequest;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** How traffic comes back to a target whose circuit has just closed. */
class RampTest {
  private static final RoutePlan PLAN = plan(Plans.threshold(1), "a/m", "b/m");
  private static final RoutePlan ALONE = plan(Plans.threshold(1), "a/m");
  private static final int PER_SECOND = 200;

  private final ScriptedUpstream upstream = new ScriptedUpstream();
  private final AttemptWorld world = new AttemptWorld(7, upstream);

  @Test
  void aHealedTargetTakesAGrowingShareOfItsTraffic() {
    healWithAProbe(PLAN);
    int first = callsToPrimaryWithinASecond();
    world.scheduler().runFor(Duration.ofSeconds(4));
    int middle = callsToPrimaryWithinASecond();
    world.scheduler().runFor(Duration.ofSeconds(5));
    int last = callsToPrimaryWithinASecond();
    // Of 200 requests a tenth and rising, about six tenths, all; far outside of what chance does.
    assertThat(first).isBetween(5, 70);
    assertThat(middle).isBetween(80, 170);
    assertThat(last).isEqualTo(PER_SECOND);
  }

  @Test
  void whoIsSparedWhileItRampsUpIsNamedInTheTrace() {
    healWithAProbe(PLAN);
    SimulatedRequest spared = null;
    while (spared == null) {
      SimulatedRequest request = world.answer(PLAN);
      spared = request.called().equals(List.of("b/m")) ? request : null;
    }
    assertThat(spared.conclusion().trace())
        .first()
        .isEqualTo(
            new Decision.Skipped(
                Plans.candidate("a/m").target(), Decision.Skip.RAMPING, Duration.ZERO));
  }

  @Test
  void theOnlyTargetIsNeverSpared() {
    healWithAProbe(ALONE);
    for (int count = 0; count < PER_SECOND; count++) {
      assertThat(world.answer(ALONE).end()).isInstanceOf(End.Answered.class);
    }
  }

  @Test
  void aSparedTargetIsCalledAfterAllWhenTheOthersFail() {
    healWithAProbe(PLAN);
    upstream.script("b/m", now(Outcomes::failed));
    boolean wasSpared = false;
    for (int count = 0; count < PER_SECOND; count++) {
      SimulatedRequest request = world.answer(PLAN);
      assertThat(request.end()).isInstanceOf(End.Answered.class);
      wasSpared |= request.called().equals(List.of("b/m", "a/m"));
    }
    assertThat(wasSpared).isTrue();
  }

  /** One failure opens the circuit; a minute later a probe closes it. */
  private void healWithAProbe(RoutePlan plan) {
    upstream.script("a/m", now(Outcomes::failed), now(Outcomes::answered));
    upstream.script("b/m", now(Outcomes::answered));
    world.answer(plan);
    world.scheduler().runFor(Duration.ofSeconds(61));
    assertThat(world.answer(plan).called()).containsExactly("a/m");
  }

  private int callsToPrimaryWithinASecond() {
    int calls = 0;
    for (int count = 0; count < PER_SECOND; count++) {
      calls += world.answer(PLAN).called().equals(List.of("a/m")) ? 1 : 0;
      world.scheduler().runFor(Duration.ofSeconds(1).dividedBy(PER_SECOND));
    }
    return calls;
  }
}

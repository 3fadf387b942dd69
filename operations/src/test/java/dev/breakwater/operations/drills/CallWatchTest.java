package dev.breakwater.operations.drills;

import static org.assertj.core.api.Assertions.assertThat;

import dev.breakwater.gateway.attempt.TargetHealths;
import dev.breakwater.gateway.concurrent.Deadline;
import dev.breakwater.gateway.concurrent.Waiter;
import dev.breakwater.gateway.provider.AnswerProgress;
import dev.breakwater.gateway.provider.Call;
import dev.breakwater.gateway.provider.PassOn;
import dev.breakwater.gateway.settings.CircuitSettings;
import dev.breakwater.gateway.settings.Target;
import dev.breakwater.gateway.settings.Timeouts;
import dev.breakwater.gateway.simulation.FakeAsk;
import dev.breakwater.gateway.simulation.Outcomes;
import dev.breakwater.gateway.simulation.SeededScheduler;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class CallWatchTest {
  private static final Target TARGET = new Target("alpha", "large");

  private final SeededScheduler scheduler = new SeededScheduler(1);
  private final TargetHealths healths = new TargetHealths(scheduler);
  private final Violations violations = new Violations();
  private final CallWatch watch = new CallWatch(healths, violations);

  private Call someonesCall() {
    return new Call(
        new FakeAsk(true),
        PassOn.NOTHING,
        List.of(),
        TARGET,
        1,
        Timeouts.DEFAULT,
        Deadline.after(scheduler, Duration.ofMinutes(10)),
        new Waiter(Thread.currentThread(), scheduler),
        AnswerProgress.UNSEEN);
  }

  private Call throttled(Duration retryAfter) {
    Call call = someonesCall();
    watch.leaves(call, Outcomes.throttled(retryAfter), watch.enters(call));
    return call;
  }

  @Test
  void whoeverComesBeforeTheTimeOfAnothersRetryAfterIsSeen() {
    throttled(Duration.ofSeconds(30));
    scheduler.runFor(Duration.ofSeconds(29));

    watch.enters(someonesCall());

    assertThat(violations.first()).singleElement().asString().contains("1000 ms before");
  }

  @Test
  void afterThatTimeEverybodyMayCome() {
    throttled(Duration.ofSeconds(30));
    scheduler.runFor(Duration.ofSeconds(30));

    watch.enters(someonesCall());

    assertThat(violations.count()).isZero();
    assertThat(watch.throttled()).isEqualTo(1);
  }

  @Test
  void whoWasToldAShorterTimeHasToMindTheLongerOne() {
    Call told = throttled(Duration.ofSeconds(2));
    Call toldLonger = throttled(Duration.ofSeconds(30));
    assertThat(violations.count())
        .as("the second came too early, as the first one too")
        .isEqualTo(1);
    scheduler.runFor(Duration.ofSeconds(3));

    watch.enters(told);
    watch.enters(toldLonger);

    assertThat(violations.count()).isEqualTo(2);
  }

  @Test
  void aCallThroughAnOpenCircuitIsSeen() {
    healths.markUnhealthy(TARGET, CircuitSettings.DEFAULT);

    watch.enters(someonesCall());

    assertThat(violations.first())
        .containsExactly("alpha/large was called through an open circuit");
  }
}

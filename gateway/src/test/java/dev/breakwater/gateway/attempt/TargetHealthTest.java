package dev.breakwater.gateway.attempt;

import static org.assertj.core.api.Assertions.assertThat;

import dev.breakwater.gateway.attempt.TargetHealth.Figures;
import dev.breakwater.gateway.attempt.TargetHealth.Reason;
import dev.breakwater.gateway.settings.CircuitSettings;
import dev.breakwater.gateway.settings.Target;
import dev.breakwater.gateway.simulation.SeededScheduler;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class TargetHealthTest {
  private final SeededScheduler time = new SeededScheduler(1);
  private final TargetHealth health = new TargetHealth(time);

  @Test
  void aTargetThatWasNeverCalledIsWell() {
    Figures figures = health.figures();
    assertThat(figures.successRate()).isEqualTo(100);
    assertThat(figures.averageResponse()).isZero();
    assertThat(figures.lastCallMillis()).isZero();
    assertThat(figures.lastError()).isEmpty();
    assertThat(figures.circuit()).isEqualTo(CircuitBreaker.Status.CLOSED);
  }

  @Test
  void theFiguresAreThoseOfTheCallsMade() {
    health.succeeded(Duration.ofMillis(100));
    health.succeeded(Duration.ofMillis(300));
    health.failed("first");
    time.runFor(Duration.ofSeconds(5));
    health.failed("second");
    Figures figures = health.figures();
    assertThat(figures.successRate()).isEqualTo(50);
    assertThat(figures.errors()).isEqualTo(2);
    assertThat(figures.consecutiveFailures()).isEqualTo(2);
    assertThat(figures.averageResponse()).isEqualTo(Duration.ofMillis(200));
    assertThat(figures.lastError()).contains("second");
    assertThat(figures.lastCallMillis()).isEqualTo(time.epochMillis());
  }

  @Test
  void aSuccessEndsTheRowOfFailuresAndKeepsTheirSum() {
    health.failed("first");
    health.failed("second");
    health.succeeded(Duration.ofMillis(10));
    assertThat(health.figures().consecutiveFailures()).isZero();
    assertThat(health.figures().errors()).isEqualTo(2);
  }

  @Test
  void theSuccessRateIsThatOfTheLastHundredCalls() {
    for (int times = 0; times < 100; times++) {
      health.failed("down");
    }
    assertThat(health.figures().successRate()).isZero();
    for (int times = 0; times < 25; times++) {
      health.succeeded(Duration.ZERO);
    }
    assertThat(health.figures().successRate()).isEqualTo(25);
  }

  @Test
  void aLongMessageIsCut() {
    health.failed("x".repeat(2_000));
    assertThat(health.figures().lastError()).contains("x".repeat(500));
  }

  @Test
  void aTargetIsPassedByUntilItsTimeIsOver() {
    health.setAside(Reason.THROTTLED, Duration.ofSeconds(3));
    time.runFor(Duration.ofSeconds(3).minusNanos(1));
    assertThat(health.figures().aside()).contains(Reason.THROTTLED);
    assertThat(health.untilCall()).isEqualTo(Duration.ofNanos(1));
    time.runFor(Duration.ofNanos(1));
    assertThat(health.figures().aside()).isEmpty();
    assertThat(health.untilCall()).isZero();
  }

  @Test
  void aResetForgetsEverything() {
    for (int times = 0; times < 5; times++) {
      health.circuit().ask(new CircuitSettings(5, Duration.ofMinutes(1))).orElseThrow().failed();
      health.failed("down");
    }
    health.setAside(Reason.CREDENTIAL, Duration.ofMinutes(1));
    health.reset();
    Figures figures = health.figures();
    assertThat(figures.circuit()).isEqualTo(CircuitBreaker.Status.CLOSED);
    assertThat(figures.errors()).isZero();
    assertThat(figures.successRate()).isEqualTo(100);
    assertThat(figures.lastError()).isEmpty();
    assertThat(figures.aside()).isEmpty();
  }

  @Test
  void aTargetHasOneHealth() {
    TargetHealths healths = new TargetHealths(time);
    assertThat(healths.of(Target.parse("a/m"))).isSameAs(healths.of(Target.parse("a/m")));
    assertThat(healths.of(Target.parse("a/m"))).isNotSameAs(healths.of(Target.parse("b/m")));
  }

  @Test
  void aResetTargetMayBeAskedAgainAsOftenAsANewOne() {
    while (health.retries().take(RetryBudget.TRANSIENT_COST)) {}
    health.reset();
    assertThat(health.retries().left()).isEqualTo(RetryBudget.CAPACITY);
  }
}

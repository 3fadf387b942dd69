package dev.breakwater.gateway.attempt;

import static org.assertj.core.api.Assertions.assertThat;

import dev.breakwater.gateway.attempt.CircuitBreaker.Status;
import dev.breakwater.gateway.concurrent.Deadline;
import dev.breakwater.gateway.concurrent.Waiter;
import dev.breakwater.gateway.settings.CircuitSettings;
import dev.breakwater.gateway.simulation.SeededScheduler;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class CircuitBreakerTest {
  private static final Duration RESET = Duration.ofSeconds(10);
  private static final CircuitSettings LIMITS = new CircuitSettings(5, RESET);

  private final SeededScheduler time = new SeededScheduler(1);
  private final CircuitBreaker breaker = new CircuitBreaker(time);

  @Test
  void opensAtItsThresholdOfConsecutiveFailures() {
    for (int failures = 1; failures < 5; failures++) {
      assertThat(permit().failed()).isFalse();
    }
    assertThat(breaker.status()).isEqualTo(Status.CLOSED);
    assertThat(permit().failed()).isTrue();
    assertThat(breaker.status()).isEqualTo(Status.OPEN);
    assertThat(breaker.ask(LIMITS)).isEmpty();
  }

  @Test
  void aSuccessStartsTheCountOfConsecutiveFailuresAgain() {
    fail(4);
    permit().succeeded();
    fail(4);
    assertThat(breaker.status()).isEqualTo(Status.CLOSED);
  }

  @Test
  void halfOfTwentyCallsFailingOpensAndLessDoesNot() {
    for (int pairs = 0; pairs < 9; pairs++) {
      permit().succeeded();
      assertThat(permit().failed()).isFalse();
    }
    permit().succeeded();
    assertThat(breaker.status()).isEqualTo(Status.CLOSED);
    assertThat(permit().failed()).isTrue();
  }

  @Test
  void aShareUnderOneHalfNeverOpens() {
    for (int times = 0; times < 500; times++) {
      permit().succeeded();
      permit().succeeded();
      assertThat(permit().failed()).isFalse();
    }
  }

  @Test
  void onlyTheLastHundredCallsCount() {
    for (int times = 0; times < 1_000; times++) {
      permit().succeeded();
    }
    int failures = 0;
    while (breaker.status() == Status.CLOSED) {
      Optional<Permit> permit = breaker.ask(new CircuitSettings(1_000, RESET));
      permit.orElseThrow().failed();
      failures++;
    }
    assertThat(failures).isEqualTo(50);
  }

  @Test
  void refusalsAndClientsThatLeaveCountForNothing() {
    fail(4);
    for (int times = 0; times < 100; times++) {
      permit().released();
    }
    assertThat(breaker.status()).isEqualTo(Status.CLOSED);
    assertThat(permit().failed()).isTrue();
  }

  @Test
  void aProbePassesAtTheResetTimeAndNotBefore() {
    fail(5);
    time.runFor(RESET.minusNanos(1));
    assertThat(breaker.ask(LIMITS)).isEmpty();
    assertThat(breaker.untilProbe()).isEqualTo(Duration.ofNanos(1));
    time.runFor(Duration.ofNanos(1));
    Permit probe = permit();
    assertThat(probe.isProbe()).isTrue();
    assertThat(breaker.status()).isEqualTo(Status.HALF_OPEN);
    probe.succeeded();
    assertThat(breaker.status()).isEqualTo(Status.CLOSED);
    assertThat(permit().isProbe()).isFalse();
    assertThat(breaker.untilProbe()).isZero();
  }

  @Test
  void eachFailedProbeDoublesTheWaitUpToTenTimes() {
    fail(5);
    for (int times : new int[] {1, 2, 4, 8, 10, 10, 10}) {
      assertThat(breaker.untilProbe()).isEqualTo(RESET.multipliedBy(times));
      time.runFor(RESET.multipliedBy(times));
      assertThat(permit().failed()).isTrue();
    }
    time.runFor(RESET.multipliedBy(10));
    permit().succeeded();
    fail(5);
    assertThat(breaker.untilProbe()).isEqualTo(RESET);
  }

  @Test
  void ofAThousandWhoAskAtOnceOneProbes() {
    fail(5);
    time.runFor(RESET);
    AtomicInteger passed = new AtomicInteger();
    List<Permit> probes = new ArrayList<>();
    for (int number = 0; number < 1_000; number++) {
      time.start(
          "asker-" + number,
          () ->
              breaker
                  .ask(LIMITS)
                  .ifPresent(permit -> {
                    passed.incrementAndGet();
                    probes.add(permit);
                    new Waiter(Thread.currentThread(), time)
                        .sleepUntil(Deadline.after(time, Duration.ofSeconds(3)));
                  }));
    }
    time.run();
    assertThat(passed).hasValue(1);
    assertThat(probes.getFirst().isProbe()).isTrue();
  }

  @Test
  void ofAThousandRealThreadsThatAskAtOnceOneProbes() throws InterruptedException {
    fail(5);
    time.runFor(RESET);
    AtomicInteger passed = new AtomicInteger();
    CountDownLatch together = new CountDownLatch(1);
    List<Thread> threads = new ArrayList<>();
    for (int number = 0; number < 1_000; number++) {
      threads.add(
          Thread.startVirtualThread(() -> {
            await(together);
            breaker.ask(LIMITS).ifPresent(permit -> passed.incrementAndGet());
            breaker.askEarly(LIMITS).ifPresent(permit -> passed.incrementAndGet());
          }));
    }
    together.countDown();
    for (Thread thread : threads) {
      thread.join();
    }
    assertThat(passed).hasValue(1);
  }

  @Test
  void anEarlyProbePassesAtMostOnceASecond() {
    fail(5);
    time.runFor(Duration.ofMillis(999));
    assertThat(breaker.askEarly(LIMITS)).isEmpty();
    time.runFor(Duration.ofMillis(1));
    Permit early = breaker.askEarly(LIMITS).orElseThrow();
    assertThat(early.isProbe()).isTrue();
    assertThat(breaker.askEarly(LIMITS)).isEmpty();
    assertThat(breaker.ask(LIMITS)).isEmpty();
    early.failed();
    time.runFor(Duration.ofMillis(999));
    assertThat(breaker.askEarly(LIMITS)).isEmpty();
    time.runFor(Duration.ofMillis(1));
    assertThat(breaker.askEarly(LIMITS)).isPresent();
  }

  @Test
  void aFailedEarlyProbeNeitherDoublesNorDelaysTheOneThatIsDue() {
    fail(5);
    for (int times = 0; times < 9; times++) {
      time.runFor(Duration.ofSeconds(1));
      assertThat(breaker.askEarly(LIMITS).orElseThrow().failed()).isTrue();
    }
    assertThat(breaker.untilProbe()).isEqualTo(Duration.ofSeconds(1));
    time.runFor(Duration.ofSeconds(1));
    permit().failed();
    assertThat(breaker.untilProbe()).isEqualTo(RESET.multipliedBy(2));
  }

  @Test
  void anEarlyProbeThatSucceedsCloses() {
    fail(5);
    time.runFor(Duration.ofSeconds(2));
    breaker.askEarly(LIMITS).orElseThrow().succeeded();
    assertThat(breaker.status()).isEqualTo(Status.CLOSED);
  }

  @Test
  void whoAsksEarlyWhenTheProbeIsDueMakesThatOne() {
    fail(5);
    time.runFor(RESET);
    breaker.askEarly(LIMITS).orElseThrow().failed();
    assertThat(breaker.untilProbe()).isEqualTo(RESET.multipliedBy(2));
  }

  @Test
  void whoAsksEarlyOfACircuitThatHasJustClosedPasses() {
    assertThat(breaker.askEarly(LIMITS))
        .hasValueSatisfying(it -> assertThat(it.isProbe()).isFalse());
  }

  @Test
  void aReleasedProbeIsGivenToTheNextWhoAsks() {
    fail(5);
    time.runFor(RESET);
    permit().released();
    assertThat(breaker.status()).isEqualTo(Status.OPEN);
    assertThat(permit().isProbe()).isTrue();
  }

  @Test
  void whatBeganBeforeTheCircuitOpenedSaysNothingAboutItsProbe() {
    Permit success = permit();
    Permit failure = permit();
    Permit late = permit();
    fail(5);
    success.succeeded();
    assertThat(breaker.status()).isEqualTo(Status.OPEN);
    time.runFor(RESET);
    Permit probe = permit();
    assertThat(failure.failed()).isTrue();
    assertThat(breaker.status()).isEqualTo(Status.HALF_OPEN);
    probe.succeeded();
    fail(4);
    assertThat(late.failed()).as("open, says a failure from before").isFalse();
    assertThat(breaker.status()).isEqualTo(Status.CLOSED);
    assertThat(permit().failed()).isTrue();
  }

  @Test
  void aResetClosesAndForgetsEverything() {
    fail(5);
    time.runFor(RESET);
    Permit probe = permit();
    breaker.reset();
    assertThat(breaker.status()).isEqualTo(Status.CLOSED);
    assertThat(probe.failed()).as("open, says a probe from before the reset").isFalse();
    assertThat(breaker.status()).isEqualTo(Status.CLOSED);
    fail(4);
    assertThat(breaker.status()).isEqualTo(Status.CLOSED);
  }

  private Permit permit() {
    return breaker.ask(LIMITS).orElseThrow();
  }

  private void fail(int times) {
    for (int failures = 0; failures < times; failures++) {
      permit().failed();
    }
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }
}

package dev.breakwater.gateway.attempt;

import static org.assertj.core.api.Assertions.assertThat;

import dev.breakwater.gateway.attempt.RetryDecision.Retry;
import dev.breakwater.gateway.concurrent.Deadline;
import dev.breakwater.gateway.provider.Fault;
import dev.breakwater.gateway.provider.Refusal;
import dev.breakwater.gateway.settings.Retries;
import dev.breakwater.gateway.simulation.SeededScheduler;
import dev.breakwater.wire.conversation.Problem;
import java.time.Duration;
import java.util.List;
import java.util.LongSummaryStatistics;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class RetryDecisionTest {
  private static final int DRAWS = 10_000;
  private static final Duration SECOND = Duration.ofSeconds(1);

  private final SeededScheduler time = new SeededScheduler(1);
  private final SplittableRandom random = new SplittableRandom(42);

  @Test
  void theBackOffIsDrawnFromNothingToTheDoubledDelay() {
    for (int retries = 0; retries < 5; retries++) {
      long most = SECOND.toNanos() << Math.min(retries, 4);
      LongSummaryStatistics drawn = draw(decision(SECOND), transientFault(), retries);
      assertThat(drawn.getMin()).isBetween(0L, most / 100);
      assertThat(drawn.getMax()).isBetween(most / 100 * 99, most);
      assertThat(drawn.getAverage()).isBetween(most * 0.48, most * 0.52);
    }
  }

  @Test
  void noBackOffIsLongerThanTwentySeconds() {
    for (int retries : new int[] {5, 19}) {
      LongSummaryStatistics drawn = draw(decision(SECOND), transientFault(), retries);
      assertThat(drawn.getMax()).isBetween(19_800_000_000L, 20_000_000_000L);
    }
    LongSummaryStatistics slow = draw(decision(Duration.ofMinutes(1)), transientFault(), 19);
    assertThat(slow.getMax()).isBetween(19_800_000_000L, 20_000_000_000L);
    assertThat(slow.getMin()).isNotNegative();
  }

  @Test
  void noDelayMeansNoBackOff() {
    assertThat(draw(decision(Duration.ZERO), transientFault(), 3).getMax()).isZero();
  }

  @Test
  void aRetryAfterIsNeverUndercutAndAlwaysSpread() {
    Duration asked = Duration.ofMillis(2_345);
    for (Fault fault : List.of(throttled(asked), transientFault(asked))) {
      LongSummaryStatistics drawn = draw(decision(SECOND), fault, 0);
      assertThat(drawn.getMin()).isBetween(asked.toNanos(), asked.plusMillis(10).toNanos());
      assertThat(drawn.getMax())
          .isBetween(asked.plusMillis(990).toNanos(), asked.plus(SECOND).toNanos());
    }
  }

  @Test
  void moreThanTheChainsPatienceIsNotWaitedOut() {
    RetryDecision decision = decision(Duration.ZERO);
    assertThat(decide(decision, throttled(Duration.ofSeconds(5)))).isPresent();
    assertThat(decide(decision, throttled(Duration.ofSeconds(5).plusNanos(1)))).isEmpty();
    assertThat(decide(decision, throttled(Duration.ofSeconds(Long.MAX_VALUE)))).isEmpty();
  }

  @Test
  void whatTheDeadlineDoesNotAllowIsNotBegunAndCostsNothing() {
    RetryBudget budget = new RetryBudget();
    RetryDecision decision = decision(Duration.ZERO, Duration.ofSeconds(3));
    assertThat(decision.decide(throttled(Duration.ofSeconds(3)), 0, false, budget)).isEmpty();
    assertThat(budget.left()).isEqualTo(RetryBudget.CAPACITY);
    assertThat(decision.decide(throttled(Duration.ofMillis(2_999)), 0, false, budget)).isPresent();
    time.runFor(Duration.ofSeconds(1));
    assertThat(decision.decide(throttled(Duration.ofMillis(2_999)), 0, false, budget)).isEmpty();
  }

  @Test
  void anOpenCircuitEndsTheRetries() {
    RetryBudget budget = new RetryBudget();
    assertThat(decision(SECOND).decide(transientFault(), 0, true, budget)).isEmpty();
    assertThat(budget.left()).isEqualTo(RetryBudget.CAPACITY);
  }

  @Test
  void aTargetGetsAsManyRetriesAsTheChainSays() {
    RetryDecision decision = decision(SECOND);
    assertThat(decision.decide(transientFault(), 19, false, new RetryBudget())).isPresent();
    assertThat(decision.decide(transientFault(), 20, false, new RetryBudget())).isEmpty();
  }

  @Test
  void anEmptyBudgetEndsTheRetries() {
    RetryDecision decision = decision(Duration.ZERO);
    RetryBudget budget = new RetryBudget();
    long allowed =
        IntStream.range(0, 1_000)
            .filter(i -> decision.decide(transientFault(), 0, false, budget).isPresent())
            .count();
    assertThat(allowed).isEqualTo(35);
  }

  @Test
  void eachKindOfFaultHasItsOwnAnswerAndPrice() {
    RetryDecision decision = decision(SECOND);
    assertThat(decide(decision, transientFault())).map(Retry::cost).contains(14);
    assertThat(decide(decision, throttled(SECOND))).map(Retry::cost).contains(5);
    assertThat(decide(decision, new Fault.Silent("idle", "nothing came"))).isEmpty();
    assertThat(decide(decision, new Fault.Credential("bad key", 401))).isEmpty();
    assertThat(decide(decision, unknownModel())).isEmpty();
  }

  private LongSummaryStatistics draw(RetryDecision decision, Fault fault, int retries) {
    return IntStream.range(0, DRAWS)
        .mapToLong(i ->
            decision
                .decide(fault, retries, false, new RetryBudget())
                .orElseThrow()
                .delay()
                .toNanos())
        .summaryStatistics();
  }

  private static Optional<Retry> decide(RetryDecision decision, Fault fault) {
    return decision.decide(fault, 0, false, new RetryBudget());
  }

  private RetryDecision decision(Duration retryDelay) {
    return decision(retryDelay, Duration.ofMinutes(10));
  }

  private RetryDecision decision(Duration retryDelay, Duration total) {
    Retries retries = new Retries(20, retryDelay, Duration.ofSeconds(5));
    return new RetryDecision(retries, Deadline.after(time, total), time, random);
  }

  private static Fault transientFault() {
    return new Fault.Transient("reset", "connection reset", 0, Optional.empty());
  }

  private static Fault transientFault(Duration retryAfter) {
    return new Fault.Transient("status_503", "unavailable", 503, Optional.of(retryAfter));
  }

  private static Fault throttled(Duration retryAfter) {
    return new Fault.Throttled("slow down", 429, Optional.of(retryAfter));
  }

  private static Fault unknownModel() {
    return new Fault.UnknownModel(
        "no such model",
        404,
        new Refusal.Rejected(
            404, Problem.of(Problem.Kind.NOT_FOUND, 404, "no"), new byte[0], List.of()));
  }
}

package dev.breakwater.gateway.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.InvocationTargetException;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The simulation notices the mistakes that an attempt engine is prone to. */
class MutantTest {
  private static final int SEEDS = Integer.getInteger("breakwater.mutantSeeds", 150);

  /** A mistake: the class, what stands there, and what stands there instead. */
  enum Mutant {
    TRIES_AGAIN_AFTER_THE_FIRST_TOKEN(
        "Judge",
        "yield new Step.Over(new End.Broken(call, broken.fault()));",
        "yield new Step.Faulty(broken.fault(), false, 0);"),
    WAITS_WITHOUT_JITTER(
        "RetryDecision", "Duration.ofNanos(random.nextLong(range + 1))", "Duration.ofNanos(range)"),
    COMES_BACK_BEFORE_RETRY_AFTER(
        "RetryDecision", "floor.plus(backOff(retries))", "backOff(retries)"),
    FORGETS_THE_RETRY_BUDGET("RetryDecision", "!budget.take(cost)", "false"),
    CHARGES_HALF_FOR_RETRIES("RetryDecision", "budget.take(cost)", "budget.take(cost / 2)"),
    RETRIES_ONCE_MORE(
        "RetryDecision", "retries >= settings.maxRetries()", "retries > settings.maxRetries()"),
    WAITS_BEYOND_THE_DEADLINE(
        "RetryDecision", "wait.compareTo(deadline.remaining(time)) >= 0", "false"),
    FORGETS_TO_RELEASE_WHEN_THE_CLIENT_LEAVES(
        "Judge",
        """
              case Outcome.Abandoned abandoned -> {
                attempt.permit().released();
        """,
        """
              case Outcome.Abandoned abandoned -> {
        """),
    LETS_PROBES_STORM(
        "HalfOpen", "return Optional.empty();", "return Optional.of(breaker.probe(this, limits));"),
    NEVER_OPENS_A_CIRCUIT(
        "Closed", "return consecutiveFailures >=", "return false && consecutiveFailures >="),
    NEVER_CLOSES_A_CIRCUIT(
        "CircuitBreaker", "hand(Closed.healed(time.nanos()));", "hand(given.before());"),
    CALLS_WHOM_A_RATE_LIMIT_KEEPS_AWAY(
        "Passing", "if (aside.isPresent()) {", "if (aside.isPresent() && candidate.named()) {"),
    GOES_ON_FOR_A_CLIENT_THAT_HAS_LEFT("Course", "if (why != null) {", "if (false) {"),
    STOPS_AT_THE_FIRST_TARGET(
        "AttemptRun",
        "for (Candidate candidate : plan.candidates()) {\n      if (isSpared",
        "for (Candidate candidate : plan.candidates().subList(0, 1)) {\n      if (isSpared"),
    RECORDS_AN_END_TWICE(
        "Caller",
        "    log.ended(call, outcome, took);\n",
        "    log.ended(call, outcome, took);\n    log.ended(call, outcome, took);\n"),
    RECORDS_NO_BEGINNING(
        "Caller", "log.began(call);", "if (call.number() > 1) {\n log.began(call);\n }");

    private final String type;
    private final String original;
    private final String replacement;

    Mutant(String type, String original, String replacement) {
      this.type = type;
      this.original = original;
      this.replacement = replacement;
    }
  }

  @ParameterizedTest
  @EnumSource
  void everyMutantIsCaught(Mutant mutant) throws Exception {
    MutatedEngine engine = MutatedEngine.with(mutant.type, mutant.original, mutant.replacement);
    assertThat(caught(engine)).as(mutant + " within " + SEEDS + " seeds").isPresent();
  }

  @Test
  void theEngineItselfIsNotCaught() throws Exception {
    MutatedEngine same =
        MutatedEngine.with("Judge", "Draws the consequences", "Draws all consequences");
    assertThat(caught(same)).isEmpty();
  }

  /** What the simulation says against it, with the seed that showed it. */
  private static Optional<String> caught(MutatedEngine engine) throws Exception {
    for (long seed = 0; seed < SEEDS; seed++) {
      try {
        engine.run(seed);
      } catch (InvocationTargetException e) {
        return Optional.of("seed " + seed + ": " + e.getCause());
      }
    }
    return Optional.empty();
  }
}

package dev.breakwater.operations.chains;

import dev.breakwater.gateway.settings.Answering;
import dev.breakwater.gateway.settings.AttemptSettings;
import dev.breakwater.gateway.settings.Choice;
import dev.breakwater.gateway.settings.CircuitSettings;
import dev.breakwater.gateway.settings.Hedging;
import dev.breakwater.gateway.settings.Retries;
import dev.breakwater.gateway.settings.Timeouts;
import dev.breakwater.operations.chains.ChainAnswer.Problem;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Applies what a change says about how targets are tried. Gathers what is out of range.
 *
 * @param problems where it adds its own
 */
record ChainValues(List<Problem> problems) {
  private static final long MOST_RETRIES = 20;
  private static final long MOST_FAILURES = 1_000;
  private static final Duration LONGEST_RETRY_DELAY = Duration.ofSeconds(60);
  private static final Duration LONGEST = Duration.ofHours(1);
  private static final Duration SHORTEST = Duration.ofMillis(1);

  AttemptSettings attempts(AttemptSettings base, ChainChange change) {
    return new AttemptSettings(
        retries(base.retries(), change.repeats()),
        circuit(base.circuit(), change.circuit()),
        timeouts(base.timeouts(), change.timeouts()),
        answering(base.answering(), change.answers()),
        choice(base.choice(), change.order()));
  }

  int count(String field, @Nullable Long wanted, long least, long most, int otherwise) {
    if (wanted == null) {
      return otherwise;
    }
    if (wanted < least || wanted > most) {
      problem(field, "must be a whole number from " + least + " to " + most);
      return otherwise;
    }
    return Math.toIntExact(wanted);
  }

  private Retries retries(Retries base, ChainChange.Repeats change) {
    return new Retries(
        count("maxRetries", change.maxRetries(), 0, MOST_RETRIES, base.maxRetries()),
        time(
            "retryDelay",
            change.retryDelay(),
            Duration.ZERO,
            LONGEST_RETRY_DELAY,
            base.retryDelay()),
        time(
            "retryAfterWait",
            change.retryAfterWait(),
            Duration.ZERO,
            LONGEST,
            base.retryAfterWait()));
  }

  private CircuitSettings circuit(CircuitSettings base, ChainChange.Circuit change) {
    return new CircuitSettings(
        count("circuitBreakerThreshold", change.threshold(), 1, MOST_FAILURES, base.threshold()),
        time("circuitBreakerResetTime", change.resetTime(), SHORTEST, LONGEST, base.resetTime()));
  }

  private Timeouts timeouts(Timeouts base, ChainChange.Times change) {
    return new Timeouts(
        time("timeouts.connect", change.connect(), SHORTEST, LONGEST, base.connect()),
        time("timeouts.firstByte", change.firstByte(), SHORTEST, LONGEST, base.firstByte()),
        time("timeouts.idle", change.idle(), SHORTEST, LONGEST, base.idle()),
        time("timeouts.attempt", change.attempt(), SHORTEST, LONGEST, base.attempt()),
        time("timeouts.total", change.total(), SHORTEST, LONGEST, base.total()));
  }

  private Answering answering(Answering base, ChainChange.Answers change) {
    return new Answering(
        or(change.wholeAnswers(), base.wholeAnswers()),
        or(change.brokenStream(), base.brokenStream()),
        or(change.onContentPolicy(), base.onContentPolicy()),
        change.hedge() == null ? base.hedging() : hedging(base.hedging(), change.hedge()));
  }

  private Hedging hedging(Hedging base, ChainChange.Hedge change) {
    return switch (change) {
      case ChainChange.Hedge.Off _ -> new Hedging.Off();
      case ChainChange.Hedge.AfterP95 wanted -> {
        double usual =
            base instanceof Hedging.AfterP95 after
                ? after.costShare()
                : Hedging.AfterP95.USUAL_SHARE;
        double share = or(wanted.costShare(), usual);
        if (!(share > 0 && share <= 1)) {
          problem("hedge.costShare", "must be a number above 0, at most 1");
          yield base;
        }
        yield new Hedging.AfterP95(share);
      }
    };
  }

  private static Choice choice(Choice base, ChainChange.Order change) {
    return new Choice(
        or(change.strategy(), base.strategy()), or(change.affinity(), base.affinity()));
  }

  private static <T> T or(@Nullable T wanted, T otherwise) {
    return wanted == null ? otherwise : wanted;
  }

  private Duration time(
      String field, @Nullable Duration wanted, Duration least, Duration most, Duration otherwise) {
    if (wanted == null) {
      return otherwise;
    }
    if (wanted.compareTo(least) < 0 || wanted.compareTo(most) > 0) {
      problem(
          field, "must be from " + least.toMillis() + " to " + most.toMillis() + " milliseconds");
      return otherwise;
    }
    return wanted;
  }

  private void problem(String field, String message) {
    problems.add(new Problem(field, message));
  }
}

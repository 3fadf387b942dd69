package dev.breakwater.gateway.attempt;

import dev.breakwater.gateway.concurrent.Deadline;
import dev.breakwater.gateway.concurrent.Timekeeper;
import dev.breakwater.gateway.provider.Fault;
import dev.breakwater.gateway.settings.Retries;
import java.time.Duration;
import java.util.Optional;
import java.util.random.RandomGenerator;

/** Whether a target may be asked again after a fault, and after what wait. */
final class RetryDecision {
  /** No back-off draws from a longer range than this, however often a target has failed. */
  static final Duration CAP = Duration.ofSeconds(20);

  private final Retries settings;
  private final Deadline deadline;
  private final Timekeeper time;
  private final RandomGenerator random;

  RetryDecision(Retries settings, Deadline deadline, Timekeeper time, RandomGenerator random) {
    this.settings = settings;
    this.deadline = deadline;
    this.time = time;
    this.random = random;
  }

  /**
   * A repeat that may be made.
   *
   * @param delay from now on
   * @param cost what the retry budget was charged
   */
  record Retry(Duration delay, int cost) {}

  /**
   * @param retries how many repeats this target has already had
   * @param circuitOpen whether the fault has opened the target's circuit
   */
  Optional<Retry> decide(Fault fault, int retries, boolean circuitOpen, RetryBudget budget) {
    if (circuitOpen) {
      return Optional.empty(); // the target is known to be down; the next one is not
    }
    if (retries >= settings.maxRetries()) {
      return Optional.empty(); // this target has had its share
    }
    return switch (fault) {
      case Fault.Transient once ->
          again(once.retryAfter(), retries, RetryBudget.TRANSIENT_COST, budget);
      case Fault.Throttled throttled ->
          again(throttled.retryAfter(), retries, RetryBudget.THROTTLED_COST, budget);
      case Fault.Silent silent -> Optional.empty(); // it has already cost one whole time-out
      case Fault.Forbidden forbidden -> Optional.empty(); // and an address the same refusal
      case Fault.Credential credential -> Optional.empty(); // the same key gets the same answer
      case Fault.UnknownModel unknown -> Optional.empty(); // so does the same name
    };
  }

  private Optional<Retry> again(
      Optional<Duration> retryAfter, int retries, int cost, RetryBudget budget) {
    Duration floor = retryAfter.orElse(Duration.ZERO);
    if (floor.compareTo(settings.retryAfterWait()) > 0) {
      return Optional.empty(); // it asks for more patience than the next target does
    }
    Duration wait = floor.plus(backOff(retries));
    if (wait.compareTo(deadline.remaining(time)) >= 0) {
      return Optional.empty(); // the caller would not live to see it
    }
    if (!budget.take(cost)) {
      return Optional.empty(); // retries must not become the storm
    }
    return Optional.of(new Retry(wait, cost));
  }

  /** Full jitter: uniform between nothing and {@code min(cap, retryDelay * 2^retries)}. */
  private Duration backOff(int retries) {
    long base = settings.retryDelay().toNanos();
    long range = retries >= 30 ? CAP.toNanos() : Math.min(CAP.toNanos(), base << retries);
    return range <= 0 ? Duration.ZERO : Duration.ofNanos(random.nextLong(range + 1));
  }
}

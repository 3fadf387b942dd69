package dev.breakwater.gateway.attempt;

import dev.breakwater.gateway.concurrent.Timekeeper;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.DoubleStream;
import org.jspecify.annotations.Nullable;

/**
 * What is known of one target from the calls made to it: its circuit, its retry budget, until when
 * it is passed by, and the figures that people look at.
 */
public final class TargetHealth {
  private static final int MESSAGE_LIMIT = 500;

  /** No target is passed by for longer, whatever time its provider names. */
  private static final Duration LONGEST_ASIDE = Duration.ofDays(1);

  private final Timekeeper time;
  private final CircuitBreaker circuit;
  private final RetryBudget retries = new RetryBudget();
  private final HedgeBudget hedges = new HedgeBudget();
  private final FirstTokenTimes firstTokens = new FirstTokenTimes();
  private final ReentrantLock lock = new ReentrantLock();
  private SlidingWindow recent = new SlidingWindow();
  private final Ejection ejection = new Ejection();
  private @Nullable Aside aside;
  private long errors;
  private int consecutiveFailures;
  private long answers;
  private long answerNanos;
  private @Nullable String lastError;
  private long lastCallMillis;

  TargetHealth(Timekeeper time) {
    this.time = time;
    this.circuit = new CircuitBreaker(time);
  }

  /** Why a target is passed by although its circuit may be closed. */
  public enum Reason {
    THROTTLED,
    CREDENTIAL,
    UNKNOWN_MODEL
  }

  /**
   * A target is passed by for a while.
   *
   * @param untilNanos on the monotonic clock
   */
  public record Aside(Reason reason, long untilNanos) {}

  /**
   * The figures of a target at one moment.
   *
   * @param successRate 0 to 100 over the last hundred calls; 100 when there were none
   * @param averageResponse over all successful calls
   * @param lastCallMillis wall-clock time of the last call's end, 0 when there was none
   * @param opened how often the circuit went from closed to open
   */
  public record Figures(
      CircuitBreaker.Status circuit,
      Optional<Reason> aside,
      double successRate,
      long errors,
      int consecutiveFailures,
      Duration averageResponse,
      Optional<String> lastError,
      long lastCallMillis,
      long opened) {}

  CircuitBreaker circuit() {
    return circuit;
  }

  RetryBudget retries() {
    return retries;
  }

  HedgeBudget hedges() {
    return hedges;
  }

  /** How soon its streams have begun lately. */
  public FirstTokenTimes firstTokens() {
    return firstTokens;
  }

  void succeeded(Duration took) {
    lock.lock();
    try {
      recent.add(true);
      ejection.add(true);
      consecutiveFailures = 0;
      answers++;
      answerNanos += took.toNanos();
      lastCallMillis = time.epochMillis();
    } finally {
      lock.unlock();
    }
  }

  void failed(String message) {
    lock.lock();
    try {
      recent.add(false);
      ejection.add(false);
      consecutiveFailures++;
      errors++;
      lastError = message.length() <= MESSAGE_LIMIT ? message : message.substring(0, MESSAGE_LIMIT);
      lastCallMillis = time.epochMillis();
    } finally {
      lock.unlock();
    }
  }

  /**
   * Passes the target by; of two reasons the one that lasts longer stands.
   *
   * @return until when this reason alone would last, on the monotonic clock
   */
  long setAside(Reason reason, Duration forTime) {
    Duration bounded = forTime.compareTo(LONGEST_ASIDE) < 0 ? forTime : LONGEST_ASIDE;
    long untilNanos = time.nanos() + bounded.toNanos();
    lock.lock();
    try {
      if (aside == null || untilNanos - aside.untilNanos() > 0) {
        aside = new Aside(reason, untilNanos);
      }
      return untilNanos;
    } finally {
      lock.unlock();
    }
  }

  /** Whether somebody else's reason passes the target by for longer than one's own. */
  boolean isAsideBeyond(long untilNanos) {
    return aside().filter(it -> it.untilNanos() - untilNanos > 0).isPresent();
  }

  /** Why and until when the target is passed by now, if it is. */
  Optional<Aside> aside() {
    lock.lock();
    try {
      if (aside != null && time.nanos() - aside.untilNanos() >= 0) {
        aside = null;
      }
      return Optional.ofNullable(aside);
    } finally {
      lock.unlock();
    }
  }

  /** How long the target is still spared as an outlier among its peers; empty when it is none. */
  Optional<Duration> outlier() {
    lock.lock();
    try {
      return ejection.remaining(time.nanos());
    } finally {
      lock.unlock();
    }
  }

  /** Ejects the target when it does far worse than the others of its plan. */
  void judgeAmong(List<TargetHealth> peers) {
    double[] rates = peers.stream().flatMapToDouble(TargetHealth::judgedRate).toArray();
    lock.lock();
    try {
      ejection.judge(rates, time.nanos());
    } finally {
      lock.unlock();
    }
  }

  private DoubleStream judgedRate() {
    lock.lock();
    try {
      return ejection.rate().stream();
    } finally {
      lock.unlock();
    }
  }

  /** Whether a rate limit alone keeps the target from being called. */
  boolean isOnlyThrottled() {
    return circuit.status() == CircuitBreaker.Status.CLOSED
        && aside().filter(it -> it.reason() == Reason.THROTTLED).isPresent();
  }

  /** How long until the target may be called; zero when it may be now. */
  public Duration untilCall() {
    Duration untilProbe = circuit.untilProbe();
    Duration passedBy =
        aside().map(it -> Duration.ofNanos(it.untilNanos() - time.nanos())).orElse(Duration.ZERO);
    return passedBy.compareTo(untilProbe) > 0 ? passedBy : untilProbe;
  }

  public Figures figures() {
    CircuitBreaker.Status status = circuit.status();
    long opened = circuit.opened();
    Optional<Reason> passedBy = aside().map(Aside::reason);
    lock.lock();
    try {
      double successRate =
          recent.size() == 0 ? 100 : 100.0 * (recent.size() - recent.failures()) / recent.size();
      return new Figures(
          status,
          passedBy,
          successRate,
          errors,
          consecutiveFailures,
          Duration.ofNanos(answers == 0 ? 0 : answerNanos / answers),
          Optional.ofNullable(lastError),
          lastCallMillis,
          opened);
    } finally {
      lock.unlock();
    }
  }

  /** Closes the circuit and clears every counter. */
  public void reset() {
    circuit.reset();
    retries.reset();
    firstTokens.clear();
    lock.lock();
    try {
      recent = new SlidingWindow();
      ejection.reset();
      aside = null;
      errors = 0;
      consecutiveFailures = 0;
      answers = 0;
      answerNanos = 0;
      lastError = null;
    } finally {
      lock.unlock();
    }
  }
}

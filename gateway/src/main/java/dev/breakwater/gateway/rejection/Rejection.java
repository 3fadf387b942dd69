package dev.breakwater.gateway.rejection;

import dev.breakwater.wire.conversation.Problem;
import java.time.Duration;
import java.util.Optional;

/** A request that we turn down ourselves; carries no stack trace, for it is no surprise. */
public final class Rejection extends RuntimeException {
  private final transient Problem problem;
  private final transient Optional<Duration> retryAfter;

  private Rejection(Problem problem, Optional<Duration> retryAfter) {
    super(problem.message(), null, false, false);
    this.problem = problem;
    this.retryAfter = retryAfter;
  }

  public static Rejection of(Problem problem) {
    return new Rejection(problem, Optional.empty());
  }

  public static Rejection retryLater(Problem problem, Duration retryAfter) {
    return new Rejection(problem, Optional.of(retryAfter));
  }

  public Problem problem() {
    return problem;
  }

  public Optional<Duration> retryAfter() {
    return retryAfter;
  }
}

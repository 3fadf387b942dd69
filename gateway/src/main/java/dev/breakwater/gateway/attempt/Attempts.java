package dev.breakwater.gateway.attempt;

import java.util.random.RandomGenerator;

/**
 * Gets a request answered: tries its targets in their order, waits between repeats, passes by who
 * is known to be down, and falls back as long as the client has seen nothing.
 */
public final class Attempts {
  private final TargetHealths healths;
  private final Providers providers;
  private final RandomGenerator random;

  public Attempts(TargetHealths healths, Providers providers, RandomGenerator random) {
    this.healths = healths;
    this.providers = providers;
    this.random = random;
  }

  /** Blocks the calling exchange until its attempts have ended, one way or another. */
  public Conclusion run(AttemptRequest request) {
    RetryDecision retries =
        new RetryDecision(
            request.plan().settings().retries(),
            request.deadline(),
            request.waiter().time(),
            random);
    return new AttemptRun(healths, providers, retries, request).run();
  }
}

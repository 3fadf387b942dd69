package dev.breakwater.gateway.attempt;

import java.util.random.RandomGenerator;

/**
 * Gets a request answered: tries its targets in their order, waits between repeats, passes by who
 * is known to be down, and falls back as long as the client has seen nothing.
 */
public final class Attempts {
  private final TargetHealths healths;
  private final Providers providers;
  private final ExpectedCost expectedCost;
  private final Threads threads;
  private final RandomGenerator random;

  /**
   * @param expectedCost of hedges, which have a share of the cost
   * @param threads carries hedged calls
   */
  public Attempts(
      TargetHealths healths,
      Providers providers,
      ExpectedCost expectedCost,
      Threads threads,
      RandomGenerator random) {
    this.healths = healths;
    this.providers = providers;
    this.expectedCost = expectedCost;
    this.threads = threads;
    this.random = random;
  }

  /** Blocks the calling exchange until its attempts have ended, one way or another. */
  public Conclusion run(AttemptRequest request) {
    return new AttemptRun(this, request).run();
  }

  TargetHealths healths() {
    return healths;
  }

  Providers providers() {
    return providers;
  }

  ExpectedCost expectedCost() {
    return expectedCost;
  }

  Threads threads() {
    return threads;
  }

  RandomGenerator random() {
    return random;
  }
}

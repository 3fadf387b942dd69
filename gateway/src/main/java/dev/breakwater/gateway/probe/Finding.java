package dev.breakwater.gateway.probe;

import java.time.Duration;

/** What came of asking a provider how it is. */
public sealed interface Finding {
  Duration took();

  /** What asking cost, nano-dollars; negative when a price is unknown, 0 for a list of models. */
  default long costNanos() {
    return 0;
  }

  /**
   * It answered.
   *
   * @param text what the model said; empty for a list of models
   */
  record Well(Duration took, String text, long costNanos) implements Finding {}

  /**
   * It is there and says no, which is the question's fault and not its own.
   *
   * @param status 400 to 499
   */
  record Refused(Duration took, int status, String message) implements Finding {}

  /**
   * It failed.
   *
   * @param extent how much of the provider the failure speaks for
   * @param code a short stable word, as of a fault
   * @param message a sentence for the operator, without secrets
   */
  record Ill(Duration took, Extent extent, String code, String message, long costNanos)
      implements Finding {}

  /** It was asked or could not be asked, and nothing is known of its health: a rate limit, say. */
  record Unclear(Duration took, String message) implements Finding {}

  /** Nobody may list models there, or there is no such list. */
  record NotOffered(Duration took, String message) implements Finding {}

  /** How much of a provider a failure speaks for. */
  enum Extent {
    /** No address, no connection, no credential: whatever is asked there will fail. */
    PROVIDER,
    /** What was asked: another model, or another call, may do. */
    QUESTION
  }
}

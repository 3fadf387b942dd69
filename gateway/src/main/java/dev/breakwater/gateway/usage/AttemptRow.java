package dev.breakwater.gateway.usage;

/** One call that reached an upstream, from its beginning to its end. */
public record AttemptRow(AttemptBegan began, AttemptEnded ended) {
  /** Whether the tokens are ours to guess, for the provider did not report them. */
  public boolean isEstimated() {
    return ended.status() == Status.INTERRUPTED
        || (!ended.tokens().reported() && ended.tokens().total() > 0);
  }

  public boolean isPriced() {
    return ended.costNanos() != AttemptEnded.UNPRICED;
  }
}

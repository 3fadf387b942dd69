package dev.breakwater.gateway.provider;

/** What the calls of one loop are billed with where reported usage is missing or not believed. */
public record Accounting(TokenEstimates estimates, UsageDoubts doubts) {
  /** One that has learnt nothing and tells nobody. */
  public static Accounting fresh() {
    return new Accounting(new TokenEstimates(), UsageDoubts.NONE);
  }
}

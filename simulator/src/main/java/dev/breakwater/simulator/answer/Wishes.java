package dev.breakwater.simulator.answer;

import org.jspecify.annotations.Nullable;

/**
 * How a script wants an answer to be composed.
 *
 * @param tokens output tokens before the client's limits; null for the natural length
 * @param inputTokens count to report; null for the true one
 * @param outputTokens count to report; null for the true one
 * @param end whether the answer has a finish reason and an end marker
 * @param usage whether the answer reports usage
 */
public record Wishes(
    @Nullable Integer tokens,
    @Nullable Long inputTokens,
    @Nullable Long outputTokens,
    boolean end,
    boolean usage) {

  /** The count to report for a true one. */
  public long input(long counted) {
    return inputTokens == null ? counted : inputTokens;
  }

  /** The count to report for a true one. */
  public long output(long counted) {
    return outputTokens == null ? counted : outputTokens;
  }
}

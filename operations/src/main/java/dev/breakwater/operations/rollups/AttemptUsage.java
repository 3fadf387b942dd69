package dev.breakwater.operations.rollups;

import dev.breakwater.gateway.usage.AttemptRow;
import dev.breakwater.wire.conversation.Tokens;

/**
 * What one attempt took, which counts for its own target.
 *
 * @param costNanos 0 when the price is unknown
 */
public record AttemptUsage(
    String provider,
    String model,
    long inputTokens,
    long cachedInputTokens,
    long outputTokens,
    long costNanos) {
  static AttemptUsage of(AttemptRow attempt) {
    Tokens tokens = attempt.ended().tokens();
    return new AttemptUsage(
        attempt.began().target().providerId().seenFrom(attempt.began().tenant()),
        attempt.began().target().model(),
        tokens.input(),
        tokens.cachedInput(),
        tokens.output(),
        attempt.isPriced() ? attempt.ended().costNanos() : 0);
  }
}

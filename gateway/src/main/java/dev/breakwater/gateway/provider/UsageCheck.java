package dev.breakwater.gateway.provider;

import dev.breakwater.wire.conversation.Tokens;
import org.jspecify.annotations.Nullable;

/**
 * Compares reported usage with what was asked and what came. The margins are wide: thoughts are
 * hidden, media dense, earlier turns kept by the vendor, and a count that is merely odd is the
 * vendor's to explain. What is beyond them would cost thousands for a line of text.
 */
final class UsageCheck {
  /** Thoughts that a vendor leaves out of the limit stay below this. */
  private static final long OUTPUT_BEYOND_LIMIT = 1_000_000;

  /** No model gives so much at once, seen or hidden. */
  private static final long HIDDEN_OUTPUT = 2_000_000;

  /** More than twice the longest context that there is. */
  private static final long HIDDEN_INPUT = 20_000_000;

  /** Tokens a byte, or a token of the limit: no text has a hundredth of that. */
  private static final long DENSEST = 100;

  private UsageCheck() {}

  /**
   * @param maxTokens the client's limit, negative when there is none
   * @param sentBytes of the request
   * @param textBytes of the answer
   * @return null where the usage may be believed, else why not
   */
  static @Nullable String doubt(Tokens reported, long maxTokens, long sentBytes, long textBytes) {
    if (maxTokens >= 0 && reported.output() > OUTPUT_BEYOND_LIMIT + DENSEST * maxTokens) {
      return "it reports %d output tokens where at most %d were asked for"
          .formatted(reported.output(), maxTokens);
    }
    if (reported.output() > HIDDEN_OUTPUT + DENSEST * textBytes) {
      return "it reports %d output tokens for %d bytes of text"
          .formatted(reported.output(), textBytes);
    }
    return reported.input() > HIDDEN_INPUT + DENSEST * sentBytes
        ? "it reports %d input tokens for a request of %d bytes"
            .formatted(reported.input(), sentBytes)
        : null;
  }
}

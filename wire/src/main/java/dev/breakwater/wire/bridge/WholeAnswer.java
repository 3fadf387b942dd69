package dev.breakwater.wire.bridge;

import dev.breakwater.wire.conversation.FinishReason;
import dev.breakwater.wire.conversation.Tokens;
import org.jspecify.annotations.Nullable;

/**
 * A complete answer in the client's protocol.
 *
 * @param tokens what the provider reported; null when nothing, or implausible counts
 * @param absurdUsage whether the provider reported counts that cannot be believed
 * @param textBytes bytes of text in the answer, for estimates
 */
public record WholeAnswer(
    byte[] body,
    FinishReason finish,
    @Nullable Tokens tokens,
    boolean absurdUsage,
    long textBytes) {
  /** An answer whose provider told its counts, or told none. */
  public WholeAnswer(byte[] body, FinishReason finish, @Nullable Tokens tokens, long textBytes) {
    this(body, finish, tokens, false, textBytes);
  }
}

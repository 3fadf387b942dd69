package dev.breakwater.gateway.provider;

import dev.breakwater.wire.conversation.Tokens;
import dev.breakwater.wire.format.Header;
import java.util.List;

/**
 * A complete answer.
 *
 * @param body in the client's protocol; empty when it was streamed
 * @param headers the upstream's headers that the client is to see
 * @param tokens as reported, else as estimated
 * @param firstContentNanos when its first content came, on the monotonic clock
 */
public record Answer(byte[] body, List<Header> headers, Tokens tokens, long firstContentNanos) {
  /** The same answer in other words. */
  public Answer withBody(byte[] other) {
    return new Answer(other, headers, tokens, firstContentNanos);
  }
}

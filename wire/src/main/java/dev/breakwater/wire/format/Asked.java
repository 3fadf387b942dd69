package dev.breakwater.wire.format;

import dev.breakwater.wire.conversation.Conversation;
import org.jspecify.annotations.Nullable;

/**
 * What a writer of answers must know of the request that it answers.
 *
 * @param conversation null where the request was never read, as between like protocols
 * @param includeUsage whether the client wants the usage in the stream (OpenAI's chat only; the
 *     others always send it)
 * @param framing how the client wants the events apart
 */
public record Asked(@Nullable Conversation conversation, boolean includeUsage, Framing framing) {
  /** How the events of a stream are told apart. */
  public enum Framing {
    SERVER_SENT_EVENTS,
    /** One JSON array that grows (Gemini without {@code alt=sse}). */
    JSON_ARRAY
  }

  public static Asked of(@Nullable Conversation conversation) {
    return new Asked(conversation, true, Framing.SERVER_SENT_EVENTS);
  }
}

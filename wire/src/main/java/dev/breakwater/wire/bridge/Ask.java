package dev.breakwater.wire.bridge;

import dev.breakwater.wire.conversation.Conversation;
import dev.breakwater.wire.format.Asked.Framing;
import dev.breakwater.wire.format.Protocol;
import dev.breakwater.wire.json.MalformedBody;
import dev.breakwater.wire.size.PromptSize;
import org.jspecify.annotations.Nullable;

/**
 * What a client asks: the bytes received, where in them the things stand that we act on, and, once
 * somebody needs it, the conversation. Comes from {@link Asks}; belongs to one exchange.
 */
public interface Ask {
  Protocol protocol();

  byte[] body();

  /** What the body's bytes tell of how many tokens it has. */
  default PromptSize size() {
    return PromptSize.of(body());
  }

  /** The model asked for; null when the client leaves it out. */
  @Nullable String model();

  boolean stream();

  /** The most output tokens the client allows, -1 when it does not say. */
  long maxTokens();

  /** The client's own name for its end user or session, if the body has one. */
  @Nullable String user();

  /** Whether the model is asked to think before its first word. */
  boolean wantsReasoning();

  /** How the client wants the events of a stream apart. */
  default Framing framing() {
    return Framing.SERVER_SENT_EVENTS;
  }

  /** Whether it asks a model to go on with a conversation; embeddings do not. */
  default boolean isConversation() {
    return true;
  }

  /** Whether its answer may come as a stream: what a model says may, a number or a vector not. */
  default boolean canStream() {
    return true;
  }

  /**
   * Parsed at the first call.
   *
   * @throws MalformedBody names the field that a conversation cannot be read from
   */
  Conversation conversation() throws MalformedBody;
}

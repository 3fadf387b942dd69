package dev.breakwater.wire.count;

import dev.breakwater.wire.conversation.Conversation;
import dev.breakwater.wire.format.Protocol;
import dev.breakwater.wire.json.MalformedBody;

/** A client protocol's question how many tokens a prompt has. */
public interface ClientCount {
  Protocol protocol();

  /**
   * @throws MalformedBody when it is no such question; names the field
   */
  Conversation read(byte[] body) throws MalformedBody;

  /**
   * The answer.
   *
   * @param tokens at least 0
   */
  byte[] answer(long tokens);
}

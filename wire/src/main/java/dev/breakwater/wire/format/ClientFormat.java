package dev.breakwater.wire.format;

import dev.breakwater.wire.conversation.Conversation;
import dev.breakwater.wire.conversation.Problem;
import dev.breakwater.wire.conversation.Reply;
import dev.breakwater.wire.json.MalformedBody;

/** A protocol in front: its requests are read, its answers, events and errors written. */
public interface ClientFormat {
  Protocol protocol();

  /**
   * @throws MalformedBody when it is not a request of this protocol; names the field
   */
  Conversation readRequest(byte[] body) throws MalformedBody;

  byte[] writeReply(Reply reply, Asked asked);

  /** A writer for one streamed answer. */
  EventWriter eventWriter(Asked asked);

  byte[] writeProblem(Problem problem);
}

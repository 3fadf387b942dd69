package dev.breakwater.wire.format;

import dev.breakwater.wire.conversation.Conversation;
import dev.breakwater.wire.conversation.Problem;
import dev.breakwater.wire.conversation.Reply;
import dev.breakwater.wire.json.MalformedBody;
import dev.breakwater.wire.sse.EventFramer;
import dev.breakwater.wire.sse.Framer;
import java.util.List;

/** A protocol behind: its requests are written, its answers, events and errors read. */
public interface ProviderFormat {
  Protocol protocol();

  /** The path under the provider's base URL, with its query, for a conversation with a model. */
  String path(String model, boolean stream);

  /** The headers that carry a credential and whatever else the protocol demands of a caller. */
  List<Header> callerHeaders(String credential);

  /**
   * Writes what the protocol can say.
   *
   * @param dropped gets the harmless wishes that it has no words for
   * @throws Inexpressible when something that is not harmless cannot be said
   */
  byte[] writeRequest(Conversation conversation, String model, boolean stream, Dropped dropped)
      throws Inexpressible;

  /**
   * @throws MalformedBody when it is no whole answer of this protocol, an error object inside a 200
   *     included
   */
  Reply readReply(byte[] body) throws MalformedBody;

  /** A reader for one streamed answer. */
  EventReader eventReader();

  /** Puts one streamed answer together to a whole one, which {@link #readReply} can read. */
  AnswerAssembly assembly();

  /** Finds the events in the bytes of one streamed answer. */
  default Framer framer() {
    return new EventFramer();
  }

  /** The media type of its streams. */
  default String streamType() {
    return "text/event-stream";
  }

  /**
   * Watches one answer as it passes by.
   *
   * @param choices how many answers the request asks for, at least 1
   */
  AnswerWatch watch(int choices);

  /** Reads the provider's error; never fails, whatever the bytes are. */
  Problem readProblem(int status, byte[] body);
}

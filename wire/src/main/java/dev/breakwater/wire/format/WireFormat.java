package dev.breakwater.wire.format;

import dev.breakwater.wire.conversation.Conversation;
import dev.breakwater.wire.conversation.Problem;
import dev.breakwater.wire.conversation.Reply;
import dev.breakwater.wire.json.MalformedBody;
import java.util.List;

/** One protocol as data: what its requests, answers, events and errors look like. */
public interface WireFormat {
  Protocol protocol();

  /** The path under the provider's base URL, with its query, for a conversation with a model. */
  String path(String model, boolean stream);

  /** The headers that carry a credential and whatever else the protocol demands of a caller. */
  List<Header> callerHeaders(String credential);

  /**
   * @throws MalformedBody when it is not a request of this protocol; names the field
   */
  Conversation readRequest(byte[] body) throws MalformedBody;

  byte[] writeRequest(Conversation conversation, String model, boolean stream);

  /**
   * @throws MalformedBody when it is no whole answer of this protocol, an error object inside a 200
   *     included
   */
  Reply readReply(byte[] body) throws MalformedBody;

  byte[] writeReply(Reply reply);

  EventReader eventReader();

  /** A writer for one streamed answer. */
  EventWriter eventWriter(StreamOptions options);

  /**
   * Watches one answer as it passes by untouched.
   *
   * @param choices how many answers the request asks for, at least 1
   */
  AnswerWatch watch(int choices);

  /** Reads the provider's error; never fails, whatever the bytes are. */
  Problem readProblem(int status, byte[] body);

  byte[] writeProblem(Problem problem);

  /**
   * What a client of this protocol asked of its stream.
   *
   * @param includeUsage whether the client wants the usage in the stream (OpenAI only; the others
   *     always send it)
   */
  record StreamOptions(boolean includeUsage) {}
}

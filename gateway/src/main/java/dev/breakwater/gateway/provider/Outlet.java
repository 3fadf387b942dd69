package dev.breakwater.gateway.provider;

import dev.breakwater.wire.bridge.AnswerStream;
import dev.breakwater.wire.conversation.Tokens;
import dev.breakwater.wire.format.Header;
import dev.breakwater.wire.json.ByteSink;
import dev.breakwater.wire.json.MalformedBody;
import java.util.List;

/** Who gets a streamed answer, and when. One an attempt. */
interface Outlet {
  AnswerStream stream();

  /**
   * The first content is there: the point of no return, where there is one.
   *
   * @param headers the upstream's headers that the client is to see
   * @param out what has been written of the stream so far
   */
  void begin(List<Header> headers, ByteSink out);

  /**
   * Hands on what is ready, after {@link #begin}.
   *
   * @return false when the client has left
   */
  boolean send(ByteSink out);

  /**
   * The stream is complete.
   *
   * @return the answer's body; empty for one that was streamed
   * @throws MalformedBody when it is no answer after all
   */
  byte[] end(ByteSink out) throws MalformedBody;

  /** The stream broke off after {@link #begin}. */
  Outcome broken(Fault fault, Tokens soFar, ByteSink out);
}

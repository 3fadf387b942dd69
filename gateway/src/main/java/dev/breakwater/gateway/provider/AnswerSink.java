package dev.breakwater.gateway.provider;

import dev.breakwater.wire.format.Header;
import java.util.List;

/** Where a streamed answer goes: the client's connection. */
public interface AnswerSink {
  /**
   * The answer is about to begin: nothing can be taken back after this.
   *
   * @param call the call that answers
   * @param headers the upstream's headers that the client is to see
   */
  void commit(Call call, List<Header> headers);

  /**
   * Sends whole events of the client's protocol; waits while the client is slow to read.
   *
   * @return false when the client has left or has read nothing for too long
   */
  boolean send(byte[] events);
}

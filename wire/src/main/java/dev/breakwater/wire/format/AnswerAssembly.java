package dev.breakwater.wire.format;

import dev.breakwater.wire.json.MalformedBody;

/**
 * Puts the events of one streamed answer together to the whole answer that the provider would have
 * given. Works on what the protocol says, not on what the gateway knows of it, so that unknown
 * fields of events stay in the answer where they belong to a message, a choice or a block.
 */
public interface AnswerAssembly {
  /**
   * Takes one event's data.
   *
   * @throws MalformedBody when it cannot be read: a broken answer
   */
  void add(byte[] data, int start, int end) throws MalformedBody;

  /**
   * The whole answer, of a stream that is finished.
   *
   * @throws MalformedBody when the events were none of an answer
   */
  byte[] whole() throws MalformedBody;
}

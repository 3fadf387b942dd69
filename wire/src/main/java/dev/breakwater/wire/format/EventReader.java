package dev.breakwater.wire.format;

import dev.breakwater.wire.conversation.AnswerEvent;
import dev.breakwater.wire.json.MalformedBody;
import java.util.function.Consumer;

/** Reads one streamed answer of a protocol, event by event; keeps what later events need. */
public interface EventReader {
  /**
   * Reads one server-sent event's data (without {@code data:} and line ends); comments and pings
   * never come here.
   *
   * @throws MalformedBody when the event cannot be read: a broken answer
   */
  void read(byte[] data, int start, int end, Consumer<AnswerEvent> events) throws MalformedBody;
}

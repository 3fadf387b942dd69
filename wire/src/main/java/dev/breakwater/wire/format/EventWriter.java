package dev.breakwater.wire.format;

import dev.breakwater.wire.conversation.AnswerEvent;
import dev.breakwater.wire.json.ByteSink;

/** Writes one streamed answer in a protocol, as whole server-sent events. */
public interface EventWriter {
  /**
   * Writes nothing, one or several events. A {@code Finished} that must go out together with usage
   * may be held back until {@link #end}.
   */
  void write(AnswerEvent event, ByteSink out);

  /** The normal end of a complete answer: held-back events and the protocol's own end marker. */
  void end(ByteSink out);
}

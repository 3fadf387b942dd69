package dev.breakwater.simulator.answer;

import dev.breakwater.simulator.speech.Utterance;
import io.vertx.core.buffer.Buffer;
import java.util.List;
import java.util.function.UnaryOperator;

/**
 * A composed answer that renders itself in its vendor's format, whole or in pieces; both say the
 * same.
 */
public interface Answer {
  /** What each choice says, in order; one at least. */
  List<Utterance> choices();

  /** The whole answer's body. */
  Buffer whole();

  /** Content type of the stream. */
  String streamType();

  /** What a stream starts with before its first content. */
  List<Buffer> opening();

  /**
   * One piece of one choice as a chunk of the stream. Faults may ask for the same piece again, or
   * for none after it.
   */
  Chunk chunk(int choice, int piece);

  /**
   * An event of the stream with its JSON damaged, the framing around it intact.
   *
   * @param damage what is done to bytes that hold the event's JSON
   */
  default Buffer damaged(Buffer event, UnaryOperator<Buffer> damage) {
    return damage.apply(event);
  }

  /** What a stream ends with after its last content. */
  List<Buffer> closing();

  /**
   * The vendor's error, thrown into the stream, which ends after it.
   *
   * @param first whether no chunk of content was sent before
   */
  Buffer errorEvent(boolean first);
}

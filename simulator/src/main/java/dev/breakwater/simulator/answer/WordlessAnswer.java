package dev.breakwater.simulator.answer;

import dev.breakwater.simulator.speech.Utterance;
import io.vertx.core.buffer.Buffer;
import java.util.List;

/**
 * An answer without words, which is never streamed, such as embeddings.
 *
 * @param whole its body
 */
public record WordlessAnswer(Buffer whole) implements Answer {
  @Override
  public List<Utterance> choices() {
    return List.of(Utterance.NOTHING);
  }

  @Override
  public String streamType() {
    throw new IllegalStateException("there is no stream of this answer");
  }

  @Override
  public List<Buffer> opening() {
    throw new IllegalStateException("there is no stream of this answer");
  }

  @Override
  public Chunk chunk(int choice, int piece) {
    throw new IllegalStateException("there is no stream of this answer");
  }

  @Override
  public List<Buffer> closing() {
    throw new IllegalStateException("there is no stream of this answer");
  }

  @Override
  public Buffer errorEvent(boolean first) {
    throw new IllegalStateException("there is no stream of this answer");
  }
}

package dev.breakwater.wire.embedding;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A request for vectors.
 *
 * @param model null when the client leaves it out
 * @param inputs one at least
 * @param dimensions how many numbers a vector is to have; null is "as many as the model's"
 * @param base64 whether the client wants each vector as 32-bit floats, lowest byte first, in base64
 *     instead of an array of numbers
 * @param user the caller's own name for its end user
 */
public record EmbeddingAsk(
    @Nullable String model,
    List<EmbeddingInput> inputs,
    @Nullable Integer dimensions,
    boolean base64,
    @Nullable String user) {
  public EmbeddingAsk {
    inputs = List.copyOf(inputs);
  }
}

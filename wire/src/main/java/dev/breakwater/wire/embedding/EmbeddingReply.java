package dev.breakwater.wire.embedding;

import dev.breakwater.wire.conversation.Tokens;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Vectors, in the order of the inputs.
 *
 * @param model that made them
 * @param vectors not to be changed
 * @param tokens null when the provider does not tell
 */
public record EmbeddingReply(String model, List<float[]> vectors, @Nullable Tokens tokens) {
  public EmbeddingReply {
    vectors = List.copyOf(vectors);
  }
}

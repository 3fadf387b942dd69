package dev.breakwater.wire.embedding;

import java.util.List;

/** One thing that a vector is wanted of. */
public sealed interface EmbeddingInput {
  /** A text. */
  record Text(String text) implements EmbeddingInput {}

  /**
   * A text as its model's tokens.
   *
   * @param tokens their numbers, 0 or more each
   */
  record TokenIds(List<Long> tokens) implements EmbeddingInput {
    public TokenIds {
      tokens = List.copyOf(tokens);
    }
  }
}

package dev.breakwater.wire.bridge;

import dev.breakwater.wire.conversation.Conversation;
import dev.breakwater.wire.embedding.EmbeddingAsk;
import dev.breakwater.wire.embedding.OpenAiEmbeddings;
import dev.breakwater.wire.format.Protocol;
import dev.breakwater.wire.json.MalformedBody;
import org.jspecify.annotations.Nullable;

/** An ask for embeddings whose bytes have been walked once. */
final class ScannedEmbedding extends FactsAsk {
  private @Nullable EmbeddingAsk embedding;

  ScannedEmbedding(byte[] body, AskFacts facts) {
    super(body, facts);
  }

  /**
   * The ask in full.
   *
   * @throws IllegalArgumentException for one that does not come from {@link Asks#openAiEmbeddings}
   */
  static ScannedEmbedding of(Ask ask) {
    if (ask instanceof ScannedEmbedding embedding) {
      return embedding;
    }
    throw new IllegalArgumentException("no ask for embeddings: " + ask.getClass());
  }

  /** Parsed at the first call. */
  EmbeddingAsk embedding() throws MalformedBody {
    if (embedding == null) {
      embedding = OpenAiEmbeddings.read(body());
    }
    return embedding;
  }

  @Override
  public Protocol protocol() {
    return Protocol.OPENAI;
  }

  @Override
  public boolean stream() {
    return false;
  }

  @Override
  public boolean isConversation() {
    return false;
  }

  @Override
  public boolean canStream() {
    return false;
  }

  @Override
  public Conversation conversation() throws MalformedBody {
    throw new MalformedBody("input", "a request for embeddings is no conversation");
  }
}

package dev.breakwater.wire.bridge;

import dev.breakwater.wire.conversation.Problem;
import dev.breakwater.wire.format.ClientFormat;
import dev.breakwater.wire.format.ProviderFormat;

/** What the ways of embeddings have in common: errors, which are the protocols' own. */
abstract class EmbeddingBridge implements Bridge {
  private final ClientFormat client;
  private final ProviderFormat provider;

  EmbeddingBridge(ClientFormat client, ProviderFormat provider) {
    this.client = client;
    this.provider = provider;
  }

  @Override
  public final ClientFormat client() {
    return client;
  }

  @Override
  public final ProviderFormat provider() {
    return provider;
  }

  /** Vectors are never streamed. */
  @Override
  public final AnswerStream stream(Ask ask) {
    throw new IllegalStateException("a stream for embeddings");
  }

  @Override
  public final Problem problem(int status, byte[] body) {
    return provider.readProblem(status, body);
  }

  @Override
  public byte[] errorBody(int status, byte[] body) {
    return client.writeProblem(problem(status, body));
  }
}

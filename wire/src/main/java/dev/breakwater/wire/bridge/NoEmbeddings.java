package dev.breakwater.wire.bridge;

import dev.breakwater.wire.format.ClientFormat;
import dev.breakwater.wire.format.Inexpressible;
import dev.breakwater.wire.format.ProviderFormat;

/** No way at all: the protocol has no embeddings, or none that are translated. */
final class NoEmbeddings extends EmbeddingBridge {
  NoEmbeddings(ClientFormat client, ProviderFormat provider) {
    super(client, provider);
  }

  @Override
  public Outgoing request(Ask ask, String model) throws Inexpressible {
    throw new Inexpressible(
        "input",
        "Breakwater makes no embeddings with providers of protocol " + provider().protocol());
  }

  @Override
  public WholeAnswer whole(Ask ask, byte[] body) {
    throw new IllegalStateException("an answer to what was never asked");
  }
}

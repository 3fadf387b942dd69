package dev.breakwater.wire.bridge;

import dev.breakwater.wire.conversation.FinishReason;
import dev.breakwater.wire.embedding.EmbeddingAsk;
import dev.breakwater.wire.embedding.EmbeddingReply;
import dev.breakwater.wire.embedding.GeminiEmbeddings;
import dev.breakwater.wire.embedding.OpenAiEmbeddings;
import dev.breakwater.wire.format.ClientFormat;
import dev.breakwater.wire.format.Dropped;
import dev.breakwater.wire.format.Inexpressible;
import dev.breakwater.wire.format.ProviderFormat;
import dev.breakwater.wire.json.MalformedBody;

/** OpenAI's embeddings made by Gemini. */
final class GeminiEmbeddingBridge extends EmbeddingBridge {
  GeminiEmbeddingBridge(ClientFormat client, ProviderFormat provider) {
    super(client, provider);
  }

  @Override
  public String path(Ask ask, String model) {
    return GeminiEmbeddings.path(model);
  }

  @Override
  public Outgoing request(Ask ask, String model) throws MalformedBody, Inexpressible {
    Dropped dropped = new Dropped();
    EmbeddingAsk embedding = ScannedEmbedding.of(ask).embedding();
    return new Outgoing(GeminiEmbeddings.write(embedding, model, dropped), dropped.fields());
  }

  /** Gemini's answer does not name its model: the client is told the one that it asked for. */
  @Override
  public WholeAnswer whole(Ask ask, byte[] body) throws MalformedBody {
    EmbeddingAsk asked = ScannedEmbedding.of(ask).embedding();
    String model = asked.model() == null ? "" : asked.model();
    EmbeddingReply reply = GeminiEmbeddings.read(body, model, asked.inputs().size());
    return new WholeAnswer(
        OpenAiEmbeddings.write(reply, asked.base64()), FinishReason.STOP, reply.tokens(), 0);
  }
}

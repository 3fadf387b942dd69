package dev.breakwater.wire.bridge;

import dev.breakwater.wire.conversation.FinishReason;
import dev.breakwater.wire.embedding.OpenAiEmbeddings;
import dev.breakwater.wire.format.ClientFormat;
import dev.breakwater.wire.format.ProviderFormat;
import dev.breakwater.wire.json.MalformedBody;

/** Embeddings between like protocols: the bytes pass through with the model's name in place. */
final class EmbeddingPassThrough extends EmbeddingBridge {
  EmbeddingPassThrough(ClientFormat client, ProviderFormat provider) {
    super(client, provider);
  }

  @Override
  public String path(Ask ask, String model) {
    return "/embeddings";
  }

  @Override
  public Outgoing request(Ask ask, String model) {
    return Outgoing.untouched(
        Splice.body(ask.body(), ScannedEmbedding.of(ask).facts(), model, false));
  }

  @Override
  public WholeAnswer whole(Ask ask, byte[] body) throws MalformedBody {
    return new WholeAnswer(body, FinishReason.STOP, OpenAiEmbeddings.look(body), 0);
  }

  @Override
  public byte[] errorBody(int status, byte[] body) {
    return PassThrough.isObject(body) ? body : super.errorBody(status, body);
  }
}

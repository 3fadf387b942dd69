package dev.breakwater.clients.openai;

import com.openai.client.OpenAIClient;
import com.openai.models.embeddings.CreateEmbeddingResponse;
import com.openai.models.embeddings.EmbeddingCreateParams;
import dev.breakwater.clients.lines.Ask;
import dev.breakwater.clients.lines.Feature;
import dev.breakwater.clients.lines.Told;
import dev.breakwater.clients.lines.Unsupported;
import java.util.List;

/** Embeddings of two texts. */
record Embeddings(OpenAIClient client, Ask ask, Told told) {
  void answer() {
    switch (ask.feature()) {
      case EMBEDDINGS, BAD_KEY, UNKNOWN_MODEL ->
          embed(List.of(ask.prompt(), ask.prompt() + " again"));
      case BAD_REQUEST -> embed(List.of());
      case WHOLE,
          STREAMED,
          TOOLS,
          TOOLS_STREAMED,
          IMAGE,
          SCHEMA,
          SCHEMA_STREAMED,
          JSON_MODE,
          THINKING,
          THINKING_STREAMED,
          THINKING_TOOLS,
          STOP,
          LIMIT,
          COUNT,
          MODELS,
          CONVERSATION ->
          throw new Unsupported("embeddings are vectors: there is " + Feature.EMBEDDINGS.key());
    }
  }

  private void embed(List<String> texts) {
    CreateEmbeddingResponse answer =
        client
            .embeddings()
            .create(
                EmbeddingCreateParams.builder()
                    .model(ask.model())
                    .inputOfArrayOfStrings(texts)
                    .build());
    told.model(answer.model());
    told.usage(answer.usage().promptTokens(), null);
    answer.data().forEach(embedding -> told.vector(embedding.embedding()));
  }
}

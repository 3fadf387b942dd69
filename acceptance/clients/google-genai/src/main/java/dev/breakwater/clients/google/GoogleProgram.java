package dev.breakwater.clients.google;

import com.google.genai.Client;
import com.google.genai.errors.ApiException;
import com.google.genai.types.ContentEmbedding;
import com.google.genai.types.EmbedContentConfig;
import com.google.genai.types.HttpOptions;
import com.google.genai.types.HttpRetryOptions;
import com.google.genai.types.ListModelsConfig;
import dev.breakwater.clients.lines.Ask;
import dev.breakwater.clients.lines.Feature;
import dev.breakwater.clients.lines.LineLoop;
import dev.breakwater.clients.lines.Program;
import dev.breakwater.clients.lines.Raised;
import dev.breakwater.clients.lines.Task;
import dev.breakwater.clients.lines.Told;
import dev.breakwater.clients.lines.Unsupported;
import java.io.IOException;
import java.util.List;
import java.util.Map;

/** {@code google-genai}: generated content, embeddings, token counts and models. */
final class GoogleProgram implements Program {
  private final Client client;
  private final Client stranger;

  private GoogleProgram(String server, String key) {
    client = client(server, key);
    stranger = client(server, Task.WRONG_KEY);
  }

  /**
   * @param arguments the server's root and the key
   */
  public static void main(String[] arguments) throws IOException {
    LineLoop.run(new GoogleProgram(arguments[0], arguments[1]));
  }

  private static Client client(String server, String key) {
    return Client.builder()
        .apiKey(key)
        .vertexAI(false)
        .httpOptions(
            HttpOptions.builder()
                .baseUrl(server)
                .timeout(60_000)
                .retryOptions(HttpRetryOptions.builder().attempts(1).build())
                .build())
        .build();
  }

  @Override
  public void answer(Ask ask, Told told) {
    Client asking = ask.feature() == Feature.BAD_KEY ? stranger : client;
    if (ask.feature() == Feature.MODELS) {
      asking
          .models
          .list(ListModelsConfig.builder().build())
          .forEach(model -> told.listed(model.name().orElseThrow()));
      return;
    }
    switch (ask.protocol()) {
      case "gemini" -> new Generation(asking, ask, told).answer();
      case "embeddings" -> embed(asking, ask, told);
      default -> throw new Unsupported("the library speaks Google's protocol");
    }
  }

  private static void embed(Client client, Ask ask, Told told) {
    if (ask.feature() != Feature.EMBEDDINGS
        && ask.feature() != Feature.BAD_KEY
        && ask.feature() != Feature.UNKNOWN_MODEL) {
      throw new Unsupported("embeddings are vectors");
    }
    client
        .models
        .embedContent(
            ask.model(),
            List.of(ask.prompt(), ask.prompt() + " again"),
            EmbedContentConfig.builder().build())
        .embeddings()
        .orElse(List.of())
        .stream()
        .map(ContentEmbedding::values)
        .forEach(values -> told.vector(values.orElse(List.of())));
  }

  @Override
  public Raised raised(Throwable failure) {
    return failure instanceof ApiException answered
        ? Raised.of(failure, answered.code(), "", answered.status(), Map.of())
        : Raised.plain(failure);
  }
}

package dev.breakwater.clients.openai;

import com.openai.client.OpenAIClient;
import com.openai.client.okhttp.OpenAIOkHttpClient;
import com.openai.core.http.Headers;
import com.openai.errors.OpenAIServiceException;
import dev.breakwater.clients.lines.Ask;
import dev.breakwater.clients.lines.Feature;
import dev.breakwater.clients.lines.LineLoop;
import dev.breakwater.clients.lines.Program;
import dev.breakwater.clients.lines.Raised;
import dev.breakwater.clients.lines.Task;
import dev.breakwater.clients.lines.Told;
import dev.breakwater.clients.lines.Unsupported;
import java.io.IOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/** {@code openai-java}: chat completions, Responses, embeddings and models. */
final class OpenAiProgram implements Program {
  private final OpenAIClient client;
  private final OpenAIClient stranger;

  private OpenAiProgram(String server, String key) {
    client = client(server, key);
    stranger = client(server, Task.WRONG_KEY);
  }

  /**
   * @param arguments the server's root and the key
   */
  public static void main(String[] arguments) throws IOException {
    LineLoop.run(new OpenAiProgram(arguments[0], arguments[1]));
  }

  /** Validating: a field that the vendor's schema requires and that is missing is an error. */
  private static OpenAIClient client(String server, String key) {
    return OpenAIOkHttpClient.builder()
        .baseUrl(server + "/v1")
        .apiKey(key)
        .maxRetries(0)
        .responseValidation(true)
        .timeout(Duration.ofSeconds(60))
        .build();
  }

  @Override
  public void answer(Ask ask, Told told) {
    OpenAIClient asking = ask.feature() == Feature.BAD_KEY ? stranger : client;
    if (ask.feature() == Feature.MODELS) {
      asking.models().list().autoPager().forEach(model -> told.listed(model.id()));
      return;
    }
    switch (ask.protocol()) {
      case "chat" -> new Chat(asking, ask, told).answer();
      case "responses" -> new Responses(asking, ask, told).answer();
      case "embeddings" -> new Embeddings(asking, ask, told).answer();
      default -> throw new Unsupported("the library speaks OpenAI's protocols");
    }
  }

  @Override
  public Raised raised(Throwable failure) {
    return failure instanceof OpenAIServiceException answered
        ? Raised.of(
            failure,
            answered.statusCode(),
            answered.code().orElse(""),
            answered.type().orElse(""),
            map(answered.headers()))
        : Raised.plain(failure);
  }

  static Map<String, String> map(Headers headers) {
    Map<String, String> map = new HashMap<>();
    headers
        .names()
        .forEach(name ->
            map.put(name.toLowerCase(Locale.ROOT), String.join(", ", headers.values(name))));
    return map;
  }
}

package dev.breakwater.clients.anthropic;

import com.anthropic.client.AnthropicClient;
import com.anthropic.client.okhttp.AnthropicOkHttpClient;
import com.anthropic.core.http.Headers;
import com.anthropic.errors.AnthropicServiceException;
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

/** {@code anthropic-java}: messages, token counts and models. */
final class AnthropicProgram implements Program {
  private final AnthropicClient client;
  private final AnthropicClient stranger;

  private AnthropicProgram(String server, String key) {
    client = client(server, key);
    stranger = client(server, Task.WRONG_KEY);
  }

  /**
   * @param arguments the server's root and the key
   */
  public static void main(String[] arguments) throws IOException {
    LineLoop.run(new AnthropicProgram(arguments[0], arguments[1]));
  }

  /** Validating: a field that the vendor's schema requires and that is missing is an error. */
  private static AnthropicClient client(String server, String key) {
    return AnthropicOkHttpClient.builder()
        .baseUrl(server)
        .apiKey(key)
        .maxRetries(0)
        .responseValidation(true)
        .timeout(Duration.ofSeconds(60))
        .build();
  }

  @Override
  public void answer(Ask ask, Told told) {
    if (!ask.protocol().equals("messages")) {
      throw new Unsupported("the library speaks Anthropic's messages");
    }
    AnthropicClient asking = ask.feature() == Feature.BAD_KEY ? stranger : client;
    if (ask.feature() == Feature.MODELS) {
      asking.models().list().autoPager().forEach(model -> told.listed(model.id()));
      return;
    }
    new Messages(asking, ask, told).answer();
  }

  @Override
  public Raised raised(Throwable failure) {
    return failure instanceof AnthropicServiceException answered
        ? Raised.of(
            failure,
            answered.statusCode(),
            "",
            answered.type().map(type -> type.asString()).orElse(""),
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

package dev.breakwater.acceptance;

import com.openai.client.OpenAIClient;
import com.openai.client.okhttp.OpenAIOkHttpClient;
import com.openai.core.http.Headers;
import com.openai.core.http.HttpResponseFor;
import com.openai.core.http.StreamResponse;
import com.openai.errors.OpenAIServiceException;
import com.openai.models.chat.completions.ChatCompletion;
import com.openai.models.chat.completions.ChatCompletionChunk;
import com.openai.models.chat.completions.ChatCompletionCreateParams;
import com.openai.models.chat.completions.ChatCompletionStreamOptions;
import com.openai.models.completions.CompletionUsage;
import java.net.URI;
import java.time.Duration;
import java.util.HashMap;
import java.util.Iterator;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** {@code openai-java}. */
final class JavaClient implements ChatClient {
  private final OpenAIClient client;

  /** Virtual: a wait for a socket ends there when its thread is interrupted. */
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

  JavaClient(URI server, String key) {
    client =
        OpenAIOkHttpClient.builder()
            .baseUrl(server + "/v1")
            .apiKey(key)
            .maxRetries(0)
            .timeout(Duration.ofSeconds(60))
            .build();
  }

  @Override
  public Talk start(Ask ask) {
    CompletableFuture<Reply> reply = new CompletableFuture<>();
    Future<?> running = threads.submit(() -> reply.complete(perform(ask)));
    return new Talk(reply, () -> running.cancel(true));
  }

  private Reply perform(Ask ask) {
    Told told = new Told();
    try {
      if (ask.stream()) {
        streamed(ask, told);
      } else {
        whole(ask, told);
      }
    } catch (RuntimeException e) {
      return told.reply(Optional.of(raised(e)));
    }
    return told.reply(Optional.empty());
  }

  private void whole(Ask ask, Told told) {
    try (HttpResponseFor<ChatCompletion> response =
        client.chat().completions().withRawResponse().create(parameters(ask).build())) {
      told.headers = map(response.headers());
      ChatCompletion completion = response.parse();
      ChatCompletion.Choice choice = completion.choices().getFirst();
      told.text.append(choice.message().content().orElse(""));
      told.pieces = 1;
      told.model = completion.model();
      told.finishReason = choice.finishReason().asString();
      completion.usage().ifPresent(told::usage);
    }
  }

  private void streamed(Ask ask, Told told) {
    ChatCompletionCreateParams parameters =
        parameters(ask)
            .streamOptions(ChatCompletionStreamOptions.builder().includeUsage(true).build())
            .build();
    try (HttpResponseFor<StreamResponse<ChatCompletionChunk>> response =
        client.chat().completions().withRawResponse().createStreaming(parameters)) {
      told.headers = map(response.headers());
      try (StreamResponse<ChatCompletionChunk> stream = response.parse()) {
        Iterator<ChatCompletionChunk> chunks = stream.stream().iterator();
        while (chunks.hasNext() && (told.pieces == 0 || told.pieces != ask.leaveAfterPieces())) {
          told.chunk(chunks.next());
        }
      }
    }
  }

  private static ChatCompletionCreateParams.Builder parameters(Ask ask) {
    return ChatCompletionCreateParams.builder().model(ask.model()).addUserMessage(ask.prompt());
  }

  private static Raised raised(RuntimeException e) {
    String type = e.getClass().getSimpleName();
    return e instanceof OpenAIServiceException answered
        ? new Raised(
            type,
            answered.statusCode(),
            answered.code().orElse(""),
            answered.type().orElse(""),
            String.valueOf(e.getMessage()),
            map(answered.headers()))
        : new Raised(type, 0, "", "", String.valueOf(e.getMessage()), Map.of());
  }

  private static Map<String, String> map(Headers headers) {
    Map<String, String> map = new HashMap<>();
    headers
        .names()
        .forEach(name ->
            map.put(name.toLowerCase(Locale.ROOT), String.join(", ", headers.values(name))));
    return map;
  }

  @Override
  public void close() {
    threads.shutdownNow();
    client.close();
  }

  @Override
  public String toString() {
    return "openai-java";
  }

  /** Gathers what comes, so that it is known also when an error ends it. */
  private static final class Told {
    private Map<String, String> headers = Map.of();
    private final StringBuilder text = new StringBuilder();
    private String model = "";
    private String finishReason = "";
    private int pieces;
    private long inputTokens = -1;
    private long outputTokens = -1;

    void chunk(ChatCompletionChunk chunk) {
      model = chunk.model();
      chunk.usage().ifPresent(this::usage);
      for (ChatCompletionChunk.Choice choice : chunk.choices()) {
        choice.finishReason().ifPresent(reason -> finishReason = reason.asString());
        choice
            .delta()
            .content()
            .filter(content -> !content.isEmpty())
            .ifPresent(content -> {
              text.append(content);
              pieces++;
            });
      }
    }

    void usage(CompletionUsage usage) {
      inputTokens = usage.promptTokens();
      outputTokens = usage.completionTokens();
    }

    Reply reply(Optional<Raised> error) {
      return new Reply(
          headers, text.toString(), model, finishReason, pieces, inputTokens, outputTokens, error);
    }
  }
}

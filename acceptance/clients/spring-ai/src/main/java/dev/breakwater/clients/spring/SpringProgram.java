package dev.breakwater.clients.spring;

import com.anthropic.errors.AnthropicServiceException;
import com.google.genai.errors.ApiException;
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
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.springframework.ai.embedding.EmbeddingRequest;
import org.springframework.ai.embedding.EmbeddingResponse;
import org.springframework.ai.openai.OpenAiEmbeddingModel;
import org.springframework.ai.openai.OpenAiEmbeddingOptions;

/** Spring AI without Boot: its models of OpenAI, Anthropic and Google. */
final class SpringProgram implements Program {
  private final String server;
  private final String key;
  private final Map<String, Models> models;

  private SpringProgram(String server, String key) {
    this.server = server;
    this.key = key;
    models =
        Map.of(
            "chat", new OpenAiModels(server),
            "messages", new AnthropicModels(server),
            "gemini", new GeminiModels(server));
  }

  /**
   * @param arguments the server's root and the key
   */
  public static void main(String[] arguments) throws IOException {
    LineLoop.run(new SpringProgram(arguments[0], arguments[1]));
  }

  @Override
  public void answer(Ask ask, Told told) {
    String asking = ask.feature() == Feature.BAD_KEY ? Task.WRONG_KEY : key;
    if (ask.protocol().equals("embeddings")) {
      embed(asking, ask, told);
      return;
    }
    Models speaking = models.get(ask.protocol());
    if (speaking == null) {
      throw new Unsupported("Spring AI has no model for " + ask.protocol());
    }
    new Turns(speaking, asking, ask, told).answer();
  }

  private void embed(String asking, Ask ask, Told told) {
    if (ask.feature() != Feature.EMBEDDINGS
        && ask.feature() != Feature.BAD_KEY
        && ask.feature() != Feature.UNKNOWN_MODEL) {
      throw new Unsupported("embeddings are vectors");
    }
    OpenAiEmbeddingOptions.Builder options = OpenAiEmbeddingOptions.builder();
    options.baseUrl(server + "/v1").apiKey(asking).maxRetries(0).model(ask.model());
    EmbeddingResponse answer =
        OpenAiEmbeddingModel.builder()
            .options(options.build())
            .build()
            .call(
                new EmbeddingRequest(
                    List.of(ask.prompt(), ask.prompt() + " again"), options.build()));
    answer.getResults().forEach(embedding -> told.vector(numbers(embedding.getOutput())));
    told.model(answer.getMetadata().getModel());
    told.usage(answer.getMetadata().getUsage().getPromptTokens(), null);
  }

  private static List<Float> numbers(float[] vector) {
    List<Float> numbers = new ArrayList<>(vector.length);
    for (float number : vector) {
      numbers.add(number);
    }
    return numbers;
  }

  /** Spring AI hands on what the vendors' libraries throw, wrapped or not. */
  @Override
  public Raised raised(Throwable failure) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof OpenAIServiceException answered) {
        return Raised.of(
            cause,
            answered.statusCode(),
            answered.code().orElse(""),
            answered.type().orElse(""),
            Map.of());
      }
      if (cause instanceof AnthropicServiceException answered) {
        return Raised.of(cause, answered.statusCode(), "", "", Map.of());
      }
      if (cause instanceof ApiException answered) {
        return Raised.of(cause, answered.code(), "", answered.status(), Map.of());
      }
    }
    return Raised.plain(failure);
  }
}

package dev.breakwater.clients.langchain;

import dev.breakwater.clients.lines.Ask;
import dev.breakwater.clients.lines.Feature;
import dev.breakwater.clients.lines.LineLoop;
import dev.breakwater.clients.lines.Program;
import dev.breakwater.clients.lines.Raised;
import dev.breakwater.clients.lines.Task;
import dev.breakwater.clients.lines.Told;
import dev.breakwater.clients.lines.Unsupported;
import dev.langchain4j.data.embedding.Embedding;
import dev.langchain4j.data.segment.TextSegment;
import dev.langchain4j.exception.HttpException;
import dev.langchain4j.model.openai.OpenAiEmbeddingModel;
import dev.langchain4j.model.output.Response;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** LangChain4j: its models of OpenAI (chat and Responses), Anthropic and Google. */
final class LangChainProgram implements Program {
  private final String server;
  private final String key;
  private final Map<String, Models> models;

  private LangChainProgram(String server, String key) {
    this.server = server;
    this.key = key;
    models =
        Map.of(
            "chat", new OpenAiModels(server, key),
            "responses", new ResponsesModels(server, key),
            "messages", new AnthropicModels(server, key),
            "gemini", new GeminiModels(server, key));
  }

  /**
   * @param arguments the server's root and the key
   */
  public static void main(String[] arguments) throws IOException {
    LineLoop.run(new LangChainProgram(arguments[0], arguments[1]));
  }

  @Override
  public void answer(Ask ask, Told told) throws Exception {
    String asking = ask.feature() == Feature.BAD_KEY ? Task.WRONG_KEY : key;
    if (ask.protocol().equals("embeddings")) {
      embed(asking, ask, told);
      return;
    }
    Models speaking = models.get(ask.protocol());
    if (speaking == null) {
      throw new Unsupported("the library has no model for " + ask.protocol());
    }
    new Turns(speaking, asking, ask, told).answer();
  }

  private void embed(String asking, Ask ask, Told told) {
    if (ask.feature() != Feature.EMBEDDINGS
        && ask.feature() != Feature.BAD_KEY
        && ask.feature() != Feature.UNKNOWN_MODEL) {
      throw new Unsupported("embeddings are vectors");
    }
    Response<List<Embedding>> answer =
        OpenAiEmbeddingModel.builder()
            .baseUrl(server + "/v1")
            .apiKey(asking)
            .modelName(ask.model())
            .maxRetries(0)
            .build()
            .embedAll(
                List.of(TextSegment.from(ask.prompt()), TextSegment.from(ask.prompt() + " again")));
    answer.content().forEach(embedding -> told.vector(embedding.vectorAsList()));
    if (answer.tokenUsage() != null) {
      told.usage(answer.tokenUsage().inputTokenCount(), null);
    }
  }

  @Override
  public Raised raised(Throwable failure) {
    Throwable cause = failure;
    while (cause != null && !(cause instanceof HttpException)) {
      cause = cause.getCause();
    }
    return Raised.of(failure, status(cause), "", "", Map.of());
  }

  private static int status(@Nullable Throwable cause) {
    return cause instanceof HttpException answered ? answered.statusCode() : 0;
  }
}

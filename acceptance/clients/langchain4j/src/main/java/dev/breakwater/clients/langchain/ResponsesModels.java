package dev.breakwater.clients.langchain;

import dev.breakwater.clients.lines.Unsupported;
import dev.langchain4j.model.TokenCountEstimator;
import dev.langchain4j.model.catalog.ModelCatalog;
import dev.langchain4j.model.chat.ChatModel;
import dev.langchain4j.model.chat.StreamingChatModel;
import dev.langchain4j.model.openai.OpenAiModelCatalog;
import dev.langchain4j.model.openai.OpenAiResponsesChatModel;
import dev.langchain4j.model.openai.OpenAiResponsesStreamingChatModel;
import dev.langchain4j.model.output.TokenUsage;
import java.util.List;

/** OpenAI's Responses. */
record ResponsesModels(String server, String key) implements Models {
  private static final String SEALED = "reasoning.encrypted_content";

  private String url() {
    return server + "/v1";
  }

  @Override
  public ChatModel whole(String asking, String name, boolean thinking) {
    OpenAiResponsesChatModel.Builder model =
        OpenAiResponsesChatModel.builder()
            .baseUrl(url())
            .apiKey(asking)
            .modelName(name)
            .store(false);
    return (thinking
            ? model.reasoningEffort("high").reasoningSummary("auto").include(List.of(SEALED))
            : model)
        .build();
  }

  @Override
  public StreamingChatModel streamed(String asking, String name, boolean thinking) {
    OpenAiResponsesStreamingChatModel.Builder model =
        OpenAiResponsesStreamingChatModel.builder()
            .baseUrl(url())
            .apiKey(asking)
            .modelName(name)
            .store(false);
    return (thinking
            ? model.reasoningEffort("high").reasoningSummary("auto").include(List.of(SEALED))
            : model)
        .build();
  }

  @Override
  public ModelCatalog catalogue() {
    return OpenAiModelCatalog.builder().baseUrl(url()).apiKey(key).build();
  }

  @Override
  public TokenCountEstimator counter(String model) {
    throw new Unsupported("LangChain4j counts for OpenAI by itself, without asking the server");
  }

  @Override
  public int written(TokenUsage usage) {
    return usage.outputTokenCount();
  }

  @Override
  public int read(TokenUsage usage) {
    return usage.inputTokenCount();
  }

  @Override
  public String signature() {
    return "encrypted_reasoning";
  }
}

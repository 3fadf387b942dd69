package dev.breakwater.clients.langchain;

import dev.breakwater.clients.lines.Task;
import dev.langchain4j.model.TokenCountEstimator;
import dev.langchain4j.model.catalog.ModelCatalog;
import dev.langchain4j.model.chat.ChatModel;
import dev.langchain4j.model.chat.StreamingChatModel;
import dev.langchain4j.model.googleai.GeminiThinkingConfig;
import dev.langchain4j.model.googleai.GoogleAiGeminiChatModel;
import dev.langchain4j.model.googleai.GoogleAiGeminiModelCatalog;
import dev.langchain4j.model.googleai.GoogleAiGeminiStreamingChatModel;
import dev.langchain4j.model.googleai.GoogleAiGeminiTokenCountEstimator;
import dev.langchain4j.model.googleai.GoogleAiGeminiTokenUsage;
import dev.langchain4j.model.output.TokenUsage;

/** Google's generated content. */
record GeminiModels(String server, String key) implements Models {
  private String url() {
    return server + "/v1beta";
  }

  private static GeminiThinkingConfig thinking() {
    return GeminiThinkingConfig.builder()
        .includeThoughts(true)
        .thinkingBudget(Task.THINKING)
        .build();
  }

  @Override
  public ChatModel whole(String asking, String name, boolean thinking) {
    GoogleAiGeminiChatModel.GoogleAiGeminiChatModelBuilder model =
        GoogleAiGeminiChatModel.builder()
            .baseUrl(url())
            .apiKey(asking)
            .modelName(name)
            .maxRetries(0);
    return (thinking
            ? model.thinkingConfig(thinking()).returnThinking(true).sendThinking(true)
            : model)
        .build();
  }

  @Override
  public StreamingChatModel streamed(String asking, String name, boolean thinking) {
    GoogleAiGeminiStreamingChatModel.GoogleAiGeminiStreamingChatModelBuilder model =
        GoogleAiGeminiStreamingChatModel.builder().baseUrl(url()).apiKey(asking).modelName(name);
    return (thinking
            ? model.thinkingConfig(thinking()).returnThinking(true).sendThinking(true)
            : model)
        .build();
  }

  @Override
  public ModelCatalog catalogue() {
    return GoogleAiGeminiModelCatalog.builder().baseUrl(url()).apiKey(key).build();
  }

  @Override
  public TokenCountEstimator counter(String model) {
    return GoogleAiGeminiTokenCountEstimator.builder()
        .baseUrl(url())
        .apiKey(key)
        .modelName(model)
        .maxRetries(0)
        .build();
  }

  @Override
  public int written(TokenUsage usage) {
    Integer thoughts = ((GoogleAiGeminiTokenUsage) usage).thoughtsTokenCount();
    return usage.outputTokenCount() + (thoughts == null ? 0 : thoughts);
  }

  @Override
  public int read(TokenUsage usage) {
    return usage.inputTokenCount();
  }

  @Override
  public String signature() {
    return "thinking_signature";
  }
}

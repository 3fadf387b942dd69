package dev.breakwater.clients.langchain;

import dev.breakwater.clients.lines.Task;
import dev.langchain4j.model.TokenCountEstimator;
import dev.langchain4j.model.anthropic.AnthropicChatModel;
import dev.langchain4j.model.anthropic.AnthropicModelCatalog;
import dev.langchain4j.model.anthropic.AnthropicStreamingChatModel;
import dev.langchain4j.model.anthropic.AnthropicTokenCountEstimator;
import dev.langchain4j.model.anthropic.AnthropicTokenUsage;
import dev.langchain4j.model.catalog.ModelCatalog;
import dev.langchain4j.model.chat.ChatModel;
import dev.langchain4j.model.chat.StreamingChatModel;
import dev.langchain4j.model.output.TokenUsage;
import org.jspecify.annotations.Nullable;

/** Anthropic's messages. */
record AnthropicModels(String server, String key) implements Models {
  private String url() {
    return server + "/v1";
  }

  @Override
  public ChatModel whole(String asking, String name, boolean thinking) {
    AnthropicChatModel.AnthropicChatModelBuilder model =
        AnthropicChatModel.builder()
            .baseUrl(url())
            .apiKey(asking)
            .modelName(name)
            .maxRetries(0)
            .maxTokens(Task.ROOM);
    return (thinking
            ? model.thinkingType("enabled").thinkingBudgetTokens(Task.THINKING).returnThinking(true)
            : model)
        .build();
  }

  @Override
  public StreamingChatModel streamed(String asking, String name, boolean thinking) {
    AnthropicStreamingChatModel.AnthropicStreamingChatModelBuilder model =
        AnthropicStreamingChatModel.builder()
            .baseUrl(url())
            .apiKey(asking)
            .modelName(name)
            .maxTokens(Task.ROOM);
    return (thinking
            ? model.thinkingType("enabled").thinkingBudgetTokens(Task.THINKING).returnThinking(true)
            : model)
        .build();
  }

  @Override
  public ModelCatalog catalogue() {
    return AnthropicModelCatalog.builder().baseUrl(url()).apiKey(key).build();
  }

  @Override
  public TokenCountEstimator counter(String model) {
    return AnthropicTokenCountEstimator.builder()
        .baseUrl(url())
        .apiKey(key)
        .modelName(model)
        .build();
  }

  @Override
  public int written(TokenUsage usage) {
    return usage.outputTokenCount();
  }

  @Override
  public int read(TokenUsage usage) {
    AnthropicTokenUsage counted = (AnthropicTokenUsage) usage;
    return counted.inputTokenCount()
        + orZero(counted.cacheReadInputTokens())
        + orZero(counted.cacheCreationInputTokens());
  }

  private static int orZero(@Nullable Integer count) {
    return count == null ? 0 : count;
  }

  @Override
  public String signature() {
    return "thinking_signature";
  }
}

package dev.breakwater.clients.spring;

import com.anthropic.models.messages.ToolChoice;
import com.anthropic.models.messages.ToolChoiceAny;
import dev.breakwater.clients.lines.Task;
import dev.breakwater.clients.lines.Unsupported;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.springframework.ai.anthropic.AnthropicChatModel;
import org.springframework.ai.anthropic.AnthropicChatOptions;
import org.springframework.ai.chat.metadata.Usage;
import org.springframework.ai.chat.model.ChatModel;
import org.springframework.ai.chat.prompt.ChatOptions;
import org.springframework.ai.model.tool.ToolCallingChatOptions;

/** Anthropic's messages. */
record AnthropicModels(String server, Map<String, ChatModel> byKey) implements Models {
  AnthropicModels(String server) {
    this(server, new ConcurrentHashMap<>());
  }

  @Override
  public ChatModel model(String key) {
    return byKey.computeIfAbsent(key, this::connected);
  }

  private ChatModel connected(String key) {
    return AnthropicChatModel.builder()
        .options(AnthropicChatOptions.builder().baseUrl(server).apiKey(key).maxRetries(0).build())
        .build();
  }

  @Override
  public ToolCallingChatOptions.Builder<?> options() {
    return AnthropicChatOptions.builder().maxTokens(Task.ROOM);
  }

  @Override
  public ToolCallingChatOptions.Builder<?> forced() {
    return AnthropicChatOptions.builder()
        .maxTokens(Task.ROOM)
        .toolChoice(ToolChoice.ofAny(ToolChoiceAny.builder().build()));
  }

  @Override
  public ToolCallingChatOptions.Builder<?> thinking() {
    return AnthropicChatOptions.builder().maxTokens(Task.ROOM).thinkingEnabled(Task.THINKING);
  }

  @Override
  public ToolCallingChatOptions.Builder<?> jsonMode() {
    throw new Unsupported("messages have no JSON mode without a schema");
  }

  @Override
  public ChatOptions schema(String model, String schema) {
    return AnthropicChatOptions.builder()
        .model(model)
        .maxTokens(Task.ROOM)
        .outputSchema(schema)
        .build();
  }

  @Override
  public long read(Usage usage) {
    return usage.getPromptTokens()
        + orZero(usage.getCacheReadInputTokens())
        + orZero(usage.getCacheWriteInputTokens());
  }

  private static long orZero(@Nullable Long count) {
    return count == null ? 0 : count;
  }
}

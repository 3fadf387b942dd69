package dev.breakwater.clients.spring;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.springframework.ai.chat.metadata.Usage;
import org.springframework.ai.chat.model.ChatModel;
import org.springframework.ai.chat.prompt.ChatOptions;
import org.springframework.ai.model.tool.ToolCallingChatOptions;
import org.springframework.ai.openai.OpenAiChatModel;
import org.springframework.ai.openai.OpenAiChatOptions;
import tools.jackson.databind.node.StringNode;

/** Chat completions. */
record OpenAiModels(String server, Map<String, ChatModel> byKey) implements Models {
  OpenAiModels(String server) {
    this(server, new ConcurrentHashMap<>());
  }

  @Override
  public ChatModel model(String key) {
    return byKey.computeIfAbsent(key, this::connected);
  }

  private ChatModel connected(String key) {
    return OpenAiChatModel.builder()
        .options(
            OpenAiChatOptions.builder().baseUrl(server + "/v1").apiKey(key).maxRetries(0).build())
        .build();
  }

  @Override
  public ToolCallingChatOptions.Builder<?> options() {
    return OpenAiChatOptions.builder().streamUsage(true);
  }

  @Override
  public ToolCallingChatOptions.Builder<?> forced() {
    return OpenAiChatOptions.builder().streamUsage(true).toolChoice(StringNode.valueOf("required"));
  }

  @Override
  public ToolCallingChatOptions.Builder<?> thinking() {
    return OpenAiChatOptions.builder().streamUsage(true).reasoningEffort("high");
  }

  @Override
  public ToolCallingChatOptions.Builder<?> jsonMode() {
    return OpenAiChatOptions.builder()
        .responseFormat(
            OpenAiChatModel.ResponseFormat.builder()
                .type(OpenAiChatModel.ResponseFormat.Type.JSON_OBJECT)
                .build());
  }

  @Override
  public ChatOptions schema(String model, String schema) {
    return OpenAiChatOptions.builder().model(model).streamUsage(true).outputSchema(schema).build();
  }

  @Override
  public long read(Usage usage) {
    return usage.getPromptTokens();
  }
}

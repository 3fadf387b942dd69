package dev.breakwater.clients.spring;

import com.google.genai.Client;
import com.google.genai.types.HttpOptions;
import com.google.genai.types.HttpRetryOptions;
import dev.breakwater.clients.lines.Task;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.springframework.ai.chat.metadata.Usage;
import org.springframework.ai.chat.model.ChatModel;
import org.springframework.ai.chat.prompt.ChatOptions;
import org.springframework.ai.google.genai.GoogleGenAiChatModel;
import org.springframework.ai.google.genai.GoogleGenAiChatOptions;
import org.springframework.ai.google.genai.metadata.GoogleGenAiUsage;
import org.springframework.ai.model.tool.ToolCallingChatOptions;
import org.springframework.core.retry.RetryPolicy;
import org.springframework.core.retry.RetryTemplate;

/** Google's generated content. */
record GeminiModels(String server, Map<String, ChatModel> byKey) implements Models {
  private static final String JSON = "application/json";

  GeminiModels(String server) {
    this(server, new ConcurrentHashMap<>());
  }

  @Override
  public ChatModel model(String key) {
    return byKey.computeIfAbsent(key, this::connected);
  }

  private ChatModel connected(String key) {
    return GoogleGenAiChatModel.builder()
        .genAiClient(
            Client.builder()
                .apiKey(key)
                .vertexAI(false)
                .httpOptions(
                    HttpOptions.builder()
                        .baseUrl(server)
                        .retryOptions(HttpRetryOptions.builder().attempts(1).build())
                        .build())
                .build())
        .options(GoogleGenAiChatOptions.builder().build())
        .retryTemplate(new RetryTemplate(RetryPolicy.builder().maxRetries(0).build()))
        .build();
  }

  @Override
  public ToolCallingChatOptions.Builder<?> options() {
    return GoogleGenAiChatOptions.builder();
  }

  /** Spring AI has no choice of tools for Google: the prompt has to bring the calls about. */
  @Override
  public ToolCallingChatOptions.Builder<?> forced() {
    return options();
  }

  @Override
  public ToolCallingChatOptions.Builder<?> thinking() {
    return GoogleGenAiChatOptions.builder().includeThoughts(true).thinkingBudget(Task.THINKING);
  }

  @Override
  public ToolCallingChatOptions.Builder<?> jsonMode() {
    return GoogleGenAiChatOptions.builder().responseMimeType(JSON);
  }

  @Override
  public ChatOptions schema(String model, String schema) {
    return GoogleGenAiChatOptions.builder()
        .model(model)
        .responseMimeType(JSON)
        .outputSchema(schema)
        .build();
  }

  @Override
  public long written(Usage usage) {
    Integer thoughts =
        usage instanceof GoogleGenAiUsage counted ? counted.getThoughtsTokenCount() : null;
    return usage.getCompletionTokens() + (thoughts == null ? 0L : thoughts);
  }

  @Override
  public long read(Usage usage) {
    return usage.getPromptTokens();
  }
}

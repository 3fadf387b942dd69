package dev.breakwater.clients.spring;

import org.springframework.ai.chat.metadata.Usage;
import org.springframework.ai.chat.model.ChatModel;
import org.springframework.ai.chat.prompt.ChatOptions;
import org.springframework.ai.model.tool.ToolCallingChatOptions;

/** What Spring AI has for one protocol. */
interface Models {
  ChatModel model(String key);

  /** To be built upon: nothing but the model's own settings. */
  ToolCallingChatOptions.Builder<?> options();

  /** Some tool has to be called, if Spring AI can say so. */
  ToolCallingChatOptions.Builder<?> forced();

  ToolCallingChatOptions.Builder<?> thinking();

  /** A JSON object is wanted, whatever its fields. */
  ToolCallingChatOptions.Builder<?> jsonMode();

  /** An answer of this JSON schema is wanted. */
  ChatOptions schema(String model, String schema);

  /** All that was read in tokens, cached ones too. */
  long read(Usage usage);

  /** All that was written in tokens, thoughts too. */
  default long written(Usage usage) {
    return usage.getCompletionTokens();
  }
}

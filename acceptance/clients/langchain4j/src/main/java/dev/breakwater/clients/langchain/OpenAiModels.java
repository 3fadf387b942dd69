package dev.breakwater.clients.langchain;

import dev.breakwater.clients.lines.Unsupported;
import dev.langchain4j.model.TokenCountEstimator;
import dev.langchain4j.model.catalog.ModelCatalog;
import dev.langchain4j.model.chat.ChatModel;
import dev.langchain4j.model.chat.StreamingChatModel;
import dev.langchain4j.model.openai.OpenAiChatModel;
import dev.langchain4j.model.openai.OpenAiModelCatalog;
import dev.langchain4j.model.openai.OpenAiStreamingChatModel;
import dev.langchain4j.model.output.TokenUsage;

/** Chat completions. */
record OpenAiModels(String server, String key) implements Models {
  private String url() {
    return server + "/v1";
  }

  @Override
  public ChatModel whole(String asking, String name, boolean thinking) {
    OpenAiChatModel.OpenAiChatModelBuilder model =
        OpenAiChatModel.builder().baseUrl(url()).apiKey(asking).modelName(name).maxRetries(0);
    return (thinking ? model.reasoningEffort("high") : model).build();
  }

  @Override
  public StreamingChatModel streamed(String asking, String name, boolean thinking) {
    OpenAiStreamingChatModel.OpenAiStreamingChatModelBuilder model =
        OpenAiStreamingChatModel.builder().baseUrl(url()).apiKey(asking).modelName(name);
    return (thinking ? model.reasoningEffort("high") : model).build();
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
    return "";
  }
}

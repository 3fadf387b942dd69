package dev.breakwater.clients.langchain;

import dev.breakwater.clients.lines.Ask;
import dev.breakwater.clients.lines.Feature;
import dev.breakwater.clients.lines.Task;
import dev.breakwater.clients.lines.Told;
import dev.breakwater.clients.lines.Unsupported;
import dev.langchain4j.agent.tool.ToolExecutionRequest;
import dev.langchain4j.agent.tool.ToolSpecification;
import dev.langchain4j.data.message.AiMessage;
import dev.langchain4j.data.message.ChatMessage;
import dev.langchain4j.data.message.ImageContent;
import dev.langchain4j.data.message.SystemMessage;
import dev.langchain4j.data.message.TextContent;
import dev.langchain4j.data.message.ToolExecutionResultMessage;
import dev.langchain4j.data.message.UserMessage;
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.chat.request.ResponseFormat;
import dev.langchain4j.model.chat.request.ResponseFormatType;
import dev.langchain4j.model.chat.request.ToolChoice;
import dev.langchain4j.model.chat.request.json.JsonObjectSchema;
import dev.langchain4j.model.chat.response.ChatResponse;
import dev.langchain4j.model.chat.response.PartialToolCall;
import dev.langchain4j.model.chat.response.StreamingChatResponseHandler;
import dev.langchain4j.model.output.TokenUsage;
import dev.langchain4j.service.output.JsonSchemas;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;

/** What LangChain4j is asked for, whichever protocol its model speaks. */
record Turns(Models models, String key, Ask ask, Told told) {
  /** In tokens: Responses take no lower limit. */
  private static final int LEAST = 16;

  void answer() throws InterruptedException, ExecutionException {
    switch (ask.feature()) {
      case WHOLE, STREAMED, BAD_KEY, UNKNOWN_MODEL, THINKING, THINKING_STREAMED -> turn(begun());
      case TOOLS, TOOLS_STREAMED -> tools(begun().toolChoice(ToolChoice.REQUIRED));
      case THINKING_TOOLS -> tools(begun());
      case IMAGE -> turn(begun().messages(List.of(system(), picture())));
      case SCHEMA, SCHEMA_STREAMED -> json(schema());
      case JSON_MODE -> jsonMode();
      case STOP -> stop();
      case LIMIT -> turn(begun().maxOutputTokens(limit()));
      case BAD_REQUEST -> turn(begun().temperature(Task.WRONG_TEMPERATURE));
      case COUNT -> told.count(models.counter(ask.model()).estimateTokenCountInMessages(spoken()));
      case MODELS -> models.catalogue().listModels().forEach(model -> told.listed(model.name()));
      case CONVERSATION -> throw new Unsupported("LangChain4j keeps conversations itself");
      case EMBEDDINGS -> throw new Unsupported("not a matter of chat models");
    }
  }

  private ChatRequest.Builder begun() {
    return ChatRequest.builder().modelName(ask.model()).messages(spoken());
  }

  private List<ChatMessage> spoken() {
    return List.of(system(), UserMessage.from(ask.prompt()));
  }

  private static SystemMessage system() {
    return SystemMessage.from(Task.SYSTEM);
  }

  private UserMessage picture() {
    return UserMessage.from(
        TextContent.from(ask.prompt()), ImageContent.from(Task.PNG, Task.PNG_TYPE));
  }

  private int limit() {
    return ask.protocol().equals("responses") ? LEAST : Task.LIMIT;
  }

  private void stop() throws InterruptedException, ExecutionException {
    if (ask.protocol().equals("responses")) {
      throw new Unsupported("Responses have no stop sequences");
    }
    turn(begun().stopSequences(List.of(Task.STOP)));
  }

  private static ResponseFormat schema() {
    return ResponseFormat.builder()
        .type(ResponseFormatType.JSON)
        .jsonSchema(JsonSchemas.jsonSchemaFrom(Task.Answer.class).orElseThrow())
        .build();
  }

  private void jsonMode() throws InterruptedException, ExecutionException {
    if (ask.protocol().equals("messages")) {
      throw new Unsupported("messages have no JSON mode without a schema");
    }
    json(ResponseFormat.JSON);
  }

  private void json(ResponseFormat format) throws InterruptedException, ExecutionException {
    turn(begun().responseFormat(format));
    told.json(told.text());
  }

  private void tools(ChatRequest.Builder request) throws InterruptedException, ExecutionException {
    List<ToolSpecification> tools = List.of(weather(), time());
    AiMessage called = turn(request.toolSpecifications(tools));
    List<ChatMessage> messages = new ArrayList<>(spoken());
    messages.add(called);
    for (ToolExecutionRequest call : called.toolExecutionRequests()) {
      told.call(call.id(), call.name(), call.arguments());
      messages.add(ToolExecutionResultMessage.from(call, Task.result(call.name())));
    }
    if (called.hasToolExecutionRequests()) {
      told.secondAnswer();
      turn(begun().messages(messages).toolSpecifications(tools));
    }
  }

  private static ToolSpecification weather() {
    return ToolSpecification.builder()
        .name(Task.WEATHER)
        .description(Task.WEATHER_MEANING)
        .parameters(
            JsonObjectSchema.builder()
                .addStringProperty("city")
                .addEnumProperty("unit", Task.UNITS)
                .required("city", "unit")
                .build())
        .build();
  }

  private static ToolSpecification time() {
    return ToolSpecification.builder()
        .name(Task.TIME)
        .description(Task.TIME_MEANING)
        .parameters(JsonObjectSchema.builder().addStringProperty("zone").required("zone").build())
        .build();
  }

  private boolean thinks() {
    return ask.feature() == Feature.THINKING
        || ask.feature() == Feature.THINKING_STREAMED
        || ask.feature() == Feature.THINKING_TOOLS;
  }

  private AiMessage turn(ChatRequest.Builder request)
      throws InterruptedException, ExecutionException {
    ChatResponse response;
    if (ask.feature().streamed()) {
      Pieces pieces = new Pieces(told);
      models.streamed(key, ask.model(), thinks()).chat(request.build(), pieces);
      response = pieces.whole.get();
    } else {
      response = models.whole(key, ask.model(), thinks()).chat(request.build());
      told.text(response.aiMessage().text());
    }
    told.model(response.modelName());
    if (response.finishReason() != null) {
      told.finish(response.finishReason().name());
    }
    TokenUsage usage = response.tokenUsage();
    if (usage != null) {
      told.usage(models.read(usage), models.written(usage));
    }
    told.thinking(response.aiMessage().thinking());
    if (response.aiMessage().attributes().containsKey(models.signature())) {
      told.signature();
    }
    return response.aiMessage();
  }

  /** A stream's pieces, and the whole once it has ended. */
  private static final class Pieces implements StreamingChatResponseHandler {
    private final CompletableFuture<ChatResponse> whole = new CompletableFuture<>();
    private final Told told;

    Pieces(Told told) {
      this.told = told;
    }

    @Override
    public void onPartialResponse(String piece) {
      told.text(piece);
    }

    @Override
    public void onPartialToolCall(PartialToolCall piece) {
      told.piece();
    }

    @Override
    public void onCompleteResponse(ChatResponse response) {
      whole.complete(response);
    }

    @Override
    public void onError(Throwable failure) {
      whole.completeExceptionally(failure);
    }
  }
}

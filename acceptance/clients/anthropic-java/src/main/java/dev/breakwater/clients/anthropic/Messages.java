package dev.breakwater.clients.anthropic;

import com.anthropic.client.AnthropicClient;
import com.anthropic.core.JsonValue;
import com.anthropic.core.http.HttpResponseFor;
import com.anthropic.core.http.StreamResponse;
import com.anthropic.helpers.MessageAccumulator;
import com.anthropic.models.messages.Base64ImageSource;
import com.anthropic.models.messages.ContentBlock;
import com.anthropic.models.messages.ContentBlockParam;
import com.anthropic.models.messages.ImageBlockParam;
import com.anthropic.models.messages.Message;
import com.anthropic.models.messages.MessageContentParam;
import com.anthropic.models.messages.MessageCountTokensParams;
import com.anthropic.models.messages.MessageCreateParams;
import com.anthropic.models.messages.RawContentBlockDelta;
import com.anthropic.models.messages.RawMessageStreamEvent;
import com.anthropic.models.messages.StructuredMessage;
import com.anthropic.models.messages.TextBlockParam;
import com.anthropic.models.messages.ThinkingBlock;
import com.anthropic.models.messages.Tool;
import com.anthropic.models.messages.ToolChoiceAny;
import com.anthropic.models.messages.ToolChoiceAuto;
import com.anthropic.models.messages.ToolResultBlockParam;
import com.anthropic.models.messages.ToolUseBlock;
import com.anthropic.models.messages.Usage;
import com.fasterxml.jackson.databind.JsonNode;
import dev.breakwater.clients.lines.Ask;
import dev.breakwater.clients.lines.Task;
import dev.breakwater.clients.lines.Told;
import dev.breakwater.clients.lines.Unsupported;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/** Messages. */
record Messages(AnthropicClient client, Ask ask, Told told) {
  void answer() {
    switch (ask.feature()) {
      case WHOLE, STREAMED, BAD_KEY, UNKNOWN_MODEL -> turn(spoken());
      case TOOLS, TOOLS_STREAMED -> tools(spoken().toolChoice(ToolChoiceAny.builder().build()));
      case THINKING_TOOLS -> tools(spoken().enabledThinking(Task.THINKING));
      case IMAGE -> turn(begun().addUserMessage(picture()));
      case SCHEMA, SCHEMA_STREAMED -> schema();
      case THINKING, THINKING_STREAMED -> turn(spoken().enabledThinking(Task.THINKING));
      case STOP -> turn(spoken().addStopSequence(Task.STOP));
      case LIMIT -> turn(spoken().maxTokens(Task.LIMIT));
      case BAD_REQUEST -> turn(spoken().putAdditionalBodyProperty("temperature", wrong()));
      case COUNT -> count();
      case JSON_MODE -> throw new Unsupported("messages have no JSON mode without a schema");
      case CONVERSATION -> throw new Unsupported("messages are not kept");
      case EMBEDDINGS, MODELS -> throw new Unsupported("not a matter of messages");
    }
  }

  private MessageCreateParams.Builder begun() {
    return MessageCreateParams.builder()
        .model(ask.model())
        .system(Task.SYSTEM)
        .maxTokens(Task.ROOM);
  }

  private MessageCreateParams.Builder spoken() {
    return begun().addUserMessage(ask.prompt());
  }

  private static JsonValue wrong() {
    return JsonValue.from(Task.WRONG_TEMPERATURE);
  }

  private MessageContentParam picture() {
    return MessageContentParam.ofContentBlockParams(
        List.of(
            ContentBlockParam.ofText(TextBlockParam.builder().text(ask.prompt()).build()),
            ContentBlockParam.ofImage(
                ImageBlockParam.builder()
                    .source(
                        Base64ImageSource.builder()
                            .mediaType(Base64ImageSource.MediaType.IMAGE_PNG)
                            .data(Task.PNG)
                            .build())
                    .build())));
  }

  private void schema() {
    MessageCreateParams.Builder wanting =
        spoken().outputConfig(Task.Answer.class).build().rawParams().toBuilder();
    StructuredMessage<Task.Answer> message =
        ask.feature().streamed()
            ? streamed(wanting).message(Task.Answer.class)
            : new StructuredMessage<>(Task.Answer.class, whole(wanting));
    message.content().stream()
        .flatMap(block -> block.text().stream())
        .forEach(text -> told.json(text.text()));
  }

  private void tools(MessageCreateParams.Builder parameters) {
    parameters.addTool(tool(Task.WEATHER, Task.WEATHER_MEANING));
    parameters.addTool(tool(Task.TIME, Task.TIME_MEANING));
    Message first = turn(parameters);
    List<ContentBlockParam> results = new ArrayList<>();
    for (ToolUseBlock call :
        first.content().stream().flatMap(block -> block.toolUse().stream()).toList()) {
      told.call(
          call.id(), call.name(), Objects.requireNonNull(call._input().convert(JsonNode.class)));
      results.add(
          ContentBlockParam.ofToolResult(
              ToolResultBlockParam.builder()
                  .toolUseId(call.id())
                  .content(Task.result(call.name()))
                  .build()));
    }
    if (results.isEmpty()) {
      return;
    }
    told.secondAnswer();
    turn(
        parameters
            .toolChoice(ToolChoiceAuto.builder().build())
            .addMessage(first)
            .addUserMessage(MessageContentParam.ofContentBlockParams(results)));
  }

  private static Tool tool(String name, String meaning) {
    JsonNode parameters = Task.parameters(name);
    Tool.InputSchema.Properties.Builder properties = Tool.InputSchema.Properties.builder();
    parameters
        .get("properties")
        .properties()
        .forEach(property ->
            properties.putAdditionalProperty(
                property.getKey(), JsonValue.fromJsonNode(property.getValue())));
    Tool.InputSchema.Builder schema =
        Tool.InputSchema.builder()
            .properties(properties.build())
            .putAdditionalProperty("additionalProperties", JsonValue.from(false));
    parameters.get("required").forEach(field -> schema.addRequired(field.asText()));
    return Tool.builder().name(name).description(meaning).inputSchema(schema.build()).build();
  }

  private void count() {
    told.count(
        client
            .messages()
            .countTokens(
                MessageCountTokensParams.builder()
                    .model(ask.model())
                    .system(Task.SYSTEM)
                    .addUserMessage(ask.prompt())
                    .build())
            .inputTokens());
  }

  private Message turn(MessageCreateParams.Builder parameters) {
    return ask.feature().streamed() ? streamed(parameters).message() : whole(parameters);
  }

  private Message whole(MessageCreateParams.Builder parameters) {
    try (HttpResponseFor<Message> answer =
        client.messages().withRawResponse().create(parameters.build())) {
      told.headers(AnthropicProgram.map(answer.headers()));
      Message message = answer.parse();
      message.content().forEach(block -> block.text().ifPresent(text -> told.text(text.text())));
      ended(message);
      return message;
    }
  }

  private MessageAccumulator streamed(MessageCreateParams.Builder parameters) {
    MessageAccumulator whole = MessageAccumulator.create();
    try (HttpResponseFor<StreamResponse<RawMessageStreamEvent>> answer =
        client.messages().withRawResponse().createStreaming(parameters.build())) {
      told.headers(AnthropicProgram.map(answer.headers()));
      try (StreamResponse<RawMessageStreamEvent> stream = answer.parse()) {
        stream.stream()
            .map(whole::accumulate)
            .flatMap(event -> event.contentBlockDelta().stream())
            .forEach(event -> piece(event.delta()));
      }
    }
    ended(whole.message());
    return whole;
  }

  private void piece(RawContentBlockDelta delta) {
    delta.text().ifPresent(text -> told.text(text.text()));
    delta.inputJson().ifPresent(fragment -> told.piece());
  }

  private void ended(Message message) {
    told.model(message.model().asString());
    message.stopReason().ifPresent(reason -> told.finish(reason.asString()));
    message.content().stream()
        .map(ContentBlock::thinking)
        .flatMap(block -> block.stream())
        .forEach(this::thinking);
    Usage usage = message.usage();
    long read = usage.cacheReadInputTokens().orElse(0L);
    long written = usage.cacheCreationInputTokens().orElse(0L);
    told.usage(usage.inputTokens() + read + written, usage.outputTokens());
    told.cachedTokens(read);
    usage
        .outputTokensDetails()
        .ifPresent(details -> told.reasoningTokens(details.thinkingTokens()));
  }

  private void thinking(ThinkingBlock block) {
    told.thinking(block.thinking());
    if (!block.signature().isEmpty()) {
      told.signature();
    }
  }
}

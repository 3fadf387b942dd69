package dev.breakwater.clients.spring;

import dev.breakwater.clients.lines.Ask;
import dev.breakwater.clients.lines.Task;
import dev.breakwater.clients.lines.Told;
import dev.breakwater.clients.lines.Unsupported;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import org.springframework.ai.chat.messages.AssistantMessage;
import org.springframework.ai.chat.messages.Message;
import org.springframework.ai.chat.messages.SystemMessage;
import org.springframework.ai.chat.messages.ToolResponseMessage;
import org.springframework.ai.chat.messages.UserMessage;
import org.springframework.ai.chat.model.ChatResponse;
import org.springframework.ai.chat.model.Generation;
import org.springframework.ai.chat.model.MessageAggregator;
import org.springframework.ai.chat.prompt.ChatOptions;
import org.springframework.ai.chat.prompt.Prompt;
import org.springframework.ai.content.Media;
import org.springframework.ai.converter.BeanOutputConverter;
import org.springframework.ai.model.tool.ToolCallingChatOptions;
import org.springframework.ai.tool.ToolCallback;
import org.springframework.ai.tool.function.FunctionToolCallback;
import org.springframework.core.io.ByteArrayResource;

/** What Spring AI is asked for, whichever protocol its model speaks. */
record Turns(Models models, String key, Ask ask, Told told) {
  private static final Set<String> SIGNATURES = Set.of("signature", "thoughtSignatures");

  void answer() {
    switch (ask.feature()) {
      case WHOLE, STREAMED, BAD_KEY, UNKNOWN_MODEL -> turn(models.options());
      case TOOLS, TOOLS_STREAMED -> tools(models.forced());
      case THINKING_TOOLS -> thinkingTools();
      case THINKING, THINKING_STREAMED -> turn(models.thinking());
      case IMAGE -> turn(List.of(system(), picture()), named(models.options()).build());
      case SCHEMA, SCHEMA_STREAMED -> schema();
      case JSON_MODE -> {
        turn(models.jsonMode());
        told.json(told.text());
      }
      case STOP -> turn(models.options().stopSequences(List.of(Task.STOP)));
      case LIMIT -> turn(models.options().maxTokens(Task.LIMIT));
      case BAD_REQUEST -> turn(models.options().temperature(Task.WRONG_TEMPERATURE));
      case COUNT -> throw new Unsupported("Spring AI counts by itself, without asking the server");
      case MODELS -> throw new Unsupported("Spring AI lists no models");
      case CONVERSATION -> throw new Unsupported("Spring AI keeps conversations itself");
      case EMBEDDINGS -> throw new Unsupported("not a matter of chat models");
    }
  }

  private ToolCallingChatOptions.Builder<?> named(ToolCallingChatOptions.Builder<?> options) {
    return (ToolCallingChatOptions.Builder<?>) options.model(ask.model());
  }

  private static SystemMessage system() {
    return new SystemMessage(Task.SYSTEM);
  }

  private List<Message> spoken() {
    return List.of(system(), new UserMessage(ask.prompt()));
  }

  private UserMessage picture() {
    return UserMessage.builder()
        .text(ask.prompt())
        .media(new Media(Media.Format.IMAGE_PNG, new ByteArrayResource(Task.png())))
        .build();
  }

  private void schema() {
    BeanOutputConverter<Task.Answer> converter = new BeanOutputConverter<>(Task.Answer.class);
    turn(spoken(), models.schema(ask.model(), converter.getJsonSchema()));
    told.json(converter.convert(told.text()));
  }

  private void thinkingTools() {
    if (ask.protocol().equals("messages")) {
      throw new Unsupported("Spring AI sends Anthropic's thinking nowhere again");
    }
    tools(models.thinking());
  }

  private void tools(ToolCallingChatOptions.Builder<?> options) {
    List<ToolCallback> tools = List.of(weather(), time());
    List<Message> messages = new ArrayList<>(spoken());
    List<ToolResponseMessage.ToolResponse> results = new ArrayList<>();
    ChatResponse called = turn(messages, named(options).toolCallbacks(tools).build());
    for (Generation generation : called.getResults()) {
      AssistantMessage message = generation.getOutput();
      if (message.hasToolCalls()) {
        messages.add(message);
      }
      for (AssistantMessage.ToolCall call : message.getToolCalls()) {
        told.call(call.id(), call.name(), call.arguments());
        results.add(
            new ToolResponseMessage.ToolResponse(call.id(), call.name(), Task.result(call.name())));
      }
    }
    if (!results.isEmpty()) {
      messages.add(ToolResponseMessage.builder().responses(results).build());
      told.secondAnswer();
      turn(messages, named(models.options()).toolCallbacks(tools).build());
    }
  }

  private static ToolCallback weather() {
    return FunctionToolCallback.<Task.Weather, String>builder(
            Task.WEATHER, asked -> Task.result(Task.WEATHER))
        .description(Task.WEATHER_MEANING)
        .inputSchema(Task.WEATHER_PARAMETERS)
        .inputType(Task.Weather.class)
        .build();
  }

  private static ToolCallback time() {
    return FunctionToolCallback.<Task.Time, String>builder(
            Task.TIME, asked -> Task.result(Task.TIME))
        .description(Task.TIME_MEANING)
        .inputSchema(Task.TIME_PARAMETERS)
        .inputType(Task.Time.class)
        .build();
  }

  private ChatResponse turn(ChatOptions.Builder<?> options) {
    return turn(spoken(), options.model(ask.model()).build());
  }

  private ChatResponse turn(List<Message> messages, ChatOptions options) {
    Prompt prompt = new Prompt(messages, options);
    if (!ask.feature().streamed()) {
      ChatResponse response = models.model(key).call(prompt);
      take(response);
      return response;
    }
    AtomicReference<ChatResponse> whole = new AtomicReference<>();
    new MessageAggregator()
        .aggregate(models.model(key).stream(prompt), whole::set)
        .toStream()
        .forEach(this::take);
    return Objects.requireNonNull(whole.get());
  }

  /** Thinking is an answer of its own, told from the others by its metadata. */
  private static boolean thought(Map<String, Object> metadata) {
    return metadata.containsKey("signature")
        || Boolean.TRUE.equals(metadata.get("thinking"))
        || Boolean.TRUE.equals(metadata.get("isThought"));
  }

  private void take(ChatResponse response) {
    told.model(response.getMetadata().getModel());
    if (response.getMetadata().getUsage().getTotalTokens() > 0) {
      told.usage(
          models.read(response.getMetadata().getUsage()),
          models.written(response.getMetadata().getUsage()));
    }
    for (Generation generation : response.getResults()) {
      AssistantMessage message = generation.getOutput();
      if (thought(message.getMetadata())) {
        told.thinking(message.getText());
      } else {
        told.text(message.getText());
      }
      if (SIGNATURES.stream().anyMatch(message.getMetadata()::containsKey)) {
        told.signature();
      }
      String finish = generation.getMetadata().getFinishReason();
      if (finish != null && !finish.isEmpty()) {
        told.finish(finish);
      }
    }
  }
}

package dev.breakwater.clients.openai;

import com.openai.client.OpenAIClient;
import com.openai.core.http.HttpResponseFor;
import com.openai.core.http.StreamResponse;
import com.openai.helpers.ChatCompletionAccumulator;
import com.openai.models.ReasoningEffort;
import com.openai.models.ResponseFormatJsonObject;
import com.openai.models.chat.completions.ChatCompletion;
import com.openai.models.chat.completions.ChatCompletionChunk;
import com.openai.models.chat.completions.ChatCompletionContentPart;
import com.openai.models.chat.completions.ChatCompletionContentPartImage;
import com.openai.models.chat.completions.ChatCompletionContentPartText;
import com.openai.models.chat.completions.ChatCompletionCreateParams;
import com.openai.models.chat.completions.ChatCompletionMessage;
import com.openai.models.chat.completions.ChatCompletionMessageToolCall;
import com.openai.models.chat.completions.ChatCompletionStreamOptions;
import com.openai.models.chat.completions.ChatCompletionToolChoiceOption;
import com.openai.models.chat.completions.ChatCompletionToolMessageParam;
import com.openai.models.chat.completions.StructuredChatCompletion;
import com.openai.models.completions.CompletionUsage;
import dev.breakwater.clients.lines.Ask;
import dev.breakwater.clients.lines.Task;
import dev.breakwater.clients.lines.Told;
import dev.breakwater.clients.lines.Unsupported;
import java.util.Iterator;
import java.util.List;

/** Chat completions. */
record Chat(OpenAIClient client, Ask ask, Told told) {
  void answer() {
    switch (ask.feature()) {
      case WHOLE, BAD_KEY, UNKNOWN_MODEL -> whole(spoken());
      case STREAMED -> streamed(spoken());
      case TOOLS, TOOLS_STREAMED ->
          tools(spoken().toolChoice(ChatCompletionToolChoiceOption.Auto.REQUIRED));
      case THINKING_TOOLS -> tools(spoken().reasoningEffort(ReasoningEffort.HIGH));
      case IMAGE -> whole(begun().addUserMessageOfArrayOfContentParts(picture()));
      case SCHEMA, SCHEMA_STREAMED -> schema();
      case JSON_MODE ->
          told.json(
              text(whole(spoken().responseFormat(ResponseFormatJsonObject.builder().build()))));
      case THINKING -> whole(spoken().reasoningEffort(ReasoningEffort.HIGH));
      case THINKING_STREAMED -> streamed(spoken().reasoningEffort(ReasoningEffort.HIGH));
      case STOP -> whole(spoken().stop(Task.STOP));
      case LIMIT -> whole(spoken().maxCompletionTokens(Task.LIMIT));
      case BAD_REQUEST -> whole(spoken().temperature(Task.WRONG_TEMPERATURE));
      case COUNT -> throw new Unsupported("chat completions cannot count");
      case CONVERSATION -> throw new Unsupported("chat completions are not kept");
      case EMBEDDINGS, MODELS -> throw new Unsupported("not a matter of chat completions");
    }
  }

  private ChatCompletionCreateParams.Builder begun() {
    return ChatCompletionCreateParams.builder().model(ask.model()).addSystemMessage(Task.SYSTEM);
  }

  private ChatCompletionCreateParams.Builder spoken() {
    return begun().addUserMessage(ask.prompt());
  }

  private List<ChatCompletionContentPart> picture() {
    return List.of(
        ChatCompletionContentPart.ofText(
            ChatCompletionContentPartText.builder().text(ask.prompt()).build()),
        ChatCompletionContentPart.ofImageUrl(
            ChatCompletionContentPartImage.builder()
                .imageUrl(
                    ChatCompletionContentPartImage.ImageUrl.builder()
                        .url("data:" + Task.PNG_TYPE + ";base64," + Task.PNG)
                        .build())
                .build()));
  }

  private void schema() {
    ChatCompletionCreateParams.Builder wanting =
        spoken().responseFormat(Task.Answer.class).build().rawParams().toBuilder();
    StructuredChatCompletion<Task.Answer> completion =
        ask.feature().streamed()
            ? streamed(wanting).chatCompletion(Task.Answer.class)
            : new StructuredChatCompletion<>(Task.Answer.class, whole(wanting));
    told.json(completion.choices().getFirst().message().content().orElseThrow());
  }

  private void tools(ChatCompletionCreateParams.Builder parameters) {
    parameters.addTool(Task.Weather.class).addTool(Task.Time.class);
    ChatCompletionMessage message = turn(parameters).choices().getFirst().message();
    parameters.toolChoice(ChatCompletionToolChoiceOption.Auto.AUTO).addMessage(message);
    for (ChatCompletionMessageToolCall call : message.toolCalls().orElse(List.of())) {
      String name = call.asFunction().function().name();
      told.call(call.asFunction().id(), name, call.asFunction().function().arguments());
      parameters.addMessage(
          ChatCompletionToolMessageParam.builder()
              .toolCallId(call.asFunction().id())
              .content(Task.result(name))
              .build());
    }
    told.secondAnswer();
    turn(parameters);
  }

  private ChatCompletion turn(ChatCompletionCreateParams.Builder parameters) {
    return ask.feature().streamed() ? streamed(parameters).chatCompletion() : whole(parameters);
  }

  private ChatCompletion whole(ChatCompletionCreateParams.Builder parameters) {
    try (HttpResponseFor<ChatCompletion> response =
        client.chat().completions().withRawResponse().create(parameters.build())) {
      told.headers(OpenAiProgram.map(response.headers()));
      ChatCompletion completion = response.parse();
      told.text(text(completion));
      told.model(completion.model());
      told.finish(completion.choices().getFirst().finishReason().asString());
      completion.usage().ifPresent(this::usage);
      return completion;
    }
  }

  private static String text(ChatCompletion completion) {
    return completion.choices().getFirst().message().content().orElse("");
  }

  private ChatCompletionAccumulator streamed(ChatCompletionCreateParams.Builder parameters) {
    ChatCompletionAccumulator whole = ChatCompletionAccumulator.create();
    parameters.streamOptions(ChatCompletionStreamOptions.builder().includeUsage(true).build());
    try (HttpResponseFor<StreamResponse<ChatCompletionChunk>> response =
        client.chat().completions().withRawResponse().createStreaming(parameters.build())) {
      told.headers(OpenAiProgram.map(response.headers()));
      try (StreamResponse<ChatCompletionChunk> stream = response.parse()) {
        Iterator<ChatCompletionChunk> chunks = stream.stream().iterator();
        while (!ask.leavesAt(told.pieces()) && chunks.hasNext()) {
          chunk(whole.accumulate(chunks.next()));
        }
      }
    }
    return whole;
  }

  private void chunk(ChatCompletionChunk chunk) {
    told.model(chunk.model());
    chunk.usage().ifPresent(this::usage);
    for (ChatCompletionChunk.Choice choice : chunk.choices()) {
      choice.finishReason().ifPresent(reason -> told.finish(reason.asString()));
      choice.delta().content().ifPresent(told::text);
      choice.delta().toolCalls().ifPresent(calls -> calls.forEach(call -> told.piece()));
    }
  }

  private void usage(CompletionUsage usage) {
    told.usage(usage.promptTokens(), usage.completionTokens());
    usage
        .completionTokensDetails()
        .flatMap(CompletionUsage.CompletionTokensDetails::reasoningTokens)
        .ifPresent(told::reasoningTokens);
    usage
        .promptTokensDetails()
        .flatMap(CompletionUsage.PromptTokensDetails::cachedTokens)
        .ifPresent(told::cachedTokens);
  }
}

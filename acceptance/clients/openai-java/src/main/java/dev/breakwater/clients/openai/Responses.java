package dev.breakwater.clients.openai;

import com.openai.client.OpenAIClient;
import com.openai.core.http.HttpResponseFor;
import com.openai.core.http.StreamResponse;
import com.openai.errors.NotFoundException;
import com.openai.helpers.ResponseAccumulator;
import com.openai.models.ChatModel;
import com.openai.models.Reasoning;
import com.openai.models.ReasoningEffort;
import com.openai.models.ResponseFormatJsonObject;
import com.openai.models.ResponsesModel;
import com.openai.models.responses.EasyInputMessage;
import com.openai.models.responses.Response;
import com.openai.models.responses.ResponseCreateParams;
import com.openai.models.responses.ResponseFunctionToolCall;
import com.openai.models.responses.ResponseIncludable;
import com.openai.models.responses.ResponseInputContent;
import com.openai.models.responses.ResponseInputImage;
import com.openai.models.responses.ResponseInputItem;
import com.openai.models.responses.ResponseInputText;
import com.openai.models.responses.ResponseOutputItem;
import com.openai.models.responses.ResponseReasoningItem;
import com.openai.models.responses.ResponseStreamEvent;
import com.openai.models.responses.ResponseTextConfig;
import com.openai.models.responses.ResponseUsage;
import com.openai.models.responses.StructuredResponse;
import com.openai.models.responses.ToolChoiceOptions;
import com.openai.models.responses.inputtokens.InputTokenCountParams;
import dev.breakwater.clients.lines.Ask;
import dev.breakwater.clients.lines.Feature;
import dev.breakwater.clients.lines.Task;
import dev.breakwater.clients.lines.Told;
import dev.breakwater.clients.lines.Unsupported;
import java.util.ArrayList;
import java.util.List;

/** Responses. */
record Responses(OpenAIClient client, Ask ask, Told told) {
  /** In tokens: the vendor takes no lower limit here. */
  private static final int LEAST = 16;

  void answer() {
    switch (ask.feature()) {
      case WHOLE, STREAMED, BAD_KEY, UNKNOWN_MODEL -> turn(spoken());
      case TOOLS, TOOLS_STREAMED -> tools(spoken().toolChoice(ToolChoiceOptions.REQUIRED));
      case THINKING_TOOLS -> tools(thinking());
      case IMAGE -> turn(begun().inputOfResponse(List.of(picture())));
      case SCHEMA, SCHEMA_STREAMED -> schema();
      case JSON_MODE -> jsonMode();
      case THINKING, THINKING_STREAMED -> turn(thinking());
      case LIMIT -> turn(spoken().maxOutputTokens(LEAST));
      case BAD_REQUEST -> turn(spoken().temperature(Task.WRONG_TEMPERATURE));
      case CONVERSATION -> conversation();
      case STOP -> throw new Unsupported("Responses have no stop sequences");
      case COUNT -> count();
      case EMBEDDINGS, MODELS -> throw new Unsupported("not a matter of Responses");
    }
  }

  private ResponseCreateParams.Builder begun() {
    return ResponseCreateParams.builder()
        .model(ask.model())
        .instructions(Task.SYSTEM)
        .store(ask.feature() == Feature.CONVERSATION);
  }

  private ResponseCreateParams.Builder spoken() {
    return begun().inputOfResponse(List.of(said()));
  }

  private ResponseCreateParams.Builder thinking() {
    return spoken()
        .reasoning(
            Reasoning.builder()
                .effort(ReasoningEffort.HIGH)
                .summary(Reasoning.Summary.AUTO)
                .build())
        .addInclude(ResponseIncludable.REASONING_ENCRYPTED_CONTENT);
  }

  private ResponseInputItem said() {
    return ResponseInputItem.ofEasyInputMessage(
        EasyInputMessage.builder().role(EasyInputMessage.Role.USER).content(ask.prompt()).build());
  }

  private ResponseInputItem picture() {
    return ResponseInputItem.ofEasyInputMessage(
        EasyInputMessage.builder()
            .role(EasyInputMessage.Role.USER)
            .contentOfResponseInputMessageContentList(
                List.of(
                    ResponseInputContent.ofInputText(
                        ResponseInputText.builder().text(ask.prompt()).build()),
                    ResponseInputContent.ofInputImage(
                        ResponseInputImage.builder()
                            .detail(ResponseInputImage.Detail.AUTO)
                            .imageUrl("data:" + Task.PNG_TYPE + ";base64," + Task.PNG)
                            .build())))
            .build());
  }

  private void schema() {
    ResponseCreateParams.Builder wanting =
        spoken().text(Task.Answer.class).build().rawParams().toBuilder();
    StructuredResponse<Task.Answer> response =
        ask.feature().streamed()
            ? streamed(wanting).response(Task.Answer.class)
            : new StructuredResponse<>(Task.Answer.class, whole(wanting));
    response.output().stream()
        .flatMap(item -> item.message().stream())
        .flatMap(message -> message.content().stream())
        .flatMap(content -> content.outputText().stream())
        .forEach(told::json);
  }

  private void jsonMode() {
    turn(
        spoken()
            .text(
                ResponseTextConfig.builder()
                    .format(ResponseFormatJsonObject.builder().build())
                    .build()));
    told.json(told.text());
  }

  private void tools(ResponseCreateParams.Builder parameters) {
    parameters.addTool(Task.Weather.class).addTool(Task.Time.class);
    List<ResponseInputItem> input = new ArrayList<>(List.of(said()));
    for (ResponseOutputItem item : turn(parameters).output()) {
      item.reasoning().map(ResponseInputItem::ofReasoning).ifPresent(input::add);
      item.message().map(ResponseInputItem::ofResponseOutputMessage).ifPresent(input::add);
      item.functionCall().map(ResponseInputItem::ofFunctionCall).ifPresent(input::add);
    }
    for (ResponseFunctionToolCall call :
        input.stream().flatMap(item -> item.functionCall().stream()).toList()) {
      told.call(call.callId(), call.name(), call.arguments());
      input.add(
          ResponseInputItem.ofFunctionCallOutput(
              ResponseInputItem.FunctionCallOutput.builder()
                  .callId(call.callId())
                  .output(Task.result(call.name()))
                  .build()));
    }
    told.secondAnswer();
    turn(parameters.toolChoice(ToolChoiceOptions.AUTO).inputOfResponse(input));
  }

  /** The second answer knows the first; both can be fetched by their ids, and taken away. */
  private void conversation() {
    Response first = turn(spoken());
    told.secondAnswer();
    Response second = turn(spoken().previousResponseId(first.id()));
    told.kept(text(client.responses().retrieve(second.id())));
    client.responses().delete(first.id());
    client.responses().delete(second.id());
    try {
      client.responses().retrieve(second.id());
    } catch (NotFoundException e) {
      told.gone(e.statusCode());
    }
  }

  private Response turn(ResponseCreateParams.Builder parameters) {
    return ask.feature().streamed() ? streamed(parameters).response() : whole(parameters);
  }

  private Response whole(ResponseCreateParams.Builder parameters) {
    try (HttpResponseFor<Response> answer =
        client.responses().withRawResponse().create(parameters.build())) {
      told.headers(OpenAiProgram.map(answer.headers()));
      Response response = answer.parse();
      told.text(text(response));
      ended(response);
      return response;
    }
  }

  private static String text(Response response) {
    StringBuilder text = new StringBuilder();
    response.output().stream()
        .flatMap(item -> item.message().stream())
        .flatMap(message -> message.content().stream())
        .flatMap(content -> content.outputText().stream())
        .forEach(part -> text.append(part.text()));
    return text.toString();
  }

  private ResponseAccumulator streamed(ResponseCreateParams.Builder parameters) {
    ResponseAccumulator whole = ResponseAccumulator.create();
    try (HttpResponseFor<StreamResponse<ResponseStreamEvent>> answer =
        client.responses().withRawResponse().createStreaming(parameters.build())) {
      told.headers(OpenAiProgram.map(answer.headers()));
      try (StreamResponse<ResponseStreamEvent> stream = answer.parse()) {
        stream.stream()
            .map(whole::accumulate)
            .forEach(event -> {
              event.outputTextDelta().ifPresent(delta -> told.text(delta.delta()));
              event.functionCallArgumentsDelta().ifPresent(delta -> told.piece());
            });
      }
    }
    ended(whole.response());
    return whole;
  }

  private void ended(Response response) {
    told.model(name(response.model()));
    told.finish(
        response
            .incompleteDetails()
            .flatMap(Response.IncompleteDetails::reason)
            .map(Response.IncompleteDetails.Reason::asString)
            .orElseGet(() -> response.status().map(status -> status.asString()).orElse("")));
    response.output().stream().flatMap(item -> item.reasoning().stream()).forEach(this::reasoning);
    response.usage().ifPresent(this::usage);
  }

  /** Whichever of the library's lists of models knows it, if any does. */
  private static String name(ResponsesModel model) {
    return model
        .string()
        .or(() -> model.chat().map(ChatModel::asString))
        .or(() -> model.only().map(ResponsesModel.ResponsesOnlyModel::asString))
        .orElse("");
  }

  private void count() {
    told.count(
        client
            .responses()
            .inputTokens()
            .count(
                InputTokenCountParams.builder()
                    .model(ask.model())
                    .instructions(Task.SYSTEM)
                    .input(ask.prompt())
                    .build())
            .inputTokens());
  }

  private void reasoning(ResponseReasoningItem item) {
    item.summary().forEach(summary -> told.thinking(summary.text()));
    item.encryptedContent().filter(it -> !it.isEmpty()).ifPresent(it -> told.signature());
  }

  private void usage(ResponseUsage usage) {
    told.usage(usage.inputTokens(), usage.outputTokens());
    told.reasoningTokens(usage.outputTokensDetails().reasoningTokens());
    told.cachedTokens(usage.inputTokensDetails().cachedTokens());
  }
}

package dev.breakwater.wire.responses;

import dev.breakwater.wire.conversation.AnswerEvent;
import dev.breakwater.wire.conversation.Citation;
import dev.breakwater.wire.conversation.FinishReason;
import dev.breakwater.wire.conversation.Part;
import dev.breakwater.wire.conversation.Signature;
import dev.breakwater.wire.conversation.TokenProbability;
import dev.breakwater.wire.conversation.Tokens;
import dev.breakwater.wire.format.EventReader;
import dev.breakwater.wire.json.Json;
import dev.breakwater.wire.json.JsonObject;
import dev.breakwater.wire.json.MalformedBody;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Reads the events of a streamed response. What comes in pieces is taken from the pieces; what a
 * server sends in one piece only is taken from the event that ends its part, item or answer.
 */
final class ResponsesEventReader implements EventReader {
  /** A call that has begun, by the place of its item in the output. */
  private record OpenCall(int number, boolean hasArguments) {}

  private final Map<Long, OpenCall> calls = new HashMap<>();
  private boolean started;
  private int callsBegun;
  private boolean said;
  private boolean refused;
  private @Nullable Signature ofNextCall;

  /** Where the last piece of text or thought belongs, as its item and part. */
  private String lastPiece = "";

  private Consumer<AnswerEvent> events = event -> {};

  @Override
  public void read(byte[] data, int start, int end, Consumer<AnswerEvent> sink)
      throws MalformedBody {
    if (isDone(data, start, end)) {
      return;
    }
    events = sink;
    JsonObject event = Json.object(data, start, end);
    switch (event.text("type", "")) {
      case "response.created", "response.in_progress", "response.queued" -> started(event);
      case "response.output_item.added" -> itemAdded(event);
      case "response.output_item.done" -> itemDone(event);
      case "response.output_text.delta" -> text(event);
      case "response.refusal.delta" -> refusal(event, "delta");
      case "response.function_call_arguments.delta" -> arguments(event);
      case "response.reasoning_summary_text.delta" -> thinking(event, "summary_index", "delta");
      case "response.reasoning_text.delta" -> thinking(event, "content_index", "delta");
      case "response.output_text.annotation.added" -> annotation(event);
      case "response.output_text.done" -> textDone(event);
      case "response.refusal.done" -> refusalDone(event);
      case "response.completed", "response.incomplete" -> ended(event);
      case "response.failed", "response.cancelled", "error" -> failed(event);
      default -> {
        if (event.has("error")) {
          failed(event);
        }
      }
    }
  }

  /** Some servers end every stream as chat completions end. */
  private static boolean isDone(byte[] data, int start, int end) {
    return end - start <= 16
        && new String(data, start, end - start, StandardCharsets.UTF_8).strip().equals("[DONE]");
  }

  private void failed(JsonObject event) {
    events.accept(new AnswerEvent.Failed(ResponsesProblems.inAnswer(event)));
  }

  private void started(JsonObject event) throws MalformedBody {
    JsonObject response = event.object("response");
    if (!started && response != null) {
      started = true;
      events.accept(new AnswerEvent.Started(response.text("id", ""), response.text("model", "")));
    }
  }

  private void itemAdded(JsonObject event) throws MalformedBody {
    JsonObject item = event.object("item");
    if (item != null && ItemReader.type(item).equals("function_call")) {
      callBegun(event, item);
    }
  }

  private OpenCall callBegun(JsonObject event, JsonObject item) throws MalformedBody {
    String arguments = item.text("arguments", "");
    OpenCall call = new OpenCall(callsBegun++, !arguments.isEmpty());
    calls.put(place(event), call);
    said = true;
    events.accept(
        new AnswerEvent.CallStarted(
            0,
            call.number(),
            ItemReader.callId(item),
            ContentReader.required(item, "name"),
            ofNextCall));
    ofNextCall = null;
    if (!arguments.isEmpty()) {
      events.accept(new AnswerEvent.CallArguments(0, call.number(), arguments));
    }
    return call;
  }

  private static long place(JsonObject event) {
    return event.count("output_index");
  }

  private void arguments(JsonObject event) throws MalformedBody {
    OpenCall call = calls.get(place(event));
    String delta = event.text("delta", "");
    if (call == null) {
      throw event.wrong("output_index", "the place of a call that has begun");
    }
    if (!delta.isEmpty()) {
      calls.put(place(event), new OpenCall(call.number(), true));
      events.accept(new AnswerEvent.CallArguments(0, call.number(), delta));
    }
  }

  private void itemDone(JsonObject event) throws MalformedBody {
    JsonObject item = event.object("item");
    if (item == null) {
      return;
    }
    switch (ItemReader.type(item)) {
      case "function_call" -> callDone(event, item);
      case "reasoning" -> reasoningDone(event, item);
      case "image_generation_call" -> {
        List<Part> parts = new ArrayList<>();
        ItemReader.image(item, parts);
        said |= !parts.isEmpty();
        parts.forEach(this::emit);
      }
      default -> {}
    }
  }

  private void callDone(JsonObject event, JsonObject item) throws MalformedBody {
    OpenCall call = calls.get(place(event));
    if (call == null) {
      call = callBegun(event, item);
    } else if (!call.hasArguments()) {
      String arguments = item.text("arguments", "");
      events.accept(
          new AnswerEvent.CallArguments(0, call.number(), arguments.isBlank() ? "{}" : arguments));
    }
    calls.remove(place(event));
  }

  private void reasoningDone(JsonObject event, JsonObject item) throws MalformedBody {
    if (!lastPiece.startsWith("thinking:" + place(event) + ":")) {
      String thoughts = ItemReader.thoughts(item);
      if (!thoughts.isEmpty()) {
        events.accept(new AnswerEvent.ThinkingDelta(0, thoughts));
      }
    }
    String encrypted = item.text("encrypted_content", "");
    Sealed sealed = encrypted.isEmpty() ? null : Sealed.read(encrypted);
    switch (sealed) {
      case Sealed.Thought thought ->
          events.accept(new AnswerEvent.ThinkingSigned(0, thought.signature()));
      case Sealed.Hidden hidden -> events.accept(new AnswerEvent.ThinkingHidden(0, hidden.data()));
      case Sealed.OfCall call -> ofNextCall = call.signature();
      case null -> {}
    }
  }

  private void text(JsonObject event) throws MalformedBody {
    String delta = event.text("delta", "");
    if (!delta.isEmpty()) {
      piece("text", event, "content_index");
      events.accept(new AnswerEvent.TextDelta(0, delta));
    }
    List<TokenProbability> tokens = Logprobs.read(event, "logprobs");
    if (!tokens.isEmpty()) {
      events.accept(new AnswerEvent.Probabilities(0, tokens));
    }
  }

  private void textDone(JsonObject event) throws MalformedBody {
    String text = event.text("text", "");
    if (!text.isEmpty() && !isPieceOf("text", event)) {
      piece("text", event, "content_index");
      events.accept(new AnswerEvent.TextDelta(0, text));
    }
  }

  private void refusal(JsonObject event, String field) throws MalformedBody {
    String delta = event.text(field, "");
    if (!delta.isEmpty()) {
      refused = true;
      piece("refusal", event, "content_index");
      events.accept(new AnswerEvent.RefusalDelta(0, delta));
    }
  }

  private void refusalDone(JsonObject event) throws MalformedBody {
    if (!isPieceOf("refusal", event)) {
      refusal(event, "refusal");
    }
  }

  private void thinking(JsonObject event, String index, String field) throws MalformedBody {
    String delta = event.text(field, "");
    if (delta.isEmpty()) {
      return;
    }
    String before = lastPiece;
    piece("thinking", event, index);
    String item = "thinking:" + place(event) + ":";
    if (before.startsWith(item) && !before.equals(lastPiece)) {
      events.accept(new AnswerEvent.ThinkingDelta(0, ItemReader.PARAGRAPH));
    }
    events.accept(new AnswerEvent.ThinkingDelta(0, delta));
  }

  private void piece(String kind, JsonObject event, String index) {
    said |= !kind.equals("thinking");
    lastPiece = name(kind, event, index);
  }

  private boolean isPieceOf(String kind, JsonObject event) {
    return lastPiece.equals(name(kind, event, "content_index"));
  }

  private static String name(String kind, JsonObject event, String index) {
    return kind + ":" + place(event) + ":" + event.count(index);
  }

  private void annotation(JsonObject event) throws MalformedBody {
    JsonObject annotation = event.object("annotation");
    Citation citation = annotation == null ? null : Annotations.citation(annotation);
    if (citation != null) {
      events.accept(new AnswerEvent.Cited(0, citation));
    }
  }

  private void ended(JsonObject event) throws MalformedBody {
    JsonObject response = event.object("response");
    if (response == null) {
      throw event.wrong("response", "an object");
    }
    started(event);
    List<Part> parts = response.has("output") ? Replies.parts(response) : List.of();
    if (!said) {
      parts.forEach(this::emit);
    }
    Tokens tokens = ResponsesUsage.read(response.object("usage"));
    if (tokens != null) {
      events.accept(new AnswerEvent.Used(tokens));
    }
    FinishReason natural = Replies.finish(response, parts);
    FinishReason reason =
        natural != FinishReason.STOP
            ? natural
            : callsBegun > 0
                ? FinishReason.TOOL_CALLS
                : refused ? FinishReason.REFUSAL : FinishReason.STOP;
    events.accept(new AnswerEvent.Finished(0, reason, null));
    events.accept(new AnswerEvent.Ended());
  }

  /** What came in no pieces. */
  private void emit(Part part) {
    switch (part) {
      case Part.Text text -> {
        events.accept(new AnswerEvent.TextDelta(0, text.text()));
        text.citations().forEach(each -> events.accept(new AnswerEvent.Cited(0, each)));
      }
      case Part.Refusal refusal -> events.accept(new AnswerEvent.RefusalDelta(0, refusal.text()));
      case Part.ToolCall call -> {
        int number = callsBegun++;
        events.accept(new AnswerEvent.CallStarted(0, number, call.id(), call.name(), null));
        events.accept(new AnswerEvent.CallArguments(0, number, call.arguments()));
      }
      case Part.Attachment attachment ->
          events.accept(new AnswerEvent.Attached(0, attachment.media()));
      case Part.Thinking thinking -> {}
      case Part.HiddenThinking hidden -> {}
      case Part.ToolResult result -> {}
      case Part.CachePoint point -> {}
    }
  }
}

package dev.breakwater.wire.anthropic;

import static dev.breakwater.wire.anthropic.AnthropicBlockReader.required;

import dev.breakwater.wire.conversation.AnswerEvent;
import dev.breakwater.wire.conversation.Citation;
import dev.breakwater.wire.conversation.Signature;
import dev.breakwater.wire.conversation.Tokens;
import dev.breakwater.wire.conversation.Vendor;
import dev.breakwater.wire.format.EventReader;
import dev.breakwater.wire.json.Json;
import dev.breakwater.wire.json.JsonObject;
import dev.breakwater.wire.json.MalformedBody;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Reads the events of a message; those that it does not know say nothing. */
final class AnthropicEventReader implements EventReader {
  private final AnthropicUsage usage = new AnthropicUsage();

  /** The calls by the index of their block; the blocks of Anthropic's own tools are none. */
  private final Map<Long, Call> calls = new HashMap<>();

  private boolean content;

  /** A call whose arguments are coming. */
  private static final class Call {
    final int number;
    boolean hasArguments;

    Call(int number) {
      this.number = number;
    }
  }

  @Override
  public void read(byte[] data, int start, int end, Consumer<AnswerEvent> events)
      throws MalformedBody {
    JsonObject root = Json.object(data, start, end);
    switch (root.text("type", "")) {
      case "message_start" -> started(root.object("message"), events);
      case "content_block_start" -> block(root, root.object("content_block"), events);
      case "content_block_delta" -> delta(root, root.object("delta"), events);
      case "content_block_stop" -> stopped(calls.get(root.count("index")), events);
      case "message_delta" -> {
        used(root.object("usage"), events);
        finished(root.object("delta"), events);
      }
      case "message_stop" -> events.accept(new AnswerEvent.Ended());
      case "error" ->
          events.accept(new AnswerEvent.Failed(AnthropicProblems.inAnswer(data, start, end)));
      default -> {
        // Pings, and what later versions add.
      }
    }
  }

  private void started(@Nullable JsonObject message, Consumer<AnswerEvent> events)
      throws MalformedBody {
    if (message == null) {
      throw new MalformedBody("message", "'message' is missing");
    }
    events.accept(new AnswerEvent.Started(message.text("id", ""), message.text("model", "")));
    used(message.object("usage"), events);
  }

  private void block(JsonObject root, @Nullable JsonObject block, Consumer<AnswerEvent> events)
      throws MalformedBody {
    if (block == null) {
      return;
    }
    switch (block.text("type", "")) {
      case "text" -> {
        text(block.text("text", ""), events);
        for (Citation citation : AnthropicCitations.read(block)) {
          events.accept(new AnswerEvent.Cited(0, citation));
        }
      }
      case "thinking" -> {
        thinking(block.text("thinking", ""), events);
        signed(block.text("signature", ""), events);
      }
      case "redacted_thinking" ->
          events.accept(
              new AnswerEvent.ThinkingHidden(
                  0, new Signature(Vendor.ANTHROPIC, required(block, "data"))));
      case "tool_use" -> call(root.count("index"), block, events);
      default -> {}
    }
  }

  private void call(long index, JsonObject block, Consumer<AnswerEvent> events)
      throws MalformedBody {
    Call call = new Call(calls.size());
    if (calls.putIfAbsent(index, call) != null) {
      throw block.wrong("type", "a block of its own index");
    }
    content = true;
    events.accept(
        new AnswerEvent.CallStarted(
            0, call.number, required(block, "id"), required(block, "name"), null));
    JsonNode input = block.get("input");
    if (input != null && input.isContainer() && !input.isEmpty()) {
      arguments(call, AnthropicReplies.input(input), events);
    }
  }

  private void delta(JsonObject root, @Nullable JsonObject delta, Consumer<AnswerEvent> events)
      throws MalformedBody {
    if (delta == null) {
      return;
    }
    switch (delta.text("type", "")) {
      case "text_delta" -> text(delta.text("text", ""), events);
      case "input_json_delta" -> {
        Call call = calls.get(root.count("index"));
        if (call != null) {
          arguments(call, delta.text("partial_json", ""), events);
        }
      }
      case "thinking_delta" -> thinking(delta.text("thinking", ""), events);
      case "signature_delta" -> signed(delta.text("signature", ""), events);
      case "citations_delta" -> {
        JsonObject object = delta.object("citation");
        Citation citation = object == null ? null : AnthropicCitations.one(object);
        if (citation != null) {
          events.accept(new AnswerEvent.Cited(0, citation));
        }
      }
      default -> {}
    }
  }

  private void text(String text, Consumer<AnswerEvent> events) {
    if (!text.isEmpty()) {
      content = true;
      events.accept(new AnswerEvent.TextDelta(0, text));
    }
  }

  private static void thinking(String text, Consumer<AnswerEvent> events) {
    if (!text.isEmpty()) {
      events.accept(new AnswerEvent.ThinkingDelta(0, text));
    }
  }

  private static void signed(String value, Consumer<AnswerEvent> events) {
    Signature signature = AnthropicReplies.signature(value);
    if (signature != null) {
      events.accept(new AnswerEvent.ThinkingSigned(0, signature));
    }
  }

  private static void arguments(Call call, String fragment, Consumer<AnswerEvent> events) {
    if (!fragment.isEmpty()) {
      call.hasArguments = true;
      events.accept(new AnswerEvent.CallArguments(0, call.number, fragment));
    }
  }

  /** A call without arguments says nothing at all; an empty object is what it means. */
  private static void stopped(@Nullable Call call, Consumer<AnswerEvent> events) {
    if (call != null && !call.hasArguments) {
      arguments(call, "{}", events);
    }
  }

  private void finished(@Nullable JsonObject delta, Consumer<AnswerEvent> events)
      throws MalformedBody {
    String reason = delta == null ? null : delta.text("stop_reason");
    if (delta == null || reason == null) {
      return;
    }
    String explanation = AnthropicReplies.explanation(delta);
    if (explanation != null && !content) {
      events.accept(new AnswerEvent.RefusalDelta(0, explanation));
    }
    events.accept(
        new AnswerEvent.Finished(0, AnthropicFinish.read(reason), delta.text("stop_sequence")));
  }

  private void used(@Nullable JsonObject counts, Consumer<AnswerEvent> events)
      throws MalformedBody {
    if (counts != null) {
      usage.read(counts);
      Tokens tokens = usage.tokens();
      if (tokens != null) {
        events.accept(new AnswerEvent.Used(tokens));
      }
    }
  }
}

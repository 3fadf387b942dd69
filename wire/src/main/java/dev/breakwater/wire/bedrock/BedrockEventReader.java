package dev.breakwater.wire.bedrock;

import static dev.breakwater.wire.bedrock.BedrockReplies.required;

import dev.breakwater.wire.conversation.AnswerEvent;
import dev.breakwater.wire.conversation.Problem;
import dev.breakwater.wire.conversation.Signature;
import dev.breakwater.wire.conversation.Tokens;
import dev.breakwater.wire.format.EventReader;
import dev.breakwater.wire.json.Json;
import dev.breakwater.wire.json.JsonObject;
import dev.breakwater.wire.json.MalformedBody;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Reads Converse's events, as {@link EventStreamFramer} hands them out. */
final class BedrockEventReader implements EventReader {
  private final String id;
  private boolean started;

  /** The calls by the index of their block. */
  private final Map<Long, Call> calls = new HashMap<>();

  /** A call whose arguments are coming. */
  private static final class Call {
    final int number;
    boolean hasArguments;

    Call(int number) {
      this.number = number;
    }
  }

  BedrockEventReader(String id) {
    this.id = id;
  }

  @Override
  public void read(byte[] data, int start, int end, Consumer<AnswerEvent> events)
      throws MalformedBody {
    JsonObject root = Json.object(data, start, end);
    Problem problem = BedrockProblems.inAnswer(root);
    if (problem != null) {
      events.accept(new AnswerEvent.Failed(problem));
      return;
    }
    if (!started) {
      started = true;
      events.accept(new AnswerEvent.Started(id, ""));
    }
    block(root.object("contentBlockStart"), events);
    delta(root.object("contentBlockDelta"), events);
    blockEnd(root.object("contentBlockStop"), events);
    stopped(root.object("messageStop"), events);
    metadata(root.object("metadata"), events);
  }

  private void block(@Nullable JsonObject event, Consumer<AnswerEvent> events)
      throws MalformedBody {
    JsonObject start = event == null ? null : event.object("start");
    JsonObject use = start == null ? null : start.object("toolUse");
    if (event == null || use == null) {
      return;
    }
    Call call = new Call(calls.size());
    if (calls.putIfAbsent(event.count("contentBlockIndex"), call) != null) {
      throw event.wrong("contentBlockIndex", "one of its own");
    }
    events.accept(
        new AnswerEvent.CallStarted(
            0, call.number, required(use, "toolUseId"), required(use, "name"), null));
  }

  private void delta(@Nullable JsonObject event, Consumer<AnswerEvent> events)
      throws MalformedBody {
    JsonObject delta = event == null ? null : event.object("delta");
    if (event == null || delta == null) {
      return;
    }
    String text = delta.text("text", "");
    if (!text.isEmpty()) {
      events.accept(new AnswerEvent.TextDelta(0, text));
      return;
    }
    JsonObject use = delta.object("toolUse");
    if (use != null) {
      arguments(calls.get(event.count("contentBlockIndex")), use.text("input", ""), events);
    }
    JsonObject reasoning = delta.object("reasoningContent");
    if (reasoning != null) {
      reasoning(reasoning, events);
    }
    JsonObject citation = delta.object("citation");
    if (citation != null) {
      events.accept(new AnswerEvent.Cited(0, BedrockCitations.read(citation)));
    }
  }

  private static void reasoning(JsonObject reasoning, Consumer<AnswerEvent> events)
      throws MalformedBody {
    String text = reasoning.text("text", "");
    if (!text.isEmpty()) {
      events.accept(new AnswerEvent.ThinkingDelta(0, text));
    }
    Signature signature = BedrockReplies.signature(reasoning.text("signature", ""));
    if (signature != null) {
      events.accept(new AnswerEvent.ThinkingSigned(0, signature));
    }
    String hidden = reasoning.text("redactedContent");
    if (hidden != null) {
      events.accept(new AnswerEvent.ThinkingHidden(0, BedrockReplies.hidden(hidden)));
    }
  }

  private static void arguments(
      @Nullable Call call, String fragment, Consumer<AnswerEvent> events) {
    if (call != null && !fragment.isEmpty()) {
      call.hasArguments = true;
      events.accept(new AnswerEvent.CallArguments(0, call.number, fragment));
    }
  }

  /** A call without arguments says nothing at all; an empty object is what it means. */
  private void blockEnd(@Nullable JsonObject event, Consumer<AnswerEvent> events) {
    Call call = event == null ? null : calls.get(event.count("contentBlockIndex"));
    if (call != null && !call.hasArguments) {
      arguments(call, "{}", events);
    }
  }

  private static void stopped(@Nullable JsonObject event, Consumer<AnswerEvent> events)
      throws MalformedBody {
    if (event != null) {
      events.accept(
          new AnswerEvent.Finished(0, BedrockFinish.read(required(event, "stopReason")), null));
    }
  }

  private static void metadata(@Nullable JsonObject event, Consumer<AnswerEvent> events)
      throws MalformedBody {
    if (event == null) {
      return;
    }
    Tokens tokens = BedrockUsage.read(event.object("usage"));
    if (tokens != null) {
      events.accept(new AnswerEvent.Used(tokens));
    }
    events.accept(new AnswerEvent.Ended());
  }
}

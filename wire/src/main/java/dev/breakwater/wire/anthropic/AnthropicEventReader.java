package dev.breakwater.wire.anthropic;

import dev.breakwater.wire.conversation.AnswerEvent;
import dev.breakwater.wire.conversation.Tokens;
import dev.breakwater.wire.format.EventReader;
import dev.breakwater.wire.json.Json;
import dev.breakwater.wire.json.JsonObject;
import dev.breakwater.wire.json.MalformedBody;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Reads the events of a message; those that it does not know say nothing. */
final class AnthropicEventReader implements EventReader {
  private final AnthropicUsage usage = new AnthropicUsage();

  @Override
  public void read(byte[] data, int start, int end, Consumer<AnswerEvent> events)
      throws MalformedBody {
    JsonObject root = Json.object(data, start, end);
    switch (root.text("type", "")) {
      case "message_start" -> started(root.object("message"), events);
      case "content_block_start" -> {
        JsonObject block = root.object("content_block");
        if (block != null) {
          AnthropicReplies.refuseCall(block);
          text(block, events);
        }
      }
      case "content_block_delta" -> text(root.object("delta"), events);
      case "message_delta" -> {
        used(root.object("usage"), events);
        finished(root.object("delta"), events);
      }
      case "message_stop" -> events.accept(new AnswerEvent.Ended());
      case "error" ->
          events.accept(new AnswerEvent.Failed(AnthropicProblems.inAnswer(data, start, end)));
      default -> {
        // Pings, the ends of blocks, and what later versions add.
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

  private static void text(@Nullable JsonObject delta, Consumer<AnswerEvent> events)
      throws MalformedBody {
    String text = delta == null ? "" : delta.text("text", "");
    if (!text.isEmpty()) {
      events.accept(new AnswerEvent.TextDelta(0, text));
    }
  }

  private static void finished(@Nullable JsonObject delta, Consumer<AnswerEvent> events)
      throws MalformedBody {
    String reason = delta == null ? null : delta.text("stop_reason");
    if (delta != null && reason != null) {
      events.accept(
          new AnswerEvent.Finished(0, AnthropicFinish.read(reason), delta.text("stop_sequence")));
    }
  }

  private void used(@Nullable JsonObject counts, Consumer<AnswerEvent> events) {
    if (counts != null) {
      usage.read(counts);
      Tokens tokens = usage.tokens();
      if (tokens != null) {
        events.accept(new AnswerEvent.Used(tokens));
      }
    }
  }
}

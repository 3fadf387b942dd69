package dev.breakwater.wire.anthropic;

import dev.breakwater.wire.conversation.AnswerEvent;
import dev.breakwater.wire.conversation.FinishReason;
import dev.breakwater.wire.conversation.Tokens;
import dev.breakwater.wire.format.EventWriter;
import dev.breakwater.wire.json.ByteSink;
import dev.breakwater.wire.json.Json;
import dev.breakwater.wire.json.JsonText;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/**
 * Writes the events of a message with one block of text. The stop reason goes out together with the
 * usage, which other protocols send after it: so at the end.
 */
final class AnthropicEventWriter implements EventWriter {
  private static final byte[] EVENT = JsonText.bytes("event: ");
  private static final byte[] DATA = JsonText.bytes("\ndata: ");
  private static final byte[] BLANK = JsonText.bytes("\n\n");

  private String id = "";
  private String model = "";
  private boolean started;
  private boolean blockOpen;
  private Tokens tokens = Tokens.NONE;
  private AnswerEvent.@Nullable Finished finished;

  @Override
  public void write(AnswerEvent event, ByteSink out) {
    switch (event) {
      case AnswerEvent.Started start -> {
        id = start.id();
        model = start.model();
        start(out);
      }
      case AnswerEvent.TextDelta delta -> text(delta.text(), out);
      case AnswerEvent.Used used -> tokens = used.tokens();
      case AnswerEvent.Finished finish -> finished = finish;
      case AnswerEvent.Failed failed -> send(AnthropicProblems.tree(failed.problem()), out);
      case AnswerEvent.Ended ended -> {}
      case AnswerEvent.RefusalDelta refusal ->
          write(new AnswerEvent.TextDelta(refusal.choice(), refusal.text()), out);
      case AnswerEvent.ThinkingDelta thinking -> {}
      case AnswerEvent.ThinkingSigned signed -> {}
      case AnswerEvent.ThinkingHidden hidden -> {}
      case AnswerEvent.CallStarted call -> {}
      case AnswerEvent.CallArguments arguments -> {}
      case AnswerEvent.Cited cited -> {}
      case AnswerEvent.Attached attached -> {}
      case AnswerEvent.Probabilities probabilities -> {}
    }
  }

  @Override
  public void end(ByteSink out) {
    start(out);
    if (blockOpen) {
      send(Json.object().put("type", "content_block_stop").put("index", 0), out);
    }
    ObjectNode root = Json.object().put("type", "message_delta");
    FinishReason reason = finished == null ? FinishReason.OTHER : finished.reason();
    root.putObject("delta")
        .put("stop_reason", AnthropicFinish.write(reason))
        .put("stop_sequence", finished == null ? null : finished.stopSequence());
    root.set("usage", AnthropicUsage.write(tokens));
    send(root, out);
    send(Json.object().put("type", "message_stop"), out);
  }

  private void start(ByteSink out) {
    if (started) {
      return;
    }
    started = true;
    ObjectNode message = AnthropicReplies.envelope(id, model);
    message.putArray("content");
    message.putNull("stop_reason").putNull("stop_sequence");
    message.set("usage", AnthropicUsage.write(tokens));
    ObjectNode root = Json.object().put("type", "message_start");
    root.set("message", message);
    send(root, out);
  }

  private void text(String text, ByteSink out) {
    start(out);
    if (!blockOpen) {
      blockOpen = true;
      ObjectNode root = Json.object().put("type", "content_block_start").put("index", 0);
      root.putObject("content_block").put("type", "text").put("text", "").putNull("citations");
      send(root, out);
    }
    ObjectNode root = Json.object().put("type", "content_block_delta").put("index", 0);
    root.putObject("delta").put("type", "text_delta").put("text", text);
    send(root, out);
  }

  private static void send(ObjectNode root, ByteSink out) {
    out.write(EVENT).write(root.path("type").stringValue());
    out.write(DATA).write(Json.write(root)).write(BLANK);
  }
}

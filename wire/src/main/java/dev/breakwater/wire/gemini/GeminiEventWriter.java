package dev.breakwater.wire.gemini;

import dev.breakwater.wire.conversation.AnswerEvent;
import dev.breakwater.wire.conversation.FinishReason;
import dev.breakwater.wire.conversation.Tokens;
import dev.breakwater.wire.format.EventWriter;
import dev.breakwater.wire.json.ByteSink;
import dev.breakwater.wire.json.Json;
import dev.breakwater.wire.json.JsonText;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/** Writes chunks of a generated content; the last one has the finish reason and the usage. */
final class GeminiEventWriter implements EventWriter {
  private static final byte[] DATA = JsonText.bytes("data: ");
  // Google's own servers end lines so, and one of its clients looks for nothing else.
  private static final byte[] BLANK = JsonText.bytes("\r\n\r\n");

  private String id = "";
  private String model = "";
  private @Nullable Tokens tokens;
  private FinishReason reason = FinishReason.OTHER;

  @Override
  public void write(AnswerEvent event, ByteSink out) {
    switch (event) {
      case AnswerEvent.Started started -> {
        id = started.id();
        model = started.model();
      }
      case AnswerEvent.TextDelta delta ->
          send(GeminiReplies.tree(List.of(delta.text()), null, null, model, id), out);
      case AnswerEvent.Used used -> tokens = used.tokens();
      case AnswerEvent.Finished finished -> reason = finished.reason();
      case AnswerEvent.Failed failed -> send(GeminiProblems.tree(failed.problem()), out);
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
    send(GeminiReplies.tree(List.of(""), reason, tokens, model, id), out);
  }

  private static void send(ObjectNode root, ByteSink out) {
    out.write(DATA).write(Json.write(root)).write(BLANK);
  }
}

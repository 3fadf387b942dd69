package dev.breakwater.wire.gemini;

import dev.breakwater.wire.conversation.AnswerEvent;
import dev.breakwater.wire.conversation.FinishReason;
import dev.breakwater.wire.conversation.Part;
import dev.breakwater.wire.conversation.Tokens;
import dev.breakwater.wire.format.EventReader;
import dev.breakwater.wire.format.Texts;
import dev.breakwater.wire.json.Json;
import dev.breakwater.wire.json.JsonObject;
import dev.breakwater.wire.json.MalformedBody;
import java.util.function.Consumer;

/** Reads the chunks of a generated content. */
final class GeminiEventReader implements EventReader {
  private boolean started;

  @Override
  public void read(byte[] data, int start, int end, Consumer<AnswerEvent> events)
      throws MalformedBody {
    JsonObject root = Json.object(data, start, end);
    if (root.has("error")) {
      events.accept(new AnswerEvent.Failed(GeminiProblems.inAnswer(data, start, end)));
      return;
    }
    if (!started) {
      started = true;
      events.accept(
          new AnswerEvent.Started(root.text("responseId", ""), root.text("modelVersion", "")));
    }
    for (Part part : GeminiReplies.parts(root)) {
      events.accept(new AnswerEvent.TextDelta(0, Texts.of(part)));
    }
    Tokens tokens = GeminiUsage.read(root.object("usageMetadata"));
    if (tokens != null) {
      events.accept(new AnswerEvent.Used(tokens));
    }
    FinishReason finish = GeminiReplies.finish(root);
    if (finish != null) {
      events.accept(new AnswerEvent.Finished(0, finish, null));
    }
  }
}

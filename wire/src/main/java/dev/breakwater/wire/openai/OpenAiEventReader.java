package dev.breakwater.wire.openai;

import dev.breakwater.wire.conversation.AnswerEvent;
import dev.breakwater.wire.conversation.FinishReason;
import dev.breakwater.wire.conversation.Tokens;
import dev.breakwater.wire.format.EventReader;
import dev.breakwater.wire.json.Json;
import dev.breakwater.wire.json.JsonObject;
import dev.breakwater.wire.json.MalformedBody;
import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;

/** Reads chat completion chunks. */
final class OpenAiEventReader implements EventReader {
  private boolean started;
  private boolean refused;

  @Override
  public void read(byte[] data, int start, int end, Consumer<AnswerEvent> events)
      throws MalformedBody {
    String text = new String(data, start, Math.min(end - start, 16), StandardCharsets.UTF_8);
    if (text.strip().equals("[DONE]")) {
      events.accept(new AnswerEvent.Ended());
      return;
    }
    JsonObject root = Json.object(data, start, end);
    if (root.has("error")) {
      events.accept(new AnswerEvent.Failed(OpenAiProblems.inAnswer(data, start, end)));
      return;
    }
    if (!started) {
      started = true;
      events.accept(new AnswerEvent.Started(root.text("id", ""), root.text("model", "")));
    }
    for (JsonObject choice : root.objects("choices")) {
      choice(choice, events);
    }
    Tokens tokens = OpenAiReplies.usage(root.object("usage"));
    if (tokens != null) {
      events.accept(new AnswerEvent.Used(tokens));
    }
  }

  private void choice(JsonObject choice, Consumer<AnswerEvent> events) throws MalformedBody {
    JsonObject delta = choice.object("delta");
    if (delta != null) {
      OpenAiReplies.refuseCalls(delta);
      text(delta.text("content", ""), events);
      String refusal = delta.text("refusal", "");
      refused |= !refusal.isEmpty();
      text(refusal, events);
    }
    String finish = choice.text("finish_reason");
    if (finish != null) {
      FinishReason reason = refused ? FinishReason.REFUSAL : OpenAiFinish.read(finish);
      events.accept(new AnswerEvent.Finished(0, reason, null));
    }
  }

  private static void text(String text, Consumer<AnswerEvent> events) {
    if (!text.isEmpty()) {
      events.accept(new AnswerEvent.TextDelta(0, text));
    }
  }
}

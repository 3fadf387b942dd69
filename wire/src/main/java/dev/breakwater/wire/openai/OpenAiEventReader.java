package dev.breakwater.wire.openai;

import dev.breakwater.wire.conversation.AnswerEvent;
import dev.breakwater.wire.conversation.Tokens;
import dev.breakwater.wire.format.AnswerWatch;
import dev.breakwater.wire.format.EventReader;
import dev.breakwater.wire.json.Json;
import dev.breakwater.wire.json.JsonObject;
import dev.breakwater.wire.json.MalformedBody;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** Reads chat completion chunks. Keeps a few words for each choice and call, nothing of a text. */
final class OpenAiEventReader implements EventReader {
  private final Map<Integer, OpenAiChoiceReader> choices = new HashMap<>();
  private final OpenAiPlainChunk plain = new OpenAiPlainChunk();
  private boolean started;
  private String id = "";

  @Override
  public void read(byte[] data, int start, int end, Consumer<AnswerEvent> events)
      throws MalformedBody {
    if (started && plain.read(data, start, end)) {
      choice(plain.choice()).text(plain.text(), events);
      return;
    }
    String text = new String(data, start, Math.min(end - start, 16), StandardCharsets.UTF_8);
    if (text.strip().equals("[DONE]")) {
      events.accept(new AnswerEvent.Ended());
      return;
    }
    JsonObject root = Json.object(data, start, end);
    if (root.has("error") || root.text("object", "").equals("error")) {
      events.accept(new AnswerEvent.Failed(OpenAiProblems.inAnswer(data, start, end)));
      return;
    }
    List<JsonObject> given = root.objects("choices");
    if (!started) {
      started = true;
      id = root.text("id", "");
      events.accept(new AnswerEvent.Started(id, root.text("model", "")));
    }
    for (JsonObject choice : given) {
      long index = choice.count("index");
      if (index < 0 || index >= AnswerWatch.MOST_CHOICES) {
        throw choice.wrong("index", "a choice's number");
      }
      choice((int) index).read(choice, events);
    }
    Tokens tokens = OpenAiUsage.read(root.object("usage"));
    if (tokens != null) {
      events.accept(new AnswerEvent.Used(tokens));
    }
  }

  private OpenAiChoiceReader choice(int index) {
    return choices.computeIfAbsent(index, number -> new OpenAiChoiceReader(id, number));
  }
}

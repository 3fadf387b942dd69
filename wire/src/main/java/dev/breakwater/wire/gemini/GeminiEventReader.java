package dev.breakwater.wire.gemini;

import dev.breakwater.wire.conversation.AnswerEvent;
import dev.breakwater.wire.conversation.Citation;
import dev.breakwater.wire.conversation.FinishReason;
import dev.breakwater.wire.conversation.Part;
import dev.breakwater.wire.conversation.TokenProbability;
import dev.breakwater.wire.conversation.Tokens;
import dev.breakwater.wire.format.AnswerWatch;
import dev.breakwater.wire.format.EventReader;
import dev.breakwater.wire.json.Json;
import dev.breakwater.wire.json.JsonObject;
import dev.breakwater.wire.json.MalformedBody;
import java.util.BitSet;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Reads the chunks of a generated content; calls come whole. */
final class GeminiEventReader implements EventReader {
  private @Nullable String answer;
  private final int[] calls = new int[AnswerWatch.MOST_CHOICES];
  private final BitSet finished = new BitSet();

  @Override
  public void read(byte[] data, int start, int end, Consumer<AnswerEvent> events)
      throws MalformedBody {
    JsonObject root = Json.object(data, start, end);
    if (root.has("error")) {
      events.accept(new AnswerEvent.Failed(GeminiProblems.inAnswer(data, start, end)));
      return;
    }
    String id = root.text("responseId", "");
    String name = answer;
    if (name == null) {
      name = AnswerParts.name(id, data, start, end);
      answer = name;
      events.accept(new AnswerEvent.Started(id, root.text("modelVersion", "")));
    }
    List<JsonObject> candidates = root.objects("candidates");
    for (JsonObject candidate : candidates) {
      content(candidate, name, events);
    }
    Tokens tokens = GeminiUsage.read(root.object("usageMetadata"));
    if (tokens != null) {
      events.accept(new AnswerEvent.Used(tokens));
    }
    for (JsonObject candidate : candidates) {
      int choice = GeminiReplies.index(candidate);
      finish(choice, GeminiReplies.finish(candidate, calls[choice] > 0), events);
    }
    if (candidates.isEmpty() && GeminiReplies.isBlocked(root)) {
      finish(0, FinishReason.CONTENT_FILTER, events);
    }
  }

  private void finish(int choice, @Nullable FinishReason reason, Consumer<AnswerEvent> events) {
    if (reason != null && !finished.get(choice)) {
      finished.set(choice);
      events.accept(new AnswerEvent.Finished(choice, reason, null));
    }
  }

  private void content(JsonObject candidate, String name, Consumer<AnswerEvent> events)
      throws MalformedBody {
    int choice = GeminiReplies.index(candidate);
    int call = calls[choice];
    AnswerParts reader = new AnswerParts(name, choice, call);
    GeminiReplies.readParts(candidate, reader);
    calls[choice] = reader.calls();
    for (Part part : reader.parts) {
      if (part instanceof Part.ToolCall made) {
        events.accept(
            new AnswerEvent.CallStarted(choice, call, made.id(), made.name(), made.signature()));
        events.accept(new AnswerEvent.CallArguments(choice, call++, made.arguments()));
      } else {
        event(choice, part, events);
      }
    }
    // The text that the places are counted in is gone by now.
    for (Citation citation : GeminiCitations.read(candidate, null)) {
      events.accept(new AnswerEvent.Cited(choice, citation));
    }
    List<TokenProbability> tokens = GeminiLogprobs.read(candidate.object("logprobsResult"));
    if (!tokens.isEmpty()) {
      events.accept(new AnswerEvent.Probabilities(choice, tokens));
    }
  }

  private static void event(int choice, Part part, Consumer<AnswerEvent> events) {
    switch (part) {
      case Part.Text text -> {
        if (!text.text().isEmpty()) {
          events.accept(new AnswerEvent.TextDelta(choice, text.text()));
        }
      }
      case Part.Thinking thinking -> {
        if (!thinking.text().isEmpty()) {
          events.accept(new AnswerEvent.ThinkingDelta(choice, thinking.text()));
        }
        if (thinking.signature() != null) {
          events.accept(new AnswerEvent.ThinkingSigned(choice, thinking.signature()));
        }
      }
      case Part.HiddenThinking hidden ->
          events.accept(new AnswerEvent.ThinkingHidden(choice, hidden.data()));
      case Part.Attachment attachment ->
          events.accept(new AnswerEvent.Attached(choice, attachment.media()));
      case Part.ToolCall call -> throw new IllegalArgumentException("a call is two events");
      case Part.Refusal refusal -> {}
      case Part.ToolResult result -> {}
      case Part.CachePoint point -> {}
    }
  }
}

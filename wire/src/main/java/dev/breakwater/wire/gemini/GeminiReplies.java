package dev.breakwater.wire.gemini;

import dev.breakwater.wire.conversation.Citation;
import dev.breakwater.wire.conversation.FinishReason;
import dev.breakwater.wire.conversation.Part;
import dev.breakwater.wire.conversation.Reply;
import dev.breakwater.wire.format.AnswerWatch;
import dev.breakwater.wire.json.Json;
import dev.breakwater.wire.json.JsonObject;
import dev.breakwater.wire.json.MalformedBody;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads generated contents; chunks of a stream have the same shape. */
final class GeminiReplies {
  private GeminiReplies() {}

  static Reply read(byte[] body) throws MalformedBody {
    JsonObject root = Json.object(body);
    if (root.has("error")) {
      throw new MalformedBody(
          "error",
          "an error came with status 200: "
              + GeminiProblems.inAnswer(body, 0, body.length).message());
    }
    String answer = AnswerParts.name(root.text("responseId", ""), body, 0, body.length);
    List<Reply.Choice> choices = new ArrayList<>();
    for (JsonObject candidate : root.objects("candidates")) {
      choices.add(choice(candidate, answer, index(candidate)));
    }
    if (choices.isEmpty()) {
      if (!isBlocked(root)) {
        throw new MalformedBody("candidates", "the answer has no 'candidates'");
      }
      choices.add(new Reply.Choice(List.of(), FinishReason.CONTENT_FILTER, null));
    }
    return new Reply(
        root.text("responseId", ""),
        root.text("modelVersion", ""),
        choices,
        GeminiUsage.read(root.object("usageMetadata")));
  }

  /** Whether the prompt was blocked: an answer without content. */
  static boolean isBlocked(JsonObject root) throws MalformedBody {
    JsonObject feedback = root.object("promptFeedback");
    return feedback != null && feedback.has("blockReason");
  }

  /** A candidate's number among those asked for. */
  static int index(JsonObject candidate) throws MalformedBody {
    long index = candidate.count("index");
    if (index < 0 || index >= AnswerWatch.MOST_CHOICES) {
      throw candidate.wrong("index", "a number from 0 to " + (AnswerWatch.MOST_CHOICES - 1));
    }
    return (int) index;
  }

  private static Reply.Choice choice(JsonObject candidate, String answer, int number)
      throws MalformedBody {
    AnswerParts reader = new AnswerParts(answer, number, 0);
    readParts(candidate, reader);
    String word = candidate.text("finishReason", "");
    FinishReason finish = GeminiFinish.read(word, reader.calls() > 0);
    if (finish == null) {
      throw new MalformedBody(candidate.path("finishReason"), "'finishReason' is missing");
    }
    List<Part> parts = reader.parts;
    parts.removeIf(part -> part instanceof Part.Text text && text.text().isEmpty());
    cite(parts, candidate);
    return new Reply.Choice(
        parts, finish, null, GeminiLogprobs.read(candidate.object("logprobsResult")));
  }

  static void readParts(JsonObject candidate, AnswerParts reader) throws MalformedBody {
    JsonObject content = candidate.object("content");
    if (content != null) {
      reader.readAll(Fields.of(content));
    }
  }

  /** Gives each text the citations that end in it; those without a place go to the last. */
  private static void cite(List<Part> parts, JsonObject candidate) throws MalformedBody {
    if (!candidate.has("citationMetadata") && !candidate.has("groundingMetadata")) {
      return;
    }
    List<Citation> left = new ArrayList<>(GeminiCitations.read(candidate, text(parts)));
    int end = 0;
    int last = -1;
    for (int i = 0; i < parts.size(); i++) {
      last = parts.get(i) instanceof Part.Text ? i : last;
    }
    for (int i = 0; i <= last; i++) {
      if (parts.get(i) instanceof Part.Text text) {
        end += text.text().length();
        List<Citation> here = new ArrayList<>();
        for (Citation citation : left) {
          Citation.Span span = citation.span();
          if (i == last || (span != null && span.end() <= end)) {
            here.add(citation);
          }
        }
        left.removeAll(here);
        parts.set(i, new Part.Text(text.text(), here));
      }
    }
  }

  /** All text of an answer, which places of citations are counted in. */
  static String text(List<Part> parts) {
    StringBuilder text = new StringBuilder();
    for (Part part : parts) {
      text.append(part instanceof Part.Text said ? said.text() : "");
    }
    return text.toString();
  }

  /** Why a candidate of a stream stopped; null before the end. */
  static @Nullable FinishReason finish(JsonObject candidate, boolean called) throws MalformedBody {
    return GeminiFinish.read(candidate.text("finishReason", ""), called);
  }
}

package dev.breakwater.wire.gemini;

import dev.breakwater.wire.format.AnswerAssembly;
import dev.breakwater.wire.json.GrowingTexts;
import dev.breakwater.wire.json.Json;
import dev.breakwater.wire.json.JsonObject;
import dev.breakwater.wire.json.MalformedBody;
import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * A generated content from the chunks of its stream, which have the same shape: parts follow one
 * another, texts of one kind become one part up to their signature, lists of citations and of
 * probabilities are joined, and of all else the last that was said stands. So it is with a
 * candidate's average of probabilities, which no chunk has for the whole.
 */
final class GeminiAssembly implements AnswerAssembly {
  private static final Set<String> JOINED =
      Set.of(
          "citationSources",
          "chosenCandidates",
          "topCandidates",
          "groundingChunks",
          "groundingSupports",
          "webSearchQueries");

  private static final String SIGNATURE = "thoughtSignature";
  private static final Set<String> TEXT = Set.of("text", "thought", SIGNATURE);

  private final GrowingTexts texts = new GrowingTexts();
  private final Map<Integer, ObjectNode> candidates = new TreeMap<>();
  private final ObjectNode root = Json.object();

  @Override
  public void add(byte[] data, int start, int end) throws MalformedBody {
    JsonObject chunk = Json.object(Arrays.copyOfRange(data, start, end));
    for (JsonObject given : chunk.objects("candidates")) {
      int index = GeminiReplies.index(given);
      candidate(candidates.computeIfAbsent(index, it -> Json.object()), given.node());
    }
    chunk
        .node()
        .forEachEntry((field, value) -> {
          if (!field.equals("candidates")) {
            join(root, field, value);
          }
        });
  }

  private void candidate(ObjectNode candidate, ObjectNode given) {
    given.forEachEntry((field, value) -> {
      if (field.equals("content") && value instanceof ObjectNode content) {
        content(
            candidate.get("content") instanceof ObjectNode known
                ? known
                : candidate.putObject("content"),
            content);
      } else {
        join(candidate, field, value);
      }
    });
  }

  private void content(ObjectNode content, ObjectNode given) {
    given.forEachEntry((field, value) -> {
      if (field.equals("parts") && value instanceof ArrayNode parts) {
        ArrayNode known =
            content.get("parts") instanceof ArrayNode array ? array : content.putArray("parts");
        parts.forEach(part -> part(known, part));
      } else {
        content.set(field, value);
      }
    });
  }

  private void part(ArrayNode parts, JsonNode part) {
    JsonNode last = parts.isEmpty() ? null : parts.get(parts.size() - 1);
    String text = part instanceof ObjectNode ? Json.string(part.get("text")) : null;
    if (text != null
        && part instanceof ObjectNode piece
        && last instanceof ObjectNode before
        && !before.has(SIGNATURE)
        && isText(before)
        && isText(piece)
        && isThought(before) == isThought(piece)) {
      texts.append(before, "text", text);
      if (piece.has(SIGNATURE)) {
        before.set(SIGNATURE, piece.get(SIGNATURE));
      }
    } else if (text == null || !text.isEmpty() || part.size() > 1) {
      parts.add(part);
    }
  }

  /** Whether it is text and, at most, signed: what else there may be stays apart. */
  private static boolean isText(ObjectNode part) {
    return part.has("text") && TEXT.containsAll(part.propertyNames());
  }

  private static boolean isThought(ObjectNode part) {
    return part.path("thought").asBoolean(false);
  }

  private static void join(ObjectNode holder, String field, JsonNode value) {
    JsonNode known = holder.get(field);
    if (known instanceof ObjectNode object && value instanceof ObjectNode more) {
      more.forEachEntry((name, each) -> join(object, name, each));
    } else if (known instanceof ArrayNode array
        && value instanceof ArrayNode more
        && JOINED.contains(field)) {
      array.addAll(more);
    } else if (!value.isNull()) {
      holder.set(field, value);
    }
  }

  @Override
  public byte[] whole() {
    texts.settle();
    ObjectNode whole = Json.object();
    if (!candidates.isEmpty()) {
      ArrayNode array = whole.putArray("candidates");
      candidates.values().forEach(array::add);
    }
    whole.setAll(root);
    return Json.write(whole);
  }
}

package dev.breakwater.wire.openai;

import dev.breakwater.wire.format.AnswerAssembly;
import dev.breakwater.wire.format.AnswerWatch;
import dev.breakwater.wire.json.GrowingTexts;
import dev.breakwater.wire.json.Json;
import dev.breakwater.wire.json.JsonObject;
import dev.breakwater.wire.json.MalformedBody;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * A chat completion from its chunks: what a delta says is added to the message, texts to texts,
 * lists to lists; beside the choices the last that was said stands.
 */
final class OpenAiAssembly implements AnswerAssembly {
  /** Texts that are said once, though some servers say them in every chunk. */
  private static final Set<String> SAID_ONCE =
      Set.of("id", "type", "role", "name", "format", "index", "signature", "data");

  private final GrowingTexts texts = new GrowingTexts();
  private final ObjectNode root = Json.object();
  private final Map<Integer, ObjectNode> choices = new TreeMap<>();

  @Override
  public void add(byte[] data, int start, int end) throws MalformedBody {
    byte[] own = Arrays.copyOfRange(data, start, end);
    if (own.length <= 16 && new String(own, StandardCharsets.UTF_8).strip().equals("[DONE]")) {
      return;
    }
    JsonObject chunk = Json.object(own);
    for (JsonObject choice : chunk.objects("choices")) {
      long index = choice.count("index");
      if (index < 0 || index >= AnswerWatch.MOST_CHOICES) {
        throw choice.wrong("index", "a choice's number");
      }
      choice(choices.computeIfAbsent((int) index, OpenAiAssembly::begun), choice.node());
    }
    chunk
        .node()
        .forEachEntry((field, value) -> {
          switch (field) {
            case "choices", "object" -> {}
            case "id", "model", "created" -> {
              JsonNode known = root.get(field);
              if (known == null || "".equals(Json.string(known))) {
                root.set(field, value);
              }
            }
            default -> last(root, field, value);
          }
        });
  }

  private static ObjectNode begun(int index) {
    ObjectNode choice = Json.object().put("index", index);
    choice.putObject("message").put("role", "assistant").putNull("content").putNull("refusal");
    return choice.putNull("logprobs").putNull("finish_reason");
  }

  private void choice(ObjectNode choice, ObjectNode given) {
    given.forEachEntry((field, value) -> {
      if (field.equals("delta") && value instanceof ObjectNode delta) {
        ObjectNode message = choice.withObject("message");
        delta.forEachEntry((name, piece) -> grow(message, name, piece));
      } else if (field.equals("logprobs") && value instanceof ObjectNode) {
        grow(choice, field, value);
      } else if (!field.equals("delta")) {
        last(choice, field, value);
      }
    });
  }

  private static void last(ObjectNode holder, String field, JsonNode value) {
    if (!value.isNull() || !holder.has(field)) {
      holder.set(field, value);
    }
  }

  private void grow(ObjectNode holder, String field, JsonNode piece) {
    JsonNode known = holder.get(field);
    String text = Json.string(piece);
    if (piece.isNull()) {
      if (known == null) {
        holder.set(field, piece);
      }
    } else if (field.equals("content") && known instanceof ArrayNode pieces && text != null) {
      add(pieces, field, Json.array().add(Json.object().put("type", "text").put("text", text)));
    } else if (text != null && SAID_ONCE.contains(field)) {
      if (known == null || known.isNull() || "".equals(Json.string(known))) {
        holder.set(field, piece);
      }
    } else if (text != null) {
      texts.append(holder, field, text);
    } else if (piece instanceof ObjectNode object && known instanceof ObjectNode whole) {
      object.forEachEntry((name, each) -> grow(whole, name, each));
    } else if (piece instanceof ArrayNode array) {
      ArrayNode whole = known instanceof ArrayNode before ? before : listFor(holder, field, known);
      add(whole, field, array);
    } else {
      holder.set(field, piece);
    }
  }

  /** Mistral's texts come as texts, its thoughts in pieces: then the texts are pieces as well. */
  private ArrayNode listFor(ObjectNode holder, String field, @Nullable JsonNode known) {
    String before = known == null ? "" : texts.text(holder, field);
    texts.forget(holder, field);
    ArrayNode list = holder.putArray(field);
    if (!before.isEmpty()) {
      list.addObject().put("type", "text").put("text", before);
    }
    return list;
  }

  /** Objects with an index are pieces of the element of that index; others follow one another. */
  private void add(ArrayNode whole, String field, ArrayNode pieces) {
    for (JsonNode piece : pieces) {
      ObjectNode part = piece instanceof ObjectNode object ? same(whole, field, object) : null;
      if (part == null) {
        whole.add(begin(field, piece));
      } else if (piece instanceof ObjectNode object) {
        object.forEachEntry((name, each) -> grow(part, name, each));
      }
    }
  }

  private static JsonNode begin(String field, JsonNode piece) {
    if (field.equals("tool_calls") && piece instanceof ObjectNode call) {
      ObjectNode function = call.withObject("function");
      if (!function.has("arguments")) {
        function.put("arguments", "");
      }
    }
    return piece;
  }

  /** Some servers give every call the same index: a new id is a new call. */
  private static @Nullable ObjectNode same(ArrayNode whole, String field, ObjectNode piece) {
    boolean isCall = field.equals("tool_calls");
    String id = Json.string(piece.get("id"));
    for (int i = whole.size() - 1; i >= 0; i--) {
      if (!(whole.get(i) instanceof ObjectNode part)) {
        continue;
      }
      JsonNode index = piece.get("index");
      boolean sameIndex =
          index != null ? index.equals(part.get("index")) : isCall || isText(field, part, piece);
      boolean sameId =
          !isCall || id == null || id.isEmpty() || id.equals(Json.string(part.get("id")));
      if (sameIndex) {
        return sameId ? part : null;
      }
      if (index == null && !isCall) {
        return null;
      }
    }
    return null;
  }

  /** Pieces of text that follow one another. */
  private static boolean isText(String field, ObjectNode part, ObjectNode piece) {
    return field.equals("content")
        && "text".equals(Json.string(part.get("type")))
        && "text".equals(Json.string(piece.get("type")));
  }

  @Override
  public byte[] whole() throws MalformedBody {
    texts.settle();
    if (choices.isEmpty()) {
      throw new MalformedBody("choices", "the stream has no choice");
    }
    ObjectNode whole = Json.object();
    JsonNode id = root.remove("id");
    whole.put("id", id == null ? "" : id.asString("")).put("object", "chat.completion");
    ArrayNode array = Json.array();
    choices.values().forEach(choice -> array.add(finished(choice)));
    root.forEachEntry(whole::set);
    whole.set("choices", array);
    return Json.write(whole);
  }

  private static ObjectNode finished(ObjectNode choice) {
    ObjectNode message = choice.withObject("message");
    if (message.get("tool_calls") instanceof ArrayNode calls) {
      calls.forEach(call -> {
        if (call instanceof ObjectNode object) {
          object.remove("index");
        }
      });
      if ("".equals(Json.string(message.get("content")))) {
        message.putNull("content");
      }
    }
    return choice;
  }
}

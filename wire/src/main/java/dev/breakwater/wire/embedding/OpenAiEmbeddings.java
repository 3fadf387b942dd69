package dev.breakwater.wire.embedding;

import dev.breakwater.wire.conversation.Tokens;
import dev.breakwater.wire.json.ByteSink;
import dev.breakwater.wire.json.Json;
import dev.breakwater.wire.json.JsonCursor;
import dev.breakwater.wire.json.JsonObject;
import dev.breakwater.wire.json.JsonText;
import dev.breakwater.wire.json.JsonWriter;
import dev.breakwater.wire.json.MalformedBody;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;

/** Embeddings as OpenAI's clients ask for them. */
public final class OpenAiEmbeddings {
  /** More inputs than any provider takes at once. */
  private static final int MOST_INPUTS = 10_000;

  private static final byte[] DATA = JsonText.bytes("data");
  private static final byte[] ERROR = JsonText.bytes("error");
  private static final byte[] USAGE = JsonText.bytes("usage");
  private static final byte[] PROMPT_TOKENS = JsonText.bytes("prompt_tokens");

  private OpenAiEmbeddings() {}

  /**
   * @throws MalformedBody names the field
   */
  public static EmbeddingAsk read(byte[] body) throws MalformedBody {
    JsonObject root = Json.object(body);
    Long dimensions = root.integer("dimensions", 1, 1_000_000);
    String encoding = root.text("encoding_format", "float");
    if (!encoding.equals("float") && !encoding.equals("base64")) {
      throw root.wrong("encoding_format", "float or base64");
    }
    return new EmbeddingAsk(
        root.text("model"),
        inputs(root),
        dimensions == null ? null : dimensions.intValue(),
        encoding.equals("base64"),
        root.text("user"));
  }

  private static List<EmbeddingInput> inputs(JsonObject root) throws MalformedBody {
    if (root.isText("input")) {
      return List.of(new EmbeddingInput.Text(root.text("input", "")));
    }
    if (!(root.get("input") instanceof ArrayNode given)
        || given.isEmpty()
        || given.size() > MOST_INPUTS) {
      throw root.wrong("input", "a string or a non-empty array");
    }
    if (given.get(0).isNumber()) {
      return List.of(tokens(root, given));
    }
    List<EmbeddingInput> inputs = new ArrayList<>(given.size());
    if (given.get(0).isArray()) {
      for (JsonNode one : given) {
        inputs.add(tokens(root, one));
      }
    } else {
      root.texts("input").forEach(text -> inputs.add(new EmbeddingInput.Text(text)));
    }
    return inputs;
  }

  private static EmbeddingInput tokens(JsonObject root, JsonNode given) throws MalformedBody {
    List<Long> tokens = new ArrayList<>(given.size());
    for (JsonNode token : given) {
      if (!token.isIntegralNumber() || !token.canConvertToLong() || token.longValue() < 0) {
        throw root.wrong("input", "texts, or tokens as whole numbers");
      }
      tokens.add(token.longValue());
    }
    if (tokens.isEmpty()) {
      throw root.wrong("input", "texts, or tokens as whole numbers");
    }
    return new EmbeddingInput.TokenIds(tokens);
  }

  /**
   * @param base64 as the client asked for
   */
  public static byte[] write(EmbeddingReply reply, boolean base64) {
    int numbers = reply.vectors().stream().mapToInt(vector -> vector.length).sum();
    ByteSink out = new ByteSink(256 + 64 * reply.vectors().size() + numbers * (base64 ? 6 : 12));
    JsonWriter json = new JsonWriter(out).object().field("object", "list").array("data");
    for (int i = 0; i < reply.vectors().size(); i++) {
      json.object().field("object", "embedding").field("index", i).name("embedding");
      if (base64) {
        json.value(packed(reply.vectors().get(i)));
      } else {
        json.array();
        for (float number : reply.vectors().get(i)) {
          // The shortest text that names the float, which is shorter than the double's.
          json.value(Double.parseDouble(Float.toString(number)));
        }
        json.end();
      }
      json.end();
    }
    json.end().field("model", reply.model());
    Tokens tokens = reply.tokens();
    long input = tokens == null ? 0 : tokens.input();
    json.object("usage").field("prompt_tokens", input).field("total_tokens", input).end().end();
    return out.take();
  }

  private static String packed(float[] vector) {
    ByteBuffer bytes = ByteBuffer.allocate(vector.length * 4).order(ByteOrder.LITTLE_ENDIAN);
    bytes.asFloatBuffer().put(vector);
    return Base64.getEncoder().encodeToString(bytes.array());
  }

  /**
   * Looks at an answer that passes by.
   *
   * @return what was counted; null when that was nothing, or implausible
   * @throws MalformedBody when it is no answer with vectors
   */
  public static @Nullable Tokens look(byte[] body) throws MalformedBody {
    JsonCursor cursor = new JsonCursor(body, 0, body.length);
    boolean hasData = false;
    boolean failed = false;
    long input = -1;
    if (cursor.firstMember()) {
      do {
        if (cursor.keyIs(DATA) && cursor.peek() == '[') {
          hasData = true;
          cursor.skip();
        } else if (cursor.keyIs(USAGE) && cursor.peek() == '{') {
          input = usage(cursor);
        } else {
          failed |= cursor.keyIs(ERROR) && !cursor.atNull();
          cursor.skip();
        }
      } while (cursor.nextMember());
    }
    cursor.finish();
    if (failed) {
      throw new MalformedBody("error", "an error came with status 200");
    }
    if (!hasData) {
      throw new MalformedBody("data", "the answer has no 'data'");
    }
    return input < 0 ? null : Tokens.believed(input, 0, 0, 0, 0);
  }

  private static long usage(JsonCursor cursor) throws MalformedBody {
    long input = -1;
    if (cursor.firstMember()) {
      do {
        if (cursor.keyIs(PROMPT_TOKENS)) {
          input = cursor.count();
        } else {
          cursor.skip();
        }
      } while (cursor.nextMember());
    }
    return input;
  }
}

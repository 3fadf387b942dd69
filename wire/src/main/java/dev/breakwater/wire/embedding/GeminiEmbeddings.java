package dev.breakwater.wire.embedding;

import dev.breakwater.wire.format.Dropped;
import dev.breakwater.wire.format.Inexpressible;
import dev.breakwater.wire.json.ByteSink;
import dev.breakwater.wire.json.Json;
import dev.breakwater.wire.json.JsonObject;
import dev.breakwater.wire.json.JsonWriter;
import dev.breakwater.wire.json.MalformedBody;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;

/** Embeddings as Gemini makes them, several texts at once. */
public final class GeminiEmbeddings {
  private GeminiEmbeddings() {}

  /** The path under the provider's base URL. */
  public static String path(String model) {
    String segment = URLEncoder.encode(name(model), StandardCharsets.UTF_8).replace("+", "%20");
    return "/v1beta/models/" + segment + ":batchEmbedContents";
  }

  private static String name(String model) {
    return model.startsWith("models/") ? model.substring("models/".length()) : model;
  }

  /**
   * @throws Inexpressible for inputs that are tokens of another maker's model
   */
  public static byte[] write(EmbeddingAsk ask, String model, Dropped dropped) throws Inexpressible {
    ByteSink out = new ByteSink(1024);
    JsonWriter json = new JsonWriter(out).object().array("requests");
    for (EmbeddingInput input : ask.inputs()) {
      json.object().field("model", "models/" + name(model));
      switch (input) {
        case EmbeddingInput.Text text ->
            json.object("content")
                .array("parts")
                .object()
                .field("text", text.text())
                .end()
                .end()
                .end();
        case EmbeddingInput.TokenIds tokens ->
            throw new Inexpressible("input", "Gemini makes vectors of texts, not of tokens");
      }
      if (ask.dimensions() != null) {
        json.field("outputDimensionality", ask.dimensions());
      }
      json.end();
    }
    json.end().end();
    dropped.addIf(ask.user() != null, "user");
    return out.take();
  }

  /**
   * @param asked how many vectors there must be
   * @throws MalformedBody when it is no answer, or has not that many
   */
  public static EmbeddingReply read(byte[] body, String model, int asked) throws MalformedBody {
    JsonObject root = Json.object(body);
    if (root.has("error")) {
      throw new MalformedBody("error", "an error came with status 200");
    }
    List<float[]> vectors = new ArrayList<>();
    for (JsonObject embedding : root.objects("embeddings")) {
      vectors.add(vector(embedding));
    }
    if (vectors.size() != asked) {
      throw new MalformedBody(
          "embeddings", "the answer has %d vectors for %d inputs".formatted(vectors.size(), asked));
    }
    return new EmbeddingReply(model, vectors, null);
  }

  private static float[] vector(JsonObject embedding) throws MalformedBody {
    if (!(embedding.get("values") instanceof ArrayNode values)) {
      throw embedding.wrong("values", "an array of numbers");
    }
    float[] vector = new float[values.size()];
    int i = 0;
    for (JsonNode value : values) {
      float number = value.isNumber() ? (float) value.asDouble() : Float.NaN;
      if (!Float.isFinite(number)) {
        throw embedding.wrong("values", "an array of numbers");
      }
      vector[i++] = number;
    }
    return vector;
  }
}

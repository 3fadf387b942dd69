package dev.breakwater.simulator.gemini;

import static dev.breakwater.simulator.gemini.Checks.first;

import dev.breakwater.simulator.answer.Document;
import dev.breakwater.simulator.answer.Reading;
import dev.breakwater.simulator.json.Json;
import dev.breakwater.simulator.speech.Seed;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Embeddings of texts: sums of a made-up direction for each word, of length 1. Texts that share
 * words lie near each other.
 */
final class Embeddings {
  private static final Set<String> KNOWN =
      Set.of("model", "content", "taskType", "title", "outputDimensionality", "embedContentConfig");
  private static final int MOST = 3_072;
  private static final int DEFAULT = 768;

  private Embeddings() {}

  /** Answers for one text. */
  static Reading one(String model, byte[] bytes) {
    JsonNode body = Json.parse(bytes);
    Document refusal = body == null ? GenerateRules.notJson() : check(body, "");
    if (body == null || refusal != null) {
      return refused(model, refusal);
    }
    ObjectNode answer = Json.object();
    answer.set("embedding", embedding(body));
    return new Reading.Side(model, Document.json(200, answer));
  }

  /** Answers for several texts. */
  static Reading several(String model, byte[] bytes) {
    JsonNode body = Json.parse(bytes);
    JsonNode requests = body == null ? Json.array() : body.path("requests");
    if (body == null || !requests.isArray() || requests.isEmpty()) {
      return refused(
          model,
          body == null
              ? null
              : GeminiErrors.invalid(
                  "* BatchEmbedContentsRequest.requests: at least one request must be given.\n"));
    }
    ObjectNode answer = Json.object();
    ArrayNode embeddings = answer.putArray("embeddings");
    for (int index = 0; index < requests.size(); index++) {
      Document refusal = check(requests.get(index), "requests[" + index + "]");
      if (refusal != null) {
        return refused(model, refusal);
      }
      embeddings.add(embedding(requests.get(index)));
    }
    return new Reading.Side(model, Document.json(200, answer));
  }

  private static Reading refused(String model, @Nullable Document refusal) {
    return new Reading.Refusal(
        model, false, false, refusal == null ? GenerateRules.notJson() : refusal);
  }

  private static @Nullable Document check(JsonNode request, String where) {
    String prefix = where.isEmpty() ? "" : where + ".";
    JsonNode content = request.path("content");
    return first(
        () ->
            request.isObject()
                ? Checks.unknown(request, KNOWN, where)
                : GeminiErrors.invalid("Invalid value at '" + where + "'"),
        () ->
            content.isMissingNode()
                ? GeminiErrors.invalid("* EmbedContentRequest.content: contents is not specified\n")
                : ContentRules.content(prefix + "content", content),
        () ->
            Checks.whole(
                Fields.get(request, "outputDimensionality"),
                prefix + "output_dimensionality",
                1,
                MOST));
  }

  private static ObjectNode embedding(JsonNode request) {
    Integer wanted = Fields.whole(Fields.get(request, "outputDimensionality"));
    StringBuilder text = new StringBuilder();
    for (JsonNode part : TurnRules.parts(request.path("content"))) {
      text.append(part.path("text").asString("")).append(' ');
    }
    ObjectNode embedding = Json.object();
    ArrayNode values = embedding.putArray("values");
    for (double value : vector(text.toString(), wanted == null ? DEFAULT : wanted)) {
      values.add(Math.round(value * 1e8) / 1e8);
    }
    return embedding;
  }

  static double[] vector(String text, int dimensions) {
    List<String> words = new ArrayList<>(List.of("text"));
    words.addAll(List.of(text.toLowerCase(Locale.ROOT).split("[^\\p{L}\\p{N}]+", -1)));
    double[] vector = new double[dimensions];
    for (String word : words) {
      long state = new Seed().mix(word).value();
      for (int index = 0; index < dimensions; index++) {
        state = Seed.scramble(state);
        vector[index] += (state >> 11) / 0x1p52;
      }
    }
    double length = 0;
    for (double value : vector) {
      length += value * value;
    }
    for (int index = 0; index < dimensions; index++) {
      vector[index] /= Math.sqrt(length);
    }
    return vector;
  }
}

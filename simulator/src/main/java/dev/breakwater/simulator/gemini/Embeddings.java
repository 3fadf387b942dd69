package dev.breakwater.simulator.gemini;

import static dev.breakwater.simulator.gemini.Checks.first;

import dev.breakwater.simulator.answer.Answer;
import dev.breakwater.simulator.answer.Document;
import dev.breakwater.simulator.answer.Reading;
import dev.breakwater.simulator.answer.WordlessAnswer;
import dev.breakwater.simulator.json.Json;
import dev.breakwater.simulator.speech.Tokens;
import dev.breakwater.simulator.speech.Vector;
import io.vertx.core.buffer.Buffer;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Embeddings of one text or of several. */
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
    return answered(model, tokens(body), answer);
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
    long tokens = 0;
    for (int index = 0; index < requests.size(); index++) {
      Document refusal = check(requests.get(index), "requests[" + index + "]");
      if (refusal != null) {
        return refused(model, refusal);
      }
      embeddings.add(embedding(requests.get(index)));
      tokens += tokens(requests.get(index));
    }
    return answered(model, tokens, answer);
  }

  private static Reading answered(String model, long tokens, ObjectNode answer) {
    Answer wordless = new WordlessAnswer(Buffer.buffer(Json.bytes(answer)));
    return new Reading.Generation(model, false, tokens, _ -> wordless);
  }

  private static long tokens(JsonNode request) {
    return Tokens.count(text(request));
  }

  private static String text(JsonNode request) {
    StringBuilder text = new StringBuilder();
    for (JsonNode part : TurnRules.parts(request.path("content"))) {
      text.append(text.isEmpty() ? "" : " ").append(part.path("text").asString(""));
    }
    return text.toString();
  }

  private static Reading refused(String model, @Nullable Document refusal) {
    return new Reading.Refusal(
        model, false, true, refusal == null ? GenerateRules.notJson() : refusal);
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
    ObjectNode embedding = Json.object();
    ArrayNode values = embedding.putArray("values");
    for (float value : Vector.of(text(request), wanted == null ? DEFAULT : wanted)) {
      values.add(value);
    }
    return embedding;
  }
}

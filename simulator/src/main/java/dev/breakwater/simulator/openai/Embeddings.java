package dev.breakwater.simulator.openai;

import dev.breakwater.simulator.answer.Answer;
import dev.breakwater.simulator.answer.Document;
import dev.breakwater.simulator.answer.Reading;
import dev.breakwater.simulator.answer.Wishes;
import dev.breakwater.simulator.answer.WordlessAnswer;
import dev.breakwater.simulator.json.Json;
import dev.breakwater.simulator.speech.Tokens;
import dev.breakwater.simulator.speech.Vector;
import io.vertx.core.buffer.Buffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * A request for embeddings.
 *
 * @param model as asked
 * @param texts to embed; tokens are taken as the words of a text
 * @param dimensions of each embedding
 * @param base64 whether the numbers are packed
 * @param tokens of all texts
 */
record Embeddings(String model, List<String> texts, int dimensions, boolean base64, long tokens) {
  private static final Set<String> KNOWN =
      Set.of("input", "model", "dimensions", "encoding_format", "user");
  private static final String OLD_MODEL = "text-embedding-ada-002";
  private static final int NATURAL = 1536;
  private static final int LARGE = 3072;
  private static final int MOST_INPUTS = 2048;
  private static final int MOST_TOKENS = 8192;

  static Reading read(JsonNode body) {
    String model = body.path("model").asString(null);
    Document refusal = check(body);
    if (refusal != null || model == null) {
      return new Reading.Refusal(
          model, false, true, refusal == null ? OpenAiErrors.notJson() : refusal);
    }
    List<String> texts = texts(body.path("input"));
    long total = 0;
    for (String text : texts) {
      long tokens = Tokens.count(text);
      if (tokens > MOST_TOKENS) {
        return new Reading.Refusal(model, false, true, tooLong(tokens));
      }
      total += tokens;
    }
    boolean base64 = body.path("encoding_format").asString("").equals("base64");
    Embeddings request =
        new Embeddings(model, texts, body.path("dimensions").asInt(natural(model)), base64, total);
    return new Reading.Generation(model, false, total, request::answer);
  }

  private static int natural(String model) {
    return model.contains("3-large") ? LARGE : NATURAL;
  }

  private static Document tooLong(long tokens) {
    return OpenAiErrors.invalid(
        "This model's maximum context length is %d tokens, however you requested %d tokens (%d in your prompt; 0 for the completion). Please reduce your prompt; or completion length."
            .formatted(MOST_TOKENS, tokens, tokens),
        null,
        null);
  }

  private static @Nullable Document check(JsonNode body) {
    for (String key : body.propertyNames()) {
      if (!KNOWN.contains(key)) {
        return OpenAiErrors.invalid("Unrecognized request argument supplied: " + key, null, null);
      }
    }
    Document refusal = Rules.model(body);
    if (refusal != null) {
      return refusal;
    }
    String model = body.path("model").stringValue();
    if (!Rules.absent(body.path("dimensions")) && model.equals(OLD_MODEL)) {
      return OpenAiErrors.invalid("This model does not support specifying dimensions.", null, null);
    }
    return Rules.first(
        input(body.path("input")),
        Rules.integer(body, "dimensions", 1, natural(model)),
        Rules.word("encoding_format", body.path("encoding_format"), List.of("float", "base64")),
        Rules.string(body, "user"));
  }

  private static @Nullable Document input(JsonNode input) {
    if (Rules.absent(input)) {
      return Rules.missing("input");
    }
    if (input.isString()) {
      return input.stringValue().isEmpty() ? invalid() : null;
    }
    if (!input.isArray()) {
      return Rules.wrongType("input", "one of a string or array", input);
    }
    if (input.isEmpty()) {
      return Rules.emptyArray("input");
    }
    boolean tokens = input.get(0).isIntegralNumber();
    if (!tokens && input.size() > MOST_INPUTS) {
      return Rules.tooLong("input", MOST_INPUTS, input.size());
    }
    for (JsonNode one : input) {
      boolean kept =
          tokens
              ? one.isIntegralNumber()
              : (one.isString() && !one.stringValue().isEmpty())
                  || (one.isArray() && !one.isEmpty() && one.get(0).isIntegralNumber());
      if (!kept) {
        return invalid();
      }
    }
    return null;
  }

  private static Document invalid() {
    return OpenAiErrors.invalid(
        "'$.input' is invalid. Please check the API reference: https://platform.openai.com/docs/api-reference.",
        null,
        null);
  }

  /** The inputs as texts, one or many; what holds for a prompt of completions holds here too. */
  static List<String> texts(JsonNode input) {
    if (input.isString()) {
      return List.of(input.stringValue());
    }
    if (input.isEmpty() || input.get(0).isIntegralNumber()) {
      return List.of(spelled(input));
    }
    List<String> texts = new ArrayList<>();
    input.forEach(one -> texts.add(one.isString() ? one.stringValue() : spelled(one)));
    return texts;
  }

  private static String spelled(JsonNode tokens) {
    StringBuilder text = new StringBuilder();
    tokens.forEach(token -> text.append(text.isEmpty() ? "" : " ").append(token.asString("")));
    return text.toString();
  }

  private Answer answer(Wishes wishes) {
    StringBuilder out = new StringBuilder("{\"object\":\"list\",\"data\":[");
    for (int index = 0; index < texts.size(); index++) {
      out.append(index == 0 ? "" : ",").append("{\"object\":\"embedding\",\"index\":");
      out.append(index).append(",\"embedding\":");
      append(out, Vector.of(texts.get(index), dimensions));
      out.append('}');
    }
    out.append("],\"model\":").append(Json.quote(model));
    if (wishes.usage()) {
      long input = wishes.input(tokens);
      out.append(",\"usage\":{\"prompt_tokens\":").append(input);
      out.append(",\"total_tokens\":").append(input).append('}');
    }
    return new WordlessAnswer(Buffer.buffer(out.append('}').toString()));
  }

  private void append(StringBuilder out, float[] vector) {
    if (base64) {
      out.append(Json.quote(Vector.base64(vector)));
      return;
    }
    for (int index = 0; index < vector.length; index++) {
      out.append(index == 0 ? '[' : ',').append(vector[index]);
    }
    out.append(']');
  }
}

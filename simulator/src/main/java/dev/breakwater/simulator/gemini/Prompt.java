package dev.breakwater.simulator.gemini;

import dev.breakwater.simulator.speech.Seed;
import dev.breakwater.simulator.speech.Tokens;
import tools.jackson.databind.JsonNode;

/**
 * What instruction and contents come to.
 *
 * @param seed digest of the model and of all that is said
 * @param tokens of all of it, with one for each content
 */
record Prompt(long seed, long tokens) {
  /** An image, as Gemini counts small ones. */
  private static final int PER_MEDIUM = 258;

  static Prompt of(String model, JsonNode body) {
    Seed seed = new Seed().mix(model).mix("system");
    long tokens = parts(Fields.get(Fields.get(body, "systemInstruction"), "parts"), seed);
    for (JsonNode content : Fields.get(body, "contents")) {
      seed.mix(content.path("role").asString("user"));
      tokens += 1 + parts(content.path("parts"), seed);
    }
    return new Prompt(seed.value(), tokens);
  }

  private static long parts(JsonNode parts, Seed seed) {
    if (parts.isObject()) {
      return part(parts, seed);
    }
    long tokens = 0;
    for (JsonNode part : parts) {
      tokens += part(part, seed);
    }
    return tokens;
  }

  private static long part(JsonNode part, Seed seed) {
    JsonNode text = part.path("text");
    String said = text.isString() ? text.stringValue() : part.toString();
    seed.mix(said);
    boolean medium =
        !Fields.get(part, "inlineData").isMissingNode()
            || !Fields.get(part, "fileData").isMissingNode();
    return medium ? PER_MEDIUM : Tokens.count(said);
  }
}

package dev.breakwater.simulator.openai;

import dev.breakwater.simulator.speech.Seed;
import dev.breakwater.simulator.speech.Tokens;
import tools.jackson.databind.JsonNode;

/**
 * What the messages come to.
 *
 * @param seed digest of the model and of all that the messages say
 * @param tokens of all messages, with three for each and three for the answer's start, as OpenAI
 *     counts
 */
record Prompt(long seed, long tokens) {
  private static final int PER_MESSAGE = 3;

  /** An image of low detail. */
  private static final int PER_MEDIUM = 85;

  static Prompt of(String model, JsonNode messages) {
    Seed seed = new Seed().mix(model);
    long tokens = 3;
    for (JsonNode message : messages) {
      seed.mix(message.path("role").asString(""));
      tokens += PER_MESSAGE + content(message.path("content"), seed);
      JsonNode name = message.path("name");
      if (name.isString()) {
        seed.mix(name.stringValue());
        tokens += 1 + Tokens.count(name.stringValue());
      }
      JsonNode calls = message.path("tool_calls");
      if (calls.isArray()) {
        String text = calls.toString();
        seed.mix(text);
        tokens += Tokens.count(text);
      }
    }
    return new Prompt(seed.value(), tokens);
  }

  private static long content(JsonNode content, Seed seed) {
    if (content.isString()) {
      return text(content.stringValue(), seed);
    }
    long tokens = 0;
    for (JsonNode part : content) {
      JsonNode text = part.has("text") ? part.path("text") : part.path("refusal");
      if (text.isString()) {
        tokens += text(text.stringValue(), seed);
      } else {
        seed.mix(part.toString());
        tokens += PER_MEDIUM;
      }
    }
    return tokens;
  }

  private static long text(String text, Seed seed) {
    seed.mix(text);
    return Tokens.count(text);
  }
}

package dev.breakwater.simulator.anthropic;

import dev.breakwater.simulator.speech.Seed;
import dev.breakwater.simulator.speech.Tokens;
import tools.jackson.databind.JsonNode;

/**
 * What system text and messages come to.
 *
 * @param seed digest of the model and of all that is said
 * @param tokens of all of it, with four for each message and four for the answer's start
 */
record Prompt(long seed, long tokens) {
  private static final int PER_MESSAGE = 4;

  /** A small image. */
  private static final int PER_MEDIUM = 120;

  static Prompt of(String model, JsonNode body) {
    Seed seed = new Seed().mix(model).mix("system");
    long tokens = 4 + content(body.path("system"), seed);
    for (JsonNode message : body.path("messages")) {
      seed.mix(message.path("role").asString(""));
      tokens += PER_MESSAGE + content(message.path("content"), seed);
    }
    return new Prompt(seed.value(), tokens);
  }

  private static long content(JsonNode content, Seed seed) {
    if (content.isString()) {
      return text(content.stringValue(), seed);
    }
    long tokens = 0;
    for (JsonNode block : content) {
      JsonNode text = block.path("text");
      if (text.isString()) {
        tokens += text(text.stringValue(), seed);
      } else if (block.has("source")) {
        seed.mix(block.toString());
        tokens += PER_MEDIUM;
      } else {
        tokens += text(block.toString(), seed);
      }
    }
    return tokens;
  }

  private static long text(String text, Seed seed) {
    seed.mix(text);
    return Tokens.count(text);
  }
}

package dev.breakwater.simulator.openai;

import dev.breakwater.simulator.speech.Seed;
import dev.breakwater.simulator.speech.Tokens;
import java.util.List;
import tools.jackson.databind.JsonNode;

/**
 * What the messages, the tools and the format come to.
 *
 * @param seed digest of the model and of all that is said and offered
 * @param tokens of all of it, with three for each message and three for the answer's start, as
 *     OpenAI counts
 */
record Prompt(long seed, long tokens) {
  private static final int PER_MESSAGE = 3;

  /** An image of low detail, and one in tiles. */
  private static final int LOW_DETAIL = 85;

  private static final int TILED = 255;

  /** What is cached comes in blocks, and not for short prompts. */
  private static final int CACHE_BLOCK = 128;

  private static final int LEAST_CACHED = 1024;

  static Prompt of(String model, JsonNode body) {
    Seed seed = new Seed().mix(model);
    long tokens = 3;
    for (JsonNode message : body.path("messages")) {
      seed.mix(message.path("role").asString(""));
      tokens += PER_MESSAGE + content(message.path("content"), seed);
      JsonNode name = message.path("name");
      if (name.isString()) {
        tokens += 1 + text(name.stringValue(), seed);
      }
      for (JsonNode call : message.path("tool_calls")) {
        // Ids are random, so they must not make a difference.
        tokens += text(call.path(call.path("type").asString("function")).toString(), seed);
      }
    }
    for (String part : List.of("tools", "functions", "response_format")) {
      if (body.path(part).isContainer()) {
        tokens += text(body.path(part).toString(), seed);
      }
    }
    return new Prompt(seed.value(), tokens);
  }

  /**
   * Tokens of the prompt that OpenAI would find in its cache: for a named cache, all but the end.
   */
  long cached(JsonNode body) {
    boolean named = body.path("prompt_cache_key").isString();
    return named && tokens >= LEAST_CACHED ? (tokens - 1) / CACHE_BLOCK * CACHE_BLOCK : 0;
  }

  /** The texts of a message's content, joined. */
  static String words(JsonNode content) {
    if (content.isString()) {
      return content.stringValue();
    }
    StringBuilder words = new StringBuilder();
    content.forEach(part -> words.append(part.path("text").asString("")).append('\n'));
    return words.toString();
  }

  /** Tokens of a message's content, which is mixed into the seed. */
  static long content(JsonNode content, Seed seed) {
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
        JsonNode holder = part.path("image_url").isObject() ? part.path("image_url") : part;
        tokens += holder.path("detail").asString("").equals("low") ? LOW_DETAIL : TILED;
      }
    }
    return tokens;
  }

  /** Tokens of a text, which is mixed into the seed. */
  static long text(String text, Seed seed) {
    seed.mix(text);
    return Tokens.count(text);
  }
}

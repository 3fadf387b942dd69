package dev.breakwater.simulator.anthropic;

import dev.breakwater.simulator.speech.CacheMeter;
import dev.breakwater.simulator.speech.Demand;
import dev.breakwater.simulator.speech.Seed;
import dev.breakwater.simulator.speech.Tokens;
import tools.jackson.databind.JsonNode;

/**
 * What tools, system text and messages come to.
 *
 * @param seed digest of the model and of all that is said; identifiers and signatures are left out,
 *     for they differ from answer to answer
 * @param tokens of all of it, with four for each message and four for the answer's start
 * @param turn what the user said last
 */
record Prompt(long seed, CacheMeter.Count tokens, Demand.Turn turn) {
  private static final int PER_MESSAGE = 4;

  /** A small image. */
  private static final int PER_MEDIUM = 120;

  static Prompt of(String model, JsonNode body) {
    Reader reader = new Reader(model);
    reader.read(body);
    return new Prompt(reader.seed.value(), reader.meter.count(), lastTurn(body.path("messages")));
  }

  private static Demand.Turn lastTurn(JsonNode messages) {
    int end = messages.size();
    while (end > 0 && !user(messages.get(end - 1))) {
      end--;
    }
    int start = end;
    while (start > 0 && user(messages.get(start - 1))) {
      start--;
    }
    StringBuilder text = new StringBuilder();
    boolean results = false;
    for (int index = start; index < end; index++) {
      results |= append(text, messages.get(index).path("content"));
    }
    return new Demand.Turn(text.toString(), results, begun(messages));
  }

  /** What the assistant has begun to say, with which the answer goes on. */
  static String begun(JsonNode messages) {
    JsonNode last = messages.path(messages.size() - 1);
    if (!last.path("role").asString("").equals("assistant")) {
      return "";
    }
    if (last.path("content").isString()) {
      return last.path("content").stringValue();
    }
    StringBuilder text = new StringBuilder();
    last.path("content").forEach(block -> text.append(block.path("text").asString("")));
    return text.toString();
  }

  private static boolean user(JsonNode message) {
    return message.path("role").asString("").equals("user");
  }

  /** Appends the texts of a content; true when results of tools are among it. */
  private static boolean append(StringBuilder text, JsonNode content) {
    if (content.isString()) {
      text.append(content.stringValue()).append('\n');
      return false;
    }
    boolean results = false;
    for (JsonNode block : content) {
      text.append(block.path("text").asString("")).append('\n');
      if (block.path("type").asString("").equals("tool_result")) {
        results = true;
        append(text, block.path("content"));
      }
    }
    return results;
  }

  /** Goes through a request once, in the order in which it is cached. */
  private static final class Reader {
    private final Seed seed = new Seed();
    private final CacheMeter meter = new CacheMeter();

    Reader(String model) {
      seed.mix(model).mix("system");
    }

    void read(JsonNode body) {
      for (JsonNode tool : body.path("tools")) {
        meter.add(Tokens.count(tool.toString()));
        mark(tool);
      }
      meter.add(4);
      content(body.path("system"));
      JsonNode messages = body.path("messages");
      int said = begun(messages).isEmpty() ? messages.size() : messages.size() - 1;
      for (int index = 0; index < said; index++) {
        JsonNode message = messages.get(index);
        if (message.path("role").asString("").equals("assistant")) {
          meter.answered();
        }
        seed.mix(message.path("role").asString(""));
        meter.add(PER_MESSAGE);
        content(message.path("content"));
      }
      // The answer is the same however much of it has been said.
      meter.add(Tokens.count(begun(messages)));
      mark(body);
    }

    private void content(JsonNode content) {
      if (content.isString()) {
        text(content.stringValue());
        return;
      }
      for (JsonNode block : content) {
        block(block);
        mark(block);
      }
    }

    private void block(JsonNode block) {
      switch (block.path("type").asString("")) {
        case "text" -> text(block.path("text").asString(""));
        case "thinking" -> text(block.path("thinking").asString(""));
        case "redacted_thinking" -> meter.add(PER_MESSAGE);
        case "tool_use" -> {
          text(block.path("name").asString(""));
          text(block.path("input").toString());
        }
        case "tool_result" -> content(block.path("content"));
        case "image", "document" -> {
          JsonNode source = block.path("source");
          seed.mix(source.toString());
          boolean text = source.path("type").asString("").equals("text");
          meter.add(text ? Tokens.count(source.path("data").asString("")) : PER_MEDIUM);
        }
        default -> text(block.toString());
      }
    }

    private void text(String text) {
      seed.mix(text);
      meter.add(Tokens.count(text));
    }

    private void mark(JsonNode holder) {
      JsonNode control = holder.path("cache_control");
      if (control.isObject()) {
        meter.mark(control.path("ttl").asString("5m").equals("1h"));
      }
    }
  }
}

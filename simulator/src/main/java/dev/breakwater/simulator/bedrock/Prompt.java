package dev.breakwater.simulator.bedrock;

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
 * @param tokens of all of it, with five for each message
 * @param turn what the user said last
 */
record Prompt(long seed, CacheMeter.Count tokens, Demand.Turn turn) {
  private static final int PER_MESSAGE = 5;
  private static final int PER_MEDIUM = 130;

  static Prompt of(String model, JsonNode body) {
    Reader reader = new Reader(model);
    reader.read(body);
    return new Prompt(reader.seed.value(), reader.meter.count(), lastTurn(body.path("messages")));
  }

  private static Demand.Turn lastTurn(JsonNode messages) {
    int last = messages.size() - 1;
    while (last >= 0 && !messages.get(last).path("role").asString("").equals("user")) {
      last--;
    }
    StringBuilder text = new StringBuilder();
    boolean results = false;
    for (JsonNode block : messages.path(last).path("content")) {
      text.append(block.path("text").asString("")).append('\n');
      for (JsonNode part : block.path("toolResult").path("content")) {
        JsonNode json = part.path("json");
        text.append(json.isMissingNode() ? part.path("text").asString("") : json.toString());
        text.append('\n');
      }
      results |= block.has("toolResult");
    }
    return new Demand.Turn(text.toString(), results, begun(messages));
  }

  /** What the assistant has begun to say, with which the answer goes on. */
  static String begun(JsonNode messages) {
    JsonNode last = messages.path(messages.size() - 1);
    StringBuilder text = new StringBuilder();
    if (last.path("role").asString("").equals("assistant")) {
      last.path("content").forEach(block -> text.append(block.path("text").asString("")));
    }
    return text.toString();
  }

  /** Goes through a request once, in the order in which it is cached. */
  private static final class Reader {
    private final Seed seed = new Seed();
    private final CacheMeter meter = new CacheMeter();

    Reader(String model) {
      seed.mix(model).mix("system");
    }

    void read(JsonNode body) {
      for (JsonNode tool : body.path("toolConfig").path("tools")) {
        if (!marked(tool)) {
          meter.add(Tokens.count(tool.toString()));
        }
      }
      content(body.path("system"));
      JsonNode messages = body.path("messages");
      int said = begun(messages).isEmpty() ? messages.size() : messages.size() - 1;
      for (int index = 0; index < said; index++) {
        JsonNode message = messages.get(index);
        String role = message.path("role").asString("");
        if (role.equals("assistant")) {
          meter.answered();
        }
        seed.mix(role);
        meter.add(PER_MESSAGE);
        content(message.path("content"));
      }
      // The answer is the same however much of it has been said.
      meter.add(Tokens.count(begun(messages)));
    }

    private void content(JsonNode content) {
      for (JsonNode block : content) {
        if (!marked(block)) {
          block(block);
        }
      }
    }

    private boolean marked(JsonNode block) {
      JsonNode point = block.path("cachePoint");
      if (point.isObject()) {
        meter.mark(point.path("ttl").asString("5m").equals("1h"));
      }
      return point.isObject();
    }

    private void block(JsonNode block) {
      if (block.has("text")) {
        text(block.path("text").asString(""));
      } else if (block.has("toolUse")) {
        text(block.path("toolUse").path("name").asString(""));
        text(block.path("toolUse").path("input").toString());
      } else if (block.has("toolResult")) {
        content(block.path("toolResult").path("content"));
      } else if (block.has("reasoningContent")) {
        text(block.path("reasoningContent").path("reasoningText").path("text").asString(""));
      } else if (block.has("image") || block.has("document") || block.has("video")) {
        seed.mix(block.toString());
        meter.add(PER_MEDIUM);
      } else {
        text(block.toString());
      }
    }

    private void text(String text) {
      seed.mix(text);
      meter.add(Tokens.count(text));
    }
  }
}

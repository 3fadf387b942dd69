package dev.breakwater.simulator.gemini;

import dev.breakwater.simulator.json.Json;
import dev.breakwater.simulator.speech.Demand;
import dev.breakwater.simulator.speech.Seed;
import dev.breakwater.simulator.speech.Tokens;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;

/**
 * What functions, instruction and contents come to.
 *
 * @param seed digest of the model and of all that is said; identifiers and signatures are left out,
 *     for they differ from answer to answer
 * @param modalities tokens of each modality, with one of text for each content
 * @param turn what the user said last
 */
record Prompt(long seed, Map<String, Long> modalities, Demand.Turn turn) {
  /** An image, as Gemini counts small ones. */
  private static final int PER_MEDIUM = 258;

  static Prompt of(String model, JsonNode body) {
    Reader reader = new Reader(model);
    JsonNode contents = Fields.get(body, "contents");
    reader.read(body, contents);
    return new Prompt(reader.seed.value(), reader.modalities, lastTurn(contents));
  }

  long tokens() {
    return modalities.values().stream().mapToLong(Long::longValue).sum();
  }

  /** The counts of each modality; a count that a script forces is all text. */
  ArrayNode details(long total) {
    ArrayNode details = Json.array();
    Map<String, Long> counts = total == tokens() ? modalities : Map.of("TEXT", total);
    counts.forEach((modality, count) ->
        details.addObject().put("modality", modality).put("tokenCount", count));
    return details;
  }

  private static Demand.Turn lastTurn(JsonNode value) {
    StringBuilder text = new StringBuilder();
    boolean results = false;
    for (JsonNode content : TurnRules.lastTurn(TurnRules.contents(value))) {
      for (JsonNode part : TurnRules.parts(content)) {
        text.append(part.path("text").asString(""));
        text.append(Fields.get(Fields.get(part, "functionResponse"), "response").toString());
        text.append('\n');
      }
      results |= TurnRules.count(content, "functionResponse") > 0;
    }
    return new Demand.Turn(text.toString(), results, begun(TurnRules.contents(value)));
  }

  /** What the model has begun to say, with which the answer goes on. */
  private static String begun(List<JsonNode> contents) {
    if (contents.isEmpty() || !TurnRules.model(contents.getLast())) {
      return "";
    }
    StringBuilder text = new StringBuilder();
    for (JsonNode part : TurnRules.parts(contents.getLast())) {
      if (!part.path("text").isString() || part.path("thought").asBoolean(false)) {
        return "";
      }
      text.append(part.path("text").stringValue());
    }
    return text.toString();
  }

  /** Goes through a request once. */
  private static final class Reader {
    private final Seed seed = new Seed();
    private final Map<String, Long> modalities = new TreeMap<>();

    Reader(String model) {
      seed.mix(model).mix("system");
    }

    void read(JsonNode body, JsonNode contents) {
      for (JsonNode declaration : ToolRules.declarations(body)) {
        add("TEXT", Tokens.count(declaration.toString()));
      }
      TurnRules.parts(Fields.get(body, "systemInstruction")).forEach(this::part);
      List<JsonNode> turns = TurnRules.contents(contents);
      String begun = begun(turns);
      for (JsonNode content : begun.isEmpty() ? turns : turns.subList(0, turns.size() - 1)) {
        seed.mix(content.path("role").asString("user"));
        add("TEXT", 1);
        TurnRules.parts(content).forEach(this::part);
      }
      // The answer is the same however much of it has been said.
      add("TEXT", Tokens.count(begun));
    }

    private void part(JsonNode part) {
      JsonNode text = part.path("text");
      JsonNode call = Fields.get(part, "functionCall");
      JsonNode response = Fields.get(part, "functionResponse");
      JsonNode blob = Fields.get(part, "inlineData");
      JsonNode medium = blob.isMissingNode() ? Fields.get(part, "fileData") : blob;
      if (text.isString()) {
        text(text.stringValue());
      } else if (call.isObject()) {
        text(call.path("name").asString("") + call.path("args"));
      } else if (response.isObject()) {
        text(response.path("name").asString("") + response.path("response"));
      } else if (medium.isObject()) {
        seed.mix(medium.toString());
        add(modality(Fields.get(medium, "mimeType").asString("")), PER_MEDIUM);
      } else {
        text(part.toString());
      }
    }

    private static String modality(String type) {
      if (type.startsWith("image/")) {
        return "IMAGE";
      }
      if (type.startsWith("audio/")) {
        return "AUDIO";
      }
      return type.startsWith("video/") ? "VIDEO" : "DOCUMENT";
    }

    private void text(String text) {
      seed.mix(text);
      add("TEXT", Tokens.count(text));
    }

    private void add(String modality, long tokens) {
      modalities.merge(modality, tokens, Long::sum);
    }
  }
}

package dev.breakwater.simulator.openai;

import dev.breakwater.simulator.answer.Document;
import dev.breakwater.simulator.answer.Identifier;
import dev.breakwater.simulator.json.Json;
import dev.breakwater.simulator.speech.Demand;
import dev.breakwater.simulator.speech.Seed;
import dev.breakwater.simulator.speech.Signature;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** The items of a response's request: what they must be, what they say, what they count. */
final class ResponseItems {
  private static final List<String> TYPES =
      List.of("message", "function_call", "function_call_output", "reasoning", "item_reference");
  private static final List<String> ROLES = List.of("assistant", "system", "developer", "user");
  private static final List<String> USER_PARTS = List.of("input_text", "input_image", "input_file");
  private static final List<String> OWN_PARTS = List.of("output_text", "refusal");
  private static final int PER_ITEM = 3;

  private ResponseItems() {}

  /** The input as items; a text is one message of the user. */
  static ArrayNode of(JsonNode input) {
    ArrayNode items = Json.array();
    if (input.isString()) {
      items.addObject().put("role", "user").put("content", input.stringValue());
    }
    if (input.isArray()) {
      input.forEach(items::add);
    }
    return items;
  }

  /** What is wrong with single items, before references are looked up. */
  static @Nullable Document check(JsonNode items) {
    for (int index = 0; index < items.size(); index++) {
      Document refusal = item("input[" + index + "]", items.get(index));
      if (refusal != null) {
        return refusal;
      }
    }
    return null;
  }

  private static @Nullable Document item(String where, JsonNode item) {
    if (!item.isObject()) {
      return Rules.wrongType(where, "an input item", item);
    }
    String type = type(item);
    if (!TYPES.contains(type)) {
      return Rules.unsupported(where + ".type", item.path("type"), TYPES);
    }
    return switch (type) {
      case "message" -> message(where, item);
      case "function_call" -> strings(where, item, "call_id", "name", "arguments");
      case "function_call_output" ->
          item.path("output").isArray()
              ? Rules.first(
                  strings(where, item, "call_id"),
                  parts(where + ".output", item.path("output"), USER_PARTS))
              : strings(where, item, "call_id", "output");
      case "item_reference" -> strings(where, item, "id");
      default -> item.path("summary").isArray() ? null : Rules.missing(where + ".summary");
    };
  }

  private static String type(JsonNode item) {
    return item.path("type").asString(item.has("role") ? "message" : "");
  }

  private static @Nullable Document strings(String where, JsonNode item, String... keys) {
    for (String key : keys) {
      JsonNode value = item.path(key);
      if (!value.isString()) {
        return Rules.absent(value)
            ? Rules.missing(where + "." + key)
            : Rules.wrongType(where + "." + key, "a string", value);
      }
    }
    return null;
  }

  private static @Nullable Document message(String where, JsonNode item) {
    JsonNode role = item.path("role");
    if (Rules.absent(role)) {
      return Rules.missing(where + ".role");
    }
    Document refusal = Rules.word(where + ".role", role, ROLES);
    if (refusal != null) {
      return refusal;
    }
    JsonNode content = item.path("content");
    if (content.isString()) {
      return null;
    }
    if (!content.isArray()) {
      return Rules.absent(content)
          ? Rules.missing(where + ".content")
          : Rules.wrongType(where + ".content", "one of a string or array of objects", content);
    }
    boolean own = role.stringValue().equals("assistant");
    return parts(where + ".content", content, own ? OWN_PARTS : USER_PARTS);
  }

  private static @Nullable Document parts(String where, JsonNode parts, List<String> types) {
    for (int index = 0; index < parts.size(); index++) {
      JsonNode part = parts.get(index);
      String place = where + "[" + index + "]";
      if (!part.isObject()) {
        return Rules.wrongType(place, "an object", part);
      }
      if (Rules.absent(part.path("type"))) {
        return Rules.missing(place + ".type");
      }
      Document refusal = Rules.word(place + ".type", part.path("type"), types);
      if (refusal == null) {
        refusal = part(place, part);
      }
      if (refusal != null) {
        return refusal;
      }
    }
    return null;
  }

  private static @Nullable Document part(String place, JsonNode part) {
    return switch (part.path("type").stringValue()) {
      case "input_text", "output_text" -> strings(place, part, "text");
      case "refusal" -> strings(place, part, "refusal");
      case "input_image" ->
          part.path("image_url").isString()
              ? MessageRules.link(place + ".image_url", part.path("image_url").stringValue())
              : part.path("file_id").isString() ? null : Rules.missing(place + ".image_url");
      default ->
          part.path("file_data").isString()
                  || part.path("file_url").isString()
                  || part.path("file_id").isString()
              ? null
              : Rules.missing(place + ".file_id");
    };
  }

  /** What is wrong with a conversation as a whole, references replaced. */
  static @Nullable Document together(JsonNode items, ResponseStore store) {
    Set<String> called = new LinkedHashSet<>();
    Set<String> answered = new LinkedHashSet<>();
    for (int index = 0; index < items.size(); index++) {
      JsonNode item = items.get(index);
      String call = item.path("call_id").asString("");
      switch (type(item)) {
        case "function_call" -> called.add(call);
        case "function_call_output" -> {
          if (!called.contains(call)) {
            return OpenAiErrors.invalid(
                "No tool call found for function call output with call_id " + call + ".",
                "input",
                null);
          }
          answered.add(call);
        }
        case "reasoning" -> {
          Document refusal = reasoning(item, items.path(index + 1), store);
          if (refusal != null) {
            return refusal;
          }
        }
        default -> {}
      }
    }
    called.removeAll(answered);
    return called.isEmpty()
        ? null
        : OpenAiErrors.invalid(
            "No tool output found for function call " + called.iterator().next() + ".",
            "input",
            null);
  }

  /** Thoughts must be the simulator's own, and lead to something. */
  private static @Nullable Document reasoning(JsonNode item, JsonNode next, ResponseStore store) {
    String id = item.path("id").asString("");
    String sealed = item.path("encrypted_content").asString("");
    if (sealed.isEmpty() && store.item(id).isEmpty()) {
      return OpenAiErrors.itemNotFound(id);
    }
    if (!sealed.isEmpty() && Signature.open(sealed).isEmpty()) {
      return OpenAiErrors.invalid(
          "The encrypted content for item " + id + " could not be verified.",
          null,
          "invalid_encrypted_content");
    }
    boolean followed =
        Set.of("function_call", "reasoning").contains(type(next))
            || next.path("role").asString("").equals("assistant");
    return followed
        ? null
        : OpenAiErrors.invalid(
            "Item '"
                + id
                + "' of type 'reasoning' was provided without its required following item.",
            "input",
            null);
  }

  /** The last message, or all the results that stand at the end. */
  static Demand.Turn turn(JsonNode items) {
    StringBuilder text = new StringBuilder();
    for (int index = items.size() - 1; index >= 0; index--) {
      JsonNode item = items.get(index);
      boolean result = type(item).equals("function_call_output");
      if (!result) {
        return text.isEmpty()
            ? new Demand.Turn(Prompt.words(item.path("content")), false)
            : new Demand.Turn(text.toString(), true);
      }
      text.append(Prompt.words(item.path("output"))).append('\n');
    }
    return new Demand.Turn(text.toString(), !text.isEmpty());
  }

  /** Digest and count of the items; ids are random and make no difference. */
  static long count(JsonNode items, Seed seed) {
    long tokens = 0;
    for (JsonNode item : items) {
      tokens += PER_ITEM;
      tokens +=
          switch (type(item)) {
            case "message" -> {
              seed.mix(item.path("role").asString(""));
              yield Prompt.content(item.path("content"), seed);
            }
            case "function_call" ->
                Prompt.text(item.path("name").asString(""), seed)
                    + Prompt.text(item.path("arguments").asString(""), seed);
            case "function_call_output" -> Prompt.content(item.path("output"), seed);
            case "reasoning" -> Prompt.text(thoughts(item), seed);
            default -> 0;
          };
    }
    return tokens;
  }

  private static String thoughts(JsonNode item) {
    return Signature.open(item.path("encrypted_content").asString(""))
        .orElseGet(() -> Prompt.words(item.path("summary")));
  }

  /** The items as they are kept: with ids, texts as parts. */
  static ArrayNode kept(JsonNode items) {
    ArrayNode kept = Json.array();
    for (JsonNode item : items) {
      ObjectNode one = Json.object();
      item.properties().forEach(field -> one.set(field.getKey(), field.getValue()));
      String type = type(item);
      one.put("type", type);
      if (!item.path("id").isString()) {
        one.put("id", Identifier.of(prefix(type), 32));
      }
      if (type.equals("message") && item.path("content").isString()) {
        boolean own = item.path("role").asString("").equals("assistant");
        ObjectNode part = Json.object();
        part.put("type", own ? "output_text" : "input_text");
        part.set("text", item.path("content"));
        if (own) {
          part.putArray("annotations");
        }
        one.putArray("content").add(part);
      }
      if (!type.equals("reasoning")) {
        one.put("status", "completed");
      }
      kept.add(one);
    }
    return kept;
  }

  private static String prefix(String type) {
    return switch (type) {
      case "message" -> "msg_";
      case "reasoning" -> "rs_";
      case "function_call" -> "fc_";
      default -> "fco_";
    };
  }
}

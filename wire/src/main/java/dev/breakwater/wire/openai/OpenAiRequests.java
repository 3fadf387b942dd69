package dev.breakwater.wire.openai;

import dev.breakwater.wire.conversation.Conversation;
import dev.breakwater.wire.conversation.Extras;
import dev.breakwater.wire.conversation.Generation;
import dev.breakwater.wire.conversation.OutputFormat;
import dev.breakwater.wire.conversation.Part;
import dev.breakwater.wire.conversation.Role;
import dev.breakwater.wire.conversation.Sampling;
import dev.breakwater.wire.conversation.Tokens;
import dev.breakwater.wire.conversation.Toolbox;
import dev.breakwater.wire.conversation.Turn;
import dev.breakwater.wire.conversation.Vendor;
import dev.breakwater.wire.format.Texts;
import dev.breakwater.wire.json.Json;
import dev.breakwater.wire.json.JsonObject;
import dev.breakwater.wire.json.MalformedBody;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Chat completion requests to and from the neutral model. */
final class OpenAiRequests {
  /** What would change the answer and has no place in the neutral model yet. */
  private static final List<String> UNTRANSLATED =
      List.of(
          "tools",
          "functions",
          "logit_bias",
          "top_logprobs",
          "audio",
          "prediction",
          "web_search_options");

  /** Models that refuse {@code max_tokens}; most compatible servers know nothing else. */
  private static final Pattern REASONING_MODEL = Pattern.compile("(.*/)?(o\\d|gpt-[5-9]).*");

  private OpenAiRequests() {}

  static Conversation read(byte[] body) throws MalformedBody {
    JsonObject root = Json.object(body);
    refuseUntranslated(root);
    List<Part> system = new ArrayList<>();
    List<Turn> turns = new ArrayList<>();
    List<JsonObject> messages = root.objects("messages");
    if (messages.isEmpty()) {
      throw root.wrong("messages", "a non-empty array");
    }
    for (JsonObject message : messages) {
      message(message, system, turns);
    }
    Long most = root.integer("max_completion_tokens", 1, Tokens.MOST);
    return new Conversation(
        system,
        turns,
        Toolbox.NONE,
        new OutputFormat.Plain(),
        new Generation(
            sampling(root),
            most == null ? root.integer("max_tokens", 1, Tokens.MOST) : most,
            stop(root)),
        null,
        root.text("user"),
        Extras.none(Vendor.OPENAI));
  }

  private static Sampling sampling(JsonObject root) throws MalformedBody {
    return new Sampling(
        root.number("temperature", 0, 2),
        root.number("top_p", 0, 1),
        root.integer("top_k", 1, Integer.MAX_VALUE),
        root.number("frequency_penalty", -2, 2),
        root.number("presence_penalty", -2, 2),
        root.integer("seed", Long.MIN_VALUE, Long.MAX_VALUE));
  }

  private static List<String> stop(JsonObject root) throws MalformedBody {
    String single = root.isText("stop") ? root.text("stop") : null;
    return single == null ? root.texts("stop") : List.of(single);
  }

  private static void message(JsonObject message, List<Part> system, List<Turn> turns)
      throws MalformedBody {
    String role = message.text("role", "");
    switch (role) {
      case "system", "developer" -> system.add(new Part.Text(joined(parts(message))));
      case "user" -> turns.add(new Turn(Role.USER, parts(message)));
      case "assistant" -> {
        refuse(message, "tool_calls");
        refuse(message, "function_call");
        refuse(message, "audio");
        turns.add(new Turn(Role.ASSISTANT, assistantParts(message)));
      }
      case "tool", "function" -> throw untranslated(message.path("role"));
      default -> throw message.wrong("role", "system, developer, user, assistant or tool");
    }
  }

  private static List<Part> assistantParts(JsonObject message) throws MalformedBody {
    String refusal = message.text("refusal");
    if (refusal != null && !message.has("content")) {
      return List.of(new Part.Text(refusal));
    }
    return parts(message);
  }

  private static List<Part> parts(JsonObject message) throws MalformedBody {
    if (message.isText("content")) {
      return List.of(new Part.Text(message.text("content", "")));
    }
    if (!message.has("content")) {
      throw message.wrong("content", "a string or an array");
    }
    List<Part> parts = new ArrayList<>();
    for (JsonObject part : message.objects("content")) {
      String type = part.text("type", "");
      String text =
          switch (type) {
            case "text" -> part.text("text");
            case "refusal" -> part.text("refusal");
            default -> throw untranslated(part.path("type"));
          };
      if (text == null) {
        throw part.wrong(type, "a string");
      }
      parts.add(new Part.Text(text));
    }
    return parts;
  }

  private static void refuseUntranslated(JsonObject root) throws MalformedBody {
    for (String field : UNTRANSLATED) {
      refuse(root, field);
    }
    JsonObject format = root.object("response_format");
    if (format != null && !format.text("type", "text").equals("text")) {
      throw untranslated("response_format");
    }
    Long choices = root.integer("n", 1, 128);
    if (choices != null && choices > 1) {
      throw untranslated("n");
    }
    if (root.isTrue("logprobs")) {
      throw untranslated("logprobs");
    }
    if (root.texts("modalities").contains("audio")) {
      throw untranslated("modalities");
    }
  }

  /** Refuses a field that says something; empty lists and objects do not. */
  private static void refuse(JsonObject object, String field) throws MalformedBody {
    JsonNode value = object.get(field);
    if (value != null && !(value.isContainer() && value.isEmpty())) {
      throw untranslated(object.path(field));
    }
  }

  private static MalformedBody untranslated(String field) {
    return new MalformedBody(
        field,
        "'" + field + "' cannot be translated to another protocol yet; ask for an openai target");
  }

  static byte[] write(Conversation conversation, String model, boolean stream) {
    ObjectNode root = Json.object();
    root.put("model", model);
    ArrayNode messages = root.putArray("messages");
    for (String text : conversation.systemTexts()) {
      messages.addObject().put("role", "system").put("content", text);
    }
    for (Turn turn : conversation.turns()) {
      message(messages.addObject(), turn);
    }
    String most = REASONING_MODEL.matcher(model).matches() ? "max_completion_tokens" : "max_tokens";
    put(root, most, conversation.generation().maxTokens());
    Sampling sampling = conversation.generation().sampling();
    put(root, "temperature", sampling.temperature());
    put(root, "top_p", sampling.topP());
    put(root, "frequency_penalty", sampling.frequencyPenalty());
    put(root, "presence_penalty", sampling.presencePenalty());
    put(root, "seed", sampling.seed());
    if (!conversation.generation().stop().isEmpty()) {
      ArrayNode stop = root.putArray("stop");
      conversation.generation().stop().forEach(stop::add);
    }
    if (conversation.user() != null) {
      root.put("user", conversation.user());
    }
    if (stream) {
      root.put("stream", true);
      root.putObject("stream_options").put("include_usage", true);
    }
    return Json.write(root);
  }

  private static void message(ObjectNode message, Turn turn) {
    message.put(
        "role",
        switch (turn.role()) {
          case USER -> "user";
          case ASSISTANT -> "assistant";
        });
    if (turn.parts().size() == 1) {
      message.put("content", Texts.of(turn.parts().getFirst()));
      return;
    }
    ArrayNode content = message.putArray("content");
    for (Part part : turn.parts()) {
      content.addObject().put("type", "text").put("text", Texts.of(part));
    }
  }

  static String joined(List<Part> parts) {
    StringBuilder text = new StringBuilder();
    for (Part part : parts) {
      text.append(Texts.of(part));
    }
    return text.toString();
  }

  private static void put(ObjectNode root, String field, @Nullable Long value) {
    if (value != null) {
      root.put(field, value);
    }
  }

  private static void put(ObjectNode root, String field, @Nullable Double value) {
    if (value != null) {
      root.put(field, value);
    }
  }
}

package dev.breakwater.wire.anthropic;

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
import dev.breakwater.wire.format.Alternation;
import dev.breakwater.wire.format.Texts;
import dev.breakwater.wire.json.Json;
import dev.breakwater.wire.json.JsonObject;
import dev.breakwater.wire.json.MalformedBody;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Message requests to and from the neutral model. */
final class AnthropicRequests {
  /**
   * What is asked for where the client set no limit, since Anthropic demands one: every model that
   * it serves allows as much.
   */
  static final long DEFAULT_MAX_TOKENS = 4096;

  private AnthropicRequests() {}

  static Conversation read(byte[] body) throws MalformedBody {
    JsonObject root = Json.object(body);
    for (String field : List.of("tools", "mcp_servers", "container")) {
      JsonNode value = root.get(field);
      if (value != null && !(value.isContainer() && value.isEmpty())) {
        throw untranslated(field);
      }
    }
    JsonObject thinking = root.object("thinking");
    if (thinking != null && !thinking.text("type", "").equals("disabled")) {
      throw untranslated("thinking");
    }
    List<JsonObject> messages = root.objects("messages");
    if (messages.isEmpty()) {
      throw root.wrong("messages", "a non-empty array");
    }
    Long most = root.integer("max_tokens", 1, Tokens.MOST);
    if (most == null) {
      throw root.wrong("max_tokens", "a whole number");
    }
    List<Turn> turns = new ArrayList<>();
    for (JsonObject message : messages) {
      turns.add(new Turn(role(message), parts(message, "content")));
    }
    JsonObject metadata = root.object("metadata");
    return new Conversation(
        system(root),
        turns,
        Toolbox.NONE,
        new OutputFormat.Plain(),
        new Generation(
            new Sampling(
                root.number("temperature", 0, 1),
                root.number("top_p", 0, 1),
                root.integer("top_k", 1, Integer.MAX_VALUE),
                null,
                null,
                null),
            most,
            root.texts("stop_sequences")),
        null,
        metadata == null ? null : metadata.text("user_id"),
        Extras.none(Vendor.ANTHROPIC));
  }

  private static Role role(JsonObject message) throws MalformedBody {
    return switch (message.text("role", "")) {
      case "user" -> Role.USER;
      case "assistant" -> Role.ASSISTANT;
      default -> throw message.wrong("role", "user or assistant");
    };
  }

  private static List<Part> system(JsonObject root) throws MalformedBody {
    return root.has("system") ? parts(root, "system") : List.of();
  }

  private static List<Part> parts(JsonObject holder, String field) throws MalformedBody {
    if (holder.isText(field)) {
      return List.of(new Part.Text(holder.text(field, "")));
    }
    if (!holder.has(field)) {
      throw holder.wrong(field, "a string or an array");
    }
    List<Part> parts = new ArrayList<>();
    for (JsonObject block : holder.objects(field)) {
      if (!block.text("type", "").equals("text")) {
        throw untranslated(block.path("type"));
      }
      String text = block.text("text");
      if (text == null) {
        throw block.wrong("text", "a string");
      }
      parts.add(new Part.Text(text));
    }
    return parts;
  }

  private static MalformedBody untranslated(String field) {
    return new MalformedBody(
        field,
        "'"
            + field
            + "' cannot be translated to another protocol yet; ask for an anthropic target");
  }

  static byte[] write(Conversation conversation, String model, boolean stream) {
    Alternation alternation = Alternation.of(conversation);
    ObjectNode root = Json.object().put("model", model);
    Long most = conversation.generation().maxTokens();
    root.put("max_tokens", most == null ? DEFAULT_MAX_TOKENS : most);
    if (alternation.system().size() == 1) {
      root.put("system", Texts.of(alternation.system().getFirst()));
    } else if (!alternation.system().isEmpty()) {
      ArrayNode system = root.putArray("system");
      alternation.system().forEach(part -> block(system, Texts.of(part)));
    }
    ArrayNode messages = root.putArray("messages");
    for (Turn turn : alternation.turns()) {
      message(messages.addObject(), turn);
    }
    sampling(root, conversation.generation().sampling());
    if (!conversation.generation().stop().isEmpty()) {
      ArrayNode stop = root.putArray("stop_sequences");
      conversation.generation().stop().forEach(stop::add);
    }
    if (conversation.user() != null) {
      root.putObject("metadata").put("user_id", conversation.user());
    }
    if (stream) {
      root.put("stream", true);
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
    turn.parts().forEach(part -> block(content, Texts.of(part)));
  }

  private static void block(ArrayNode blocks, String text) {
    blocks.addObject().put("type", "text").put("text", text);
  }

  /** Temperatures beyond Anthropic's 1 become 1, the wildest that it has; penalties it has none. */
  private static void sampling(ObjectNode root, Sampling sampling) {
    if (sampling.temperature() != null) {
      root.put("temperature", Math.min(1.0, sampling.temperature()));
    }
    if (sampling.topP() != null) {
      root.put("top_p", sampling.topP());
    }
    if (sampling.topK() != null) {
      root.put("top_k", sampling.topK());
    }
  }
}

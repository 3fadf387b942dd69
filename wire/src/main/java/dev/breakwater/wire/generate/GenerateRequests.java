package dev.breakwater.wire.generate;

import dev.breakwater.wire.conversation.Conversation;
import dev.breakwater.wire.conversation.Extras;
import dev.breakwater.wire.conversation.Generation;
import dev.breakwater.wire.conversation.OutputFormat;
import dev.breakwater.wire.conversation.Part;
import dev.breakwater.wire.conversation.Reasoning;
import dev.breakwater.wire.conversation.Reasoning.Amount;
import dev.breakwater.wire.conversation.Reasoning.Effort;
import dev.breakwater.wire.conversation.Role;
import dev.breakwater.wire.conversation.Sampling;
import dev.breakwater.wire.conversation.Tokens;
import dev.breakwater.wire.conversation.Toolbox;
import dev.breakwater.wire.conversation.Turn;
import dev.breakwater.wire.conversation.Vendor;
import dev.breakwater.wire.json.JsonObject;
import dev.breakwater.wire.json.MalformedBody;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/** Reads requests: a prompt or messages, and how they are to be answered. */
final class GenerateRequests {
  private static final List<String> KNOWN =
      List.of(
          "prompt",
          "messages",
          "model",
          "system",
          "schema",
          "json",
          "stream",
          "maxTokens",
          "temperature",
          "topP",
          "topK",
          "seed",
          "stop",
          "tools",
          "toolChoice",
          "effort",
          "user");

  private GenerateRequests() {}

  static Conversation read(JsonObject root) throws MalformedBody {
    KnownFields.check(root, KNOWN);
    List<Part> system = new ArrayList<>();
    if (root.has("system")) {
      system.add(new Part.Text(root.text("system", "")));
    }
    List<Turn> turns = turns(root, system);
    // The type of each is checked, whoever acts on it.
    root.text("model");
    root.isTrue("stream");
    return new Conversation(
        system,
        turns,
        toolbox(root),
        output(root),
        new Generation(sampling(root), root.integer("maxTokens", 1, Tokens.MOST), stop(root)),
        reasoning(root),
        root.text("user"),
        Extras.none(Vendor.OPENAI));
  }

  private static List<Turn> turns(JsonObject root, List<Part> system) throws MalformedBody {
    if (root.has("prompt") == root.has("messages")) {
      throw new MalformedBody(
          "prompt", "give either 'prompt', a string, or 'messages', a non-empty array");
    }
    String prompt = root.text("prompt");
    if (prompt != null) {
      return List.of(Turn.text(Role.USER, prompt));
    }
    List<Turn> turns = new ArrayList<>();
    for (JsonObject message : root.objects("messages")) {
      GenerateMessages.read(message, system, turns);
    }
    if (turns.isEmpty() && system.isEmpty()) {
      throw root.wrong("messages", "a non-empty array");
    }
    return turns;
  }

  private static Sampling sampling(JsonObject root) throws MalformedBody {
    return new Sampling(
        root.number("temperature", 0, 2),
        root.number("topP", 0, 1),
        root.integer("topK", 1, Integer.MAX_VALUE),
        null,
        null,
        root.integer("seed", Long.MIN_VALUE, Long.MAX_VALUE));
  }

  private static List<String> stop(JsonObject root) throws MalformedBody {
    return root.isText("stop") ? List.of(root.text("stop", "")) : root.texts("stop");
  }

  private static OutputFormat output(JsonObject root) throws MalformedBody {
    JsonObject schema = root.object("schema");
    if (schema != null) {
      return new OutputFormat.JsonSchema(
          schema.isText("title") ? schema.text("title") : null, null, schema.node(), false);
    }
    return root.isTrue("json") ? new OutputFormat.JsonMode() : new OutputFormat.Plain();
  }

  private static @Nullable Reasoning reasoning(JsonObject root) throws MalformedBody {
    String word = root.text("effort");
    if (word == null) {
      return null;
    }
    if (word.equals("none")) {
      return new Reasoning(new Amount.Off(), false);
    }
    Effort effort = Effort.of(word);
    if (effort == null) {
      throw root.wrong("effort", "none, minimal, low, medium, high, xhigh or max");
    }
    return new Reasoning(new Amount.AtEffort(effort), true);
  }

  private static Toolbox toolbox(JsonObject root) throws MalformedBody {
    List<Toolbox.Tool> tools = new ArrayList<>();
    for (JsonObject tool : root.objects("tools")) {
      KnownFields.check(tool, List.of("name", "description", "parameters"));
      String name = tool.text("name");
      if (name == null) {
        throw tool.wrong("name", "a string");
      }
      JsonObject parameters = tool.object("parameters");
      ObjectNode schema = parameters == null ? null : parameters.node();
      tools.add(new Toolbox.Tool(name, tool.text("description"), schema, false));
    }
    return new Toolbox(tools, choice(root), true);
  }

  private static Toolbox.Choice choice(JsonObject root) throws MalformedBody {
    if (!root.has("toolChoice")) {
      return new Toolbox.Choice.Automatic();
    }
    if (!root.isText("toolChoice")) {
      JsonObject named = root.object("toolChoice");
      String name = named == null ? null : named.text("name");
      if (name == null) {
        throw root.wrong("toolChoice", "auto, none, required or {\"name\": …}");
      }
      return new Toolbox.Choice.Named(name);
    }
    return switch (root.text("toolChoice", "")) {
      case "auto" -> new Toolbox.Choice.Automatic();
      case "none" -> new Toolbox.Choice.Forbidden();
      case "required" -> new Toolbox.Choice.Required();
      default -> throw root.wrong("toolChoice", "auto, none, required or {\"name\": …}");
    };
  }
}

package dev.breakwater.wire.anthropic;

import static dev.breakwater.wire.anthropic.AnthropicBlockReader.required;

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
import dev.breakwater.wire.json.Json;
import dev.breakwater.wire.json.JsonObject;
import dev.breakwater.wire.json.MalformedBody;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Reads message requests, and the questions how many tokens one would have. */
final class AnthropicRequestReader {
  /** What the neutral model has a word for, or what is no part of a conversation. */
  private static final Set<String> KNOWN =
      Set.of(
          "model",
          "messages",
          "max_tokens",
          "system",
          "tools",
          "tool_choice",
          "thinking",
          "output_config",
          "output_format",
          "stop_sequences",
          "stream",
          "temperature",
          "top_p",
          "top_k",
          "metadata",
          "betas");

  /** What Anthropic would do besides answering. */
  private static final Set<String> ESSENTIAL = Set.of("mcp_servers", "container", "thread");

  private static final Set<String> TOOL_FIELDS =
      Set.of("type", "name", "description", "input_schema", "strict");

  private final JsonObject root;
  private final ObjectNode harmless = Json.object();
  private final ObjectNode essential = Json.object();
  private final AnthropicBlockReader blocks = new AnthropicBlockReader(harmless, essential);
  private final List<Part> system = new ArrayList<>();

  private AnthropicRequestReader(JsonObject root) {
    this.root = root;
  }

  static Conversation read(byte[] body) throws MalformedBody {
    return new AnthropicRequestReader(Json.object(body)).conversation(true);
  }

  /** A question for a count, which needs no limit. */
  static Conversation readCount(byte[] body) throws MalformedBody {
    return new AnthropicRequestReader(Json.object(body)).conversation(false);
  }

  private Conversation conversation(boolean limited) throws MalformedBody {
    Long most = root.integer("max_tokens", 1, Tokens.MOST);
    if (most == null && limited) {
      throw new MalformedBody("max_tokens", "'max_tokens' is required: a whole number");
    }
    if (root.has("system")) {
      system.addAll(blocks.parts(root, "system"));
    }
    List<Turn> turns = turns();
    Toolbox toolbox = toolbox();
    JsonObject output = root.object("output_config");
    OutputFormat format = format(output);
    Reasoning reasoning = reasoning(output);
    extras(output);
    JsonObject metadata = root.object("metadata");
    return new Conversation(
        system,
        turns,
        toolbox,
        format,
        new Generation(sampling(), most, root.texts("stop_sequences")),
        reasoning,
        metadata == null ? null : metadata.text("user_id"),
        new Extras(Vendor.ANTHROPIC, harmless, essential));
  }

  /** Messages of the system's, which may stand anywhere, join the other instructions. */
  private List<Turn> turns() throws MalformedBody {
    List<JsonObject> messages = root.objects("messages");
    if (messages.isEmpty()) {
      throw root.wrong("messages", "a non-empty array");
    }
    List<Turn> turns = new ArrayList<>();
    for (JsonObject message : messages) {
      List<Part> parts = blocks.parts(message, "content");
      switch (message.text("role", "")) {
        case "user" -> turns.add(new Turn(Role.USER, parts));
        case "assistant" -> turns.add(new Turn(Role.ASSISTANT, parts));
        case "system" -> system.addAll(parts);
        default -> throw message.wrong("role", "user or assistant");
      }
    }
    return turns;
  }

  private Sampling sampling() throws MalformedBody {
    return new Sampling(
        root.number("temperature", 0, 1),
        root.number("top_p", 0, 1),
        root.integer("top_k", 1, Integer.MAX_VALUE),
        null,
        null,
        null);
  }

  private Toolbox toolbox() throws MalformedBody {
    List<Toolbox.Tool> tools = new ArrayList<>();
    for (JsonObject tool : root.objects("tools")) {
      String type = tool.text("type", "custom");
      if (type.equals("custom")) {
        tools.add(tool(tool));
      } else {
        essential.withArray("tools").add(tool.node());
      }
    }
    JsonObject choice = root.object("tool_choice");
    if (choice == null) {
      return new Toolbox(tools, new Toolbox.Choice.Automatic(), true);
    }
    Toolbox.Choice wanted =
        switch (required(choice, "type")) {
          case "auto" -> new Toolbox.Choice.Automatic();
          case "any" -> new Toolbox.Choice.Required();
          case "none" -> new Toolbox.Choice.Forbidden();
          case "tool" -> new Toolbox.Choice.Named(required(choice, "name"));
          default -> throw choice.wrong("type", "auto, any, tool or none");
        };
    return new Toolbox(tools, wanted, !choice.isTrue("disable_parallel_tool_use"));
  }

  private Toolbox.Tool tool(JsonObject tool) throws MalformedBody {
    JsonObject schema = tool.object("input_schema");
    if (schema == null) {
      throw tool.wrong("input_schema", "an object");
    }
    for (String field : tool.fields()) {
      if (!TOOL_FIELDS.contains(field) && tool.has(field)) {
        harmless.put("tools." + field, true);
      }
    }
    return new Toolbox.Tool(
        required(tool, "name"), tool.text("description"), schema.node(), tool.isTrue("strict"));
  }

  /** Where it stands today, or where it stood in the beta. */
  private OutputFormat format(@Nullable JsonObject output) throws MalformedBody {
    JsonObject format = output == null ? null : output.object("format");
    if (format == null) {
      format = root.object("output_format");
    }
    if (format == null) {
      return new OutputFormat.Plain();
    }
    if (!required(format, "type").equals("json_schema")) {
      throw format.wrong("type", "json_schema");
    }
    JsonObject schema = format.object("schema");
    if (schema == null) {
      throw format.wrong("schema", "an object");
    }
    return new OutputFormat.JsonSchema(null, null, schema.node(), true);
  }

  private @Nullable Reasoning reasoning(@Nullable JsonObject output) throws MalformedBody {
    Effort effort = effort(output);
    JsonObject thinking = root.object("thinking");
    if (thinking == null) {
      return effort == null ? null : new Reasoning(new Amount.AtEffort(effort), false);
    }
    boolean visible = !thinking.text("display", "").equals("omitted");
    return switch (required(thinking, "type")) {
      case "disabled" -> new Reasoning(new Amount.Off(), false);
      case "enabled" -> {
        Long budget = thinking.integer("budget_tokens", 1, Tokens.MOST);
        if (budget == null) {
          throw thinking.wrong("budget_tokens", "a whole number");
        }
        yield new Reasoning(new Amount.Budget(budget), visible);
      }
      case "adaptive", "between_tools" ->
          new Reasoning(
              effort == null ? new Amount.Dynamic() : new Amount.AtEffort(effort), visible);
      default -> throw thinking.wrong("type", "enabled, disabled or adaptive");
    };
  }

  private static @Nullable Effort effort(@Nullable JsonObject output) throws MalformedBody {
    String word = output == null ? null : output.text("effort");
    if (output == null || word == null) {
      return null;
    }
    Effort effort = Effort.of(word);
    if (effort == null) {
      throw output.wrong("effort", "low, medium, high, xhigh or max");
    }
    return effort;
  }

  private void extras(@Nullable JsonObject output) {
    for (String field : root.fields()) {
      JsonNode value = root.get(field);
      if (value == null || KNOWN.contains(field) || saysNothing(value)) {
        continue;
      }
      (ESSENTIAL.contains(field) ? essential : harmless).set(field, value);
    }
    if (output != null) {
      for (String field : output.fields()) {
        if (!field.equals("format") && !field.equals("effort") && output.has(field)) {
          harmless.put("output_config." + field, true);
        }
      }
    }
  }

  private static boolean saysNothing(JsonNode value) {
    return (value.isContainer() && value.isEmpty()) || (value.isBoolean() && !value.booleanValue());
  }
}

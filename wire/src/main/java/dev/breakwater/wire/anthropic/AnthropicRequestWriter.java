package dev.breakwater.wire.anthropic;

import dev.breakwater.wire.conversation.Conversation;
import dev.breakwater.wire.conversation.Extras;
import dev.breakwater.wire.conversation.OutputFormat;
import dev.breakwater.wire.conversation.Part;
import dev.breakwater.wire.conversation.Sampling;
import dev.breakwater.wire.conversation.Toolbox;
import dev.breakwater.wire.conversation.Vendor;
import dev.breakwater.wire.format.Alternation;
import dev.breakwater.wire.format.Dropped;
import dev.breakwater.wire.format.Inexpressible;
import dev.breakwater.wire.format.JsonByTool;
import dev.breakwater.wire.format.Sizes;
import dev.breakwater.wire.format.StrictTurns;
import dev.breakwater.wire.json.Json;
import java.util.List;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Writes message requests. */
final class AnthropicRequestWriter {
  /** The extra fields that go back to where they were; the others only name something lost. */
  private static final Set<String> CARRIED =
      Set.of(
          "service_tier",
          "inference_geo",
          "speed",
          "user_profile_id",
          "workspace_id",
          "diagnostics",
          "cache_control",
          "context_management",
          "mcp_servers",
          "container",
          "thread");

  private final Conversation conversation;
  private final ClaudeModel model;
  private final Alternation said;
  private final Dropped dropped;
  private final ObjectNode root;

  private AnthropicRequestWriter(Conversation asked, String name, Dropped dropped)
      throws Inexpressible {
    this.model = ClaudeModel.of(name);
    this.conversation = isNative(asked.output(), model) ? asked : JsonByTool.of(asked);
    this.said = StrictTurns.of(conversation, Vendor.ANTHROPIC, Vendor.ANTHROPIC);
    this.dropped = dropped;
    this.root = Json.object().put("model", name);
  }

  private static boolean isNative(OutputFormat output, ClaudeModel model) {
    return switch (output) {
      case OutputFormat.Plain plain -> true;
      case OutputFormat.JsonMode mode -> false;
      case OutputFormat.JsonSchema schema ->
          model.takesSchemas() && ClaudeSchemas.accepts(schema.schema());
    };
  }

  static byte[] write(Conversation asked, String model, boolean stream, Dropped dropped)
      throws Inexpressible {
    AnthropicRequestWriter writer = new AnthropicRequestWriter(asked, model, dropped);
    writer.generation();
    writer.prompt();
    if (stream) {
      writer.root.put("stream", true);
    }
    return Json.write(writer.root, Sizes.of(asked));
  }

  /** Only what counts. */
  static byte[] writeCount(Conversation asked, String model) throws Inexpressible {
    AnthropicRequestWriter writer = new AnthropicRequestWriter(asked, model, new Dropped());
    writer.prompt();
    return Json.write(writer.root, Sizes.of(asked));
  }

  private void prompt() throws Inexpressible {
    boolean citations = extras();
    AnthropicBlockWriter blocks = new AnthropicBlockWriter(dropped, citations);
    system();
    ArrayNode messages = root.putArray("messages");
    for (int i = 0; i < said.turns().size(); i++) {
      messages.add(blocks.message(said.turns().get(i), i == said.turns().size() - 1));
    }
    tools();
    if (conversation.output() instanceof OutputFormat.JsonSchema schema) {
      ObjectNode format = root.withObject("output_config").putObject("format");
      format.put("type", "json_schema").set("schema", ClaudeSchemas.plain(schema.schema()));
    }
  }

  private void system() {
    List<Part> system = said.system();
    if (system.size() == 1 && system.getFirst() instanceof Part.Text text) {
      root.put("system", text.text());
    } else if (!system.isEmpty()) {
      ArrayNode blocks = root.putArray("system");
      for (Part part : system) {
        if (part instanceof Part.Text text) {
          blocks.addObject().put("type", "text").put("text", text.text());
        } else if (part instanceof Part.CachePoint) {
          AnthropicBlockWriter.cachePoint(blocks);
        }
      }
    }
  }

  private void generation() throws Inexpressible {
    if (conversation.generation().choices() > 1) {
      throw new Inexpressible("n", "Anthropic's models give one answer to a request");
    }
    if (conversation.generation().topLogprobs() != null) {
      throw new Inexpressible("logprobs", "Anthropic tells no probabilities of tokens");
    }
    ThinkingPlan plan = ThinkingPlan.of(conversation, model, said.turns(), dropped);
    root.put("max_tokens", plan.maxTokens());
    if (plan.thinking() != null) {
      root.set("thinking", plan.thinking());
    }
    if (plan.effort() != null) {
      root.withObject("output_config").put("effort", plan.effort());
    }
    sampling(conversation.generation().sampling(), plan.on());
    if (!conversation.generation().stop().isEmpty()) {
      ArrayNode stop = root.putArray("stop_sequences");
      conversation.generation().stop().forEach(stop::add);
    }
    if (conversation.user() != null) {
      root.putObject("metadata").put("user_id", conversation.user());
    }
  }

  private void sampling(Sampling sampling, boolean thinking) {
    SamplingPlan plan = SamplingPlan.of(sampling, model, thinking, dropped);
    if (plan.temperature() != null) {
      root.put("temperature", plan.temperature());
    }
    if (plan.topP() != null) {
      root.put("top_p", plan.topP());
    }
    if (plan.topK() != null) {
      root.put("top_k", plan.topK());
    }
  }

  private void tools() {
    Toolbox toolbox = ToolPlan.of(conversation);
    if (toolbox.isEmpty()) {
      return;
    }
    ArrayNode tools = root.withArray("tools");
    for (Toolbox.Tool tool : toolbox.tools()) {
      ObjectNode written = tools.addObject().put("name", tool.name());
      if (tool.description() != null) {
        written.put("description", tool.description());
      }
      ObjectNode schema = ToolPlan.schema(tool);
      written.set("input_schema", schema);
      if (tool.strict()) {
        boolean promised = model.takesSchemas() && ClaudeSchemas.accepts(schema);
        dropped.addIf(!promised, "strict");
        if (promised) {
          written.put("strict", true);
        }
      }
    }
    choice(toolbox);
  }

  private void choice(Toolbox toolbox) {
    ObjectNode choice = Json.object();
    switch (toolbox.choice()) {
      case Toolbox.Choice.Automatic any -> choice.put("type", "auto");
      case Toolbox.Choice.Forbidden none -> choice.put("type", "none");
      case Toolbox.Choice.Required one -> choice.put("type", "any");
      case Toolbox.Choice.Named named -> choice.put("type", "tool").put("name", named.tool());
      case Toolbox.Choice.Among among -> choice.put("type", among.required() ? "any" : "auto");
    }
    boolean forbidden = toolbox.choice() instanceof Toolbox.Choice.Forbidden;
    if (!toolbox.parallel() && !forbidden) {
      choice.put("disable_parallel_tool_use", true);
    } else if (toolbox.choice() instanceof Toolbox.Choice.Automatic) {
      return;
    }
    root.set("tool_choice", choice);
  }

  /** Whether citations are asked for. */
  private boolean extras() throws Inexpressible {
    Extras extras = conversation.extras();
    if (extras.vendor() != Vendor.ANTHROPIC) {
      if (!extras.essential().isEmpty()) {
        String field = extras.essential().propertyNames().iterator().next();
        throw new Inexpressible(field, "Anthropic has nothing like '" + field + "'");
      }
      extras.droppable().forEach(dropped::add);
      return false;
    }
    carry(extras.harmless());
    carry(extras.essential());
    if (extras.essential().path("tools") instanceof ArrayNode own) {
      root.withArray("tools").addAll(own);
    }
    return extras.harmless().has("citations");
  }

  private void carry(ObjectNode fields) {
    for (String field : fields.propertyNames()) {
      JsonNode value = fields.path(field);
      if (CARRIED.contains(field)) {
        root.set(field, value);
      } else if (!field.equals("tools") && !field.equals("citations")) {
        dropped.add(field);
      }
    }
  }
}

package dev.breakwater.wire.bedrock;

import dev.breakwater.wire.anthropic.ClaudeModel;
import dev.breakwater.wire.anthropic.ClaudeSchemas;
import dev.breakwater.wire.anthropic.SamplingPlan;
import dev.breakwater.wire.anthropic.ThinkingPlan;
import dev.breakwater.wire.anthropic.ToolPlan;
import dev.breakwater.wire.conversation.Conversation;
import dev.breakwater.wire.conversation.Extras;
import dev.breakwater.wire.conversation.Generation;
import dev.breakwater.wire.conversation.OutputFormat;
import dev.breakwater.wire.conversation.OutputFormat.JsonSchema;
import dev.breakwater.wire.conversation.Part;
import dev.breakwater.wire.conversation.Toolbox;
import dev.breakwater.wire.conversation.Turn;
import dev.breakwater.wire.conversation.Vendor;
import dev.breakwater.wire.format.Alternation;
import dev.breakwater.wire.format.Dropped;
import dev.breakwater.wire.format.Inexpressible;
import dev.breakwater.wire.format.JsonByTool;
import dev.breakwater.wire.format.Sizes;
import dev.breakwater.wire.format.StrictTurns;
import dev.breakwater.wire.json.Json;
import java.nio.charset.StandardCharsets;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Writes Converse requests. What Claude has at Anthropic and Converse has no field for goes with
 * the fields that are handed on to the model.
 */
final class BedrockRequestWriter {
  private static final String NO_TOOLS = "Answer without calling tools.";

  private final Conversation conversation;
  private final ClaudeModel model;
  private final Alternation said;
  private final Dropped dropped;
  private final ObjectNode root = Json.object();

  private BedrockRequestWriter(Conversation asked, String name, Dropped dropped)
      throws Inexpressible {
    this.model = ClaudeModel.of(name);
    this.conversation = isNative(asked.output(), model) ? asked : JsonByTool.of(asked);
    this.said =
        StrictTurns.of(
            conversation, model.isClaude() ? Vendor.ANTHROPIC : Vendor.AMAZON, Vendor.AMAZON);
    this.dropped = dropped;
  }

  private static boolean isNative(OutputFormat output, ClaudeModel model) {
    return switch (output) {
      case OutputFormat.Plain plain -> true;
      case OutputFormat.JsonMode mode -> false;
      case JsonSchema schema -> model.takesSchemas() && ClaudeSchemas.accepts(schema.schema());
    };
  }

  static byte[] write(Conversation asked, String model, Dropped dropped) throws Inexpressible {
    BedrockRequestWriter writer = new BedrockRequestWriter(asked, model, dropped);
    boolean cited = writer.extras();
    Toolbox toolbox = ToolPlan.of(writer.conversation);
    boolean forbidden = toolbox.choice() instanceof Toolbox.Choice.Forbidden;
    boolean shown = !toolbox.isEmpty() && !(forbidden && !writer.hasCalls());
    writer.messages(cited, shown && forbidden);
    writer.generation();
    if (shown) {
      writer.tools(toolbox);
    }
    return Json.write(writer.root, Sizes.of(asked));
  }

  private boolean hasCalls() {
    return conversation.turns().stream()
        .flatMap(turn -> turn.parts().stream())
        .anyMatch(part -> part instanceof Part.ToolCall || part instanceof Part.ToolResult);
  }

  /**
   * @param forbidsTools whether tools are shown only because of the calls made so far: Converse has
   *     no word for that, so the model is told
   */
  private void messages(boolean cited, boolean forbidsTools) throws Inexpressible {
    boolean caches = model.version() >= 305;
    BedrockBlockWriter blocks = new BedrockBlockWriter(dropped, cited, caches);
    ArrayNode system = Json.array();
    for (Part part : said.system()) {
      if (part instanceof Part.Text text) {
        system.addObject().put("text", text.text());
      } else if (part instanceof Part.CachePoint) {
        blocks.cachePoint(system);
      }
    }
    if (forbidsTools) {
      system.addObject().put("text", NO_TOOLS);
    }
    if (!system.isEmpty()) {
      root.set("system", system);
    }
    ArrayNode messages = root.putArray("messages");
    for (Turn turn : said.turns()) {
      messages.add(blocks.message(turn));
    }
  }

  private void generation() throws Inexpressible {
    Generation asked = conversation.generation();
    if (asked.choices() > 1) {
      throw new Inexpressible("n", "Bedrock gives one answer to a request");
    }
    if (asked.topLogprobs() != null) {
      throw new Inexpressible("logprobs", "Bedrock tells no probabilities of tokens");
    }
    ThinkingPlan plan = thinking();
    ObjectNode inference = Json.object();
    if (asked.maxTokens() != null || plan.on()) {
      inference.put("maxTokens", plan.maxTokens());
    }
    sampling(plan.on(), inference);
    if (!asked.stop().isEmpty()) {
      ArrayNode stop = inference.putArray("stopSequences");
      asked.stop().forEach(stop::add);
    }
    if (!inference.isEmpty()) {
      root.set("inferenceConfig", inference);
    }
    if (conversation.output() instanceof JsonSchema schema) {
      schema(schema);
    }
    dropped.addIf(conversation.user() != null, "user");
  }

  private ThinkingPlan thinking() {
    if (!model.isClaude()) {
      boolean wanted = conversation.reasoning() != null && conversation.reasoning().isOn();
      dropped.addIf(wanted, "reasoning_effort");
      Long most = conversation.generation().maxTokens();
      return new ThinkingPlan(null, null, most == null ? 0 : most, false);
    }
    ThinkingPlan plan = ThinkingPlan.of(conversation, model, said.turns(), dropped);
    if (plan.thinking() != null) {
      root.withObject("additionalModelRequestFields").set("thinking", plan.thinking());
    }
    if (plan.effort() != null) {
      root.withObject("additionalModelRequestFields")
          .putObject("output_config")
          .put("effort", plan.effort());
    }
    return plan;
  }

  private void sampling(boolean thinking, ObjectNode inference) {
    SamplingPlan plan =
        SamplingPlan.of(conversation.generation().sampling(), model, thinking, dropped);
    if (plan.temperature() != null) {
      inference.put("temperature", plan.temperature());
    }
    if (plan.topP() != null) {
      inference.put("topP", plan.topP());
    }
    if (plan.topK() != null && model.isClaude()) {
      root.withObject("additionalModelRequestFields").put("top_k", plan.topK());
    } else {
      dropped.addIf(plan.topK() != null, "top_k");
    }
  }

  /** A schema is a text here. */
  private void schema(JsonSchema schema) {
    ObjectNode format = root.putObject("outputConfig").putObject("textFormat");
    format.put("type", "json_schema");
    ObjectNode written = format.putObject("structure").putObject("jsonSchema");
    written.put(
        "schema",
        new String(Json.write(ClaudeSchemas.plain(schema.schema())), StandardCharsets.UTF_8));
    if (schema.name() != null) {
      written.put("name", schema.name());
    }
    if (schema.description() != null) {
      written.put("description", schema.description());
    }
  }

  private void tools(Toolbox toolbox) {
    ObjectNode config = root.putObject("toolConfig");
    ArrayNode tools = config.putArray("tools");
    for (Toolbox.Tool tool : toolbox.tools()) {
      ObjectNode spec = tools.addObject().putObject("toolSpec").put("name", tool.name());
      if (tool.description() != null && !tool.description().isBlank()) {
        spec.put("description", tool.description());
      }
      ObjectNode schema = ToolPlan.schema(tool);
      spec.putObject("inputSchema").set("json", schema);
      boolean promised = model.takesSchemas() && ClaudeSchemas.accepts(schema);
      if (tool.strict() && promised) {
        spec.put("strict", true);
      }
      dropped.addIf(tool.strict() && !promised, "strict");
    }
    dropped.addIf(!toolbox.parallel(), "parallel_tool_calls");
    switch (toolbox.choice()) {
      case Toolbox.Choice.Automatic any -> {}
      case Toolbox.Choice.Forbidden none -> dropped.addIf(isAsked(none), "tool_choice");
      case Toolbox.Choice.Required one -> config.putObject("toolChoice").putObject("any");
      case Toolbox.Choice.Named named ->
          config.putObject("toolChoice").putObject("tool").put("name", named.tool());
      case Toolbox.Choice.Among among -> {
        if (among.required()) {
          config.putObject("toolChoice").putObject("any");
        }
      }
    }
  }

  /** Whether the client, and not only the plan, forbids calls. */
  private boolean isAsked(Toolbox.Choice.Forbidden none) {
    return conversation.toolbox().choice().equals(none);
  }

  /** Whether citations are asked for. */
  private boolean extras() throws Inexpressible {
    Extras extras = conversation.extras();
    if (!extras.essential().isEmpty()) {
      String field = extras.essential().propertyNames().iterator().next();
      throw new Inexpressible(field, "Bedrock has nothing like '" + field + "'");
    }
    boolean cited =
        model.isClaude()
            && extras.vendor() == Vendor.ANTHROPIC
            && extras.harmless().has("citations");
    for (String field : extras.droppable()) {
      dropped.addIf(!(cited && field.equals("citations")), field);
    }
    return cited;
  }
}

package dev.breakwater.simulator.bedrock;

import static dev.breakwater.simulator.bedrock.Constraints.absent;
import static dev.breakwater.simulator.bedrock.Constraints.first;

import dev.breakwater.simulator.answer.Document;
import dev.breakwater.simulator.json.Json;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * What Bedrock demands of a request to converse, but for its turns. Fields that it does not know
 * are ignored, as Amazon's services do. Each rule gives the refusal, or null when it is kept.
 */
final class ConverseRules {
  private static final int LEAST_BUDGET = 1_024;

  private ConverseRules() {}

  static @Nullable Document check(JsonNode body) {
    if (!body.isObject()) {
      return BedrockErrors.unreadable("Unexpected value type in payload");
    }
    Document refusal =
        first(
            inference(body.path("inferenceConfig")),
            tools(body.path("toolConfig")),
            system(body.path("system")),
            output(body.path("outputConfig")),
            Constraints.oneOf(
                body.path("performanceConfig").path("latency"),
                "performanceConfig.latency",
                List.of("standard", "optimized")),
            Constraints.oneOf(
                body.path("serviceTier").path("type"),
                "serviceTier.type",
                List.of("priority", "default", "flex", "reserved")));
    if (refusal != null) {
      return refusal;
    }
    return first(TurnRules.check(body), thinking(body));
  }

  private static @Nullable Document inference(JsonNode config) {
    Document refusal =
        first(
            Constraints.object(config),
            Constraints.whole(config.path("maxTokens"), "inferenceConfig.maxTokens", 1),
            Constraints.number(config.path("temperature"), "inferenceConfig.temperature", 0, 1),
            Constraints.number(config.path("topP"), "inferenceConfig.topP", 0, 1),
            Constraints.list(config.path("stopSequences")));
    if (refusal != null) {
      return refusal;
    }
    int index = 0;
    for (JsonNode stop : config.path("stopSequences")) {
      index++;
      Document wrong = Constraints.text(stop);
      if (wrong != null) {
        return wrong;
      }
      if (stop.asString("").isEmpty()) {
        return Constraints.broken(
            "''",
            "inferenceConfig.stopSequences." + index + ".member",
            "have length greater than or equal to 1");
      }
    }
    return null;
  }

  private static @Nullable Document system(JsonNode system) {
    Document refusal = Constraints.list(system);
    if (refusal != null) {
      return refusal;
    }
    int index = 0;
    for (JsonNode block : system) {
      JsonNode text = block.path("text");
      Document wrong = first(Constraints.object(block), Constraints.text(text));
      if (wrong != null) {
        return wrong;
      }
      if (text.isString() && text.stringValue().isEmpty()) {
        return BedrockErrors.invalid(
            "The text field in the SystemContentBlock object at system."
                + index
                + " is blank. Add text to the text field, and try again.");
      }
      index++;
    }
    return null;
  }

  private static @Nullable Document tools(JsonNode config) {
    if (absent(config)) {
      return null;
    }
    JsonNode tools = config.path("tools");
    Document refusal =
        first(
            Constraints.object(config),
            Constraints.required(tools, "toolConfig.tools"),
            Constraints.list(tools));
    if (refusal != null) {
      return refusal;
    }
    if (tools.isEmpty()) {
      return Constraints.broken(
          "'[]'", "toolConfig.tools", "have length greater than or equal to 1");
    }
    Set<String> names = new HashSet<>();
    for (int index = 0; index < tools.size(); index++) {
      JsonNode tool = tools.get(index);
      Document wrong = tool(tool, "toolConfig.tools." + (index + 1) + ".member", index);
      if (wrong != null) {
        return wrong;
      }
      String name = tool.path("toolSpec").path("name").asString("");
      if (!name.isEmpty() && !names.add(name)) {
        return BedrockErrors.invalid("The tool name " + name + " is specified more than once.");
      }
    }
    return choice(config.path("toolChoice"), names);
  }

  private static @Nullable Document tool(JsonNode tool, String place, int index) {
    if (tool.has("cachePoint") || tool.has("systemTool")) {
      return null;
    }
    JsonNode spec = tool.path("toolSpec");
    if (!spec.isObject()) {
      return BedrockErrors.invalid(
          "The Tool object at toolConfig.tools." + index + " must set one of its members.");
    }
    JsonNode schema = spec.path("inputSchema");
    Document refusal =
        first(
            Constraints.name(spec.path("name"), place + ".toolSpec.name"),
            Constraints.text(spec.path("description")),
            Constraints.required(schema, place + ".toolSpec.inputSchema"),
            Constraints.flag(spec.path("strict")));
    if (refusal != null) {
      return refusal;
    }
    return schema.path("json").path("type").asString("").equals("object")
        ? null
        : BedrockErrors.invalid(
            "The value at toolConfig.tools."
                + index
                + ".toolSpec.inputSchema.json.type must be one of the following: object.");
  }

  private static @Nullable Document choice(JsonNode choice, Set<String> names) {
    if (absent(choice)) {
      return null;
    }
    long members = List.of("auto", "any", "tool").stream().filter(choice::has).count();
    if (!choice.isObject() || members != 1) {
      return BedrockErrors.unreadable("toolChoice must set exactly one of auto, any, tool");
    }
    if (!choice.has("tool")) {
      return null;
    }
    JsonNode name = choice.path("tool").path("name");
    Document refusal = Constraints.name(name, "toolConfig.toolChoice.tool.name");
    if (refusal != null || names.contains(name.stringValue())) {
      return refusal;
    }
    return BedrockErrors.invalid(
        "The tool "
            + name.stringValue()
            + " in toolConfig.toolChoice.tool.name is not defined in toolConfig.tools.");
  }

  private static @Nullable Document output(JsonNode config) {
    JsonNode format = config.path("textFormat");
    if (absent(format)) {
      return null;
    }
    JsonNode schema = format.path("structure").path("jsonSchema").path("schema");
    Document refusal =
        first(
            Constraints.oneOf(
                format.path("type"), "outputConfig.textFormat.type", List.of("json_schema")),
            Constraints.required(schema, "outputConfig.textFormat.structure.jsonSchema.schema"),
            Constraints.text(schema));
    if (refusal != null) {
      return refusal;
    }
    JsonNode parsed = Json.parse(Json.utf8(schema.stringValue()));
    return parsed != null && parsed.isObject()
        ? null
        : BedrockErrors.invalid(
            "The value at outputConfig.textFormat.structure.jsonSchema.schema is not valid JSON.");
  }

  /** Thinking as the model's own fields order it, refused in the model's words. */
  private static @Nullable Document thinking(JsonNode body) {
    JsonNode thinking = body.path("additionalModelRequestFields").path("thinking");
    if (!thinking.path("type").asString("").equals("enabled")) {
      return null;
    }
    JsonNode budget = thinking.path("budget_tokens");
    JsonNode config = body.path("inferenceConfig");
    if (!budget.isIntegralNumber()) {
      return model("thinking.enabled.budget_tokens: Field required");
    }
    if (budget.longValue() < LEAST_BUDGET) {
      return model(
          "thinking.enabled.budget_tokens: Input should be greater than or equal to "
              + LEAST_BUDGET);
    }
    if (config.path("maxTokens").isNumber()
        && config.path("maxTokens").longValue() <= budget.longValue()) {
      return model("`max_tokens` must be greater than `thinking.budget_tokens`.");
    }
    if (config.has("temperature") && config.path("temperature").doubleValue() != 1) {
      return model("`temperature` may only be set to 1 when thinking is enabled.");
    }
    JsonNode choice = body.path("toolConfig").path("toolChoice");
    return choice.has("any") || choice.has("tool")
        ? model("Thinking may not be enabled when tool_choice forces tool use.")
        : lastCall(body.path("messages"));
  }

  /** While tools are being used, the turn that calls them begins with its thoughts. */
  private static @Nullable Document lastCall(JsonNode messages) {
    int last = messages.size() - 1;
    boolean results = !messages.path(last).path("content").findValues("toolResult").isEmpty();
    if (!results || messages.path(last - 1).path("content").path(0).has("reasoningContent")) {
      return null;
    }
    return model(
        "messages."
            + (last - 1)
            + ".content.0.type: Expected `thinking` or `redacted_thinking`, but found `tool_use`."
            + " When `thinking` is enabled, a final `assistant` message must start with a thinking"
            + " block (preceeding the lastmost set of `tool_use` and `tool_result` blocks).");
  }

  /** A refusal by the model itself. */
  static Document model(String message) {
    return BedrockErrors.invalid("The model returned the following errors: " + message);
  }
}

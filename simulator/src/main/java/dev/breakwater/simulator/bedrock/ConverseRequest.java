package dev.breakwater.simulator.bedrock;

import dev.breakwater.simulator.answer.Answer;
import dev.breakwater.simulator.answer.Document;
import dev.breakwater.simulator.answer.Identifier;
import dev.breakwater.simulator.answer.Reading;
import dev.breakwater.simulator.answer.Wishes;
import dev.breakwater.simulator.json.Json;
import dev.breakwater.simulator.speech.Demand;
import dev.breakwater.simulator.speech.Format;
import dev.breakwater.simulator.speech.Limits;
import dev.breakwater.simulator.speech.Speaker;
import dev.breakwater.simulator.speech.Thinking;
import dev.breakwater.simulator.speech.Tool;
import dev.breakwater.simulator.speech.ToolChoice;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * A request to converse that Bedrock would accept.
 *
 * @param prompt digest and length of tools, system text and messages
 * @param demand what the answer has to be
 * @param citations that go with the answer's text
 */
record ConverseRequest(Prompt prompt, Demand demand, List<ObjectNode> citations) {

  static Reading read(String model, byte[] bytes, boolean stream) {
    JsonNode body = Json.parse(bytes);
    Document refusal =
        body == null
            ? notJson()
            : Constraints.first(ConverseRules.check(body), Prefill.check(model, body));
    if (body == null || refusal != null) {
      return refused(model, stream, true, refusal);
    }
    Prompt prompt = Prompt.of(model, body);
    ConverseRequest request = new ConverseRequest(prompt, demand(body, prompt), Citations.of(body));
    return new Reading.Generation(model, stream, prompt.tokens().total(), request::answer);
  }

  /** Counts the tokens of a request to converse. */
  static Reading count(String model, byte[] bytes) {
    JsonNode body = Json.parse(bytes);
    if (body == null) {
      return refused(model, false, false, null);
    }
    JsonNode input = body.path("input").path("converse");
    if (!input.isObject()) {
      return refused(
          model, false, false, Constraints.broken("null", "input.converse", "not be null"));
    }
    Document refusal = ConverseRules.check(input);
    if (refusal != null) {
      return refused(model, false, false, refusal);
    }
    long tokens = Prompt.of(model, input).tokens().total();
    return new Reading.Side(model, Document.json(200, Json.object().put("inputTokens", tokens)));
  }

  private static Reading refused(
      String model, boolean stream, boolean generation, @Nullable Document refusal) {
    return new Reading.Refusal(model, stream, generation, refusal == null ? notJson() : refusal);
  }

  private static Document notJson() {
    return BedrockErrors.unreadable("The request body is not valid JSON");
  }

  private static Demand demand(JsonNode body, Prompt prompt) {
    JsonNode config = body.path("inferenceConfig");
    JsonNode most = config.path("maxTokens");
    List<String> stops = new ArrayList<>();
    config.path("stopSequences").forEach(stop -> stops.add(stop.asString()));
    List<Tool> tools = new ArrayList<>();
    for (JsonNode tool : body.path("toolConfig").path("tools")) {
      JsonNode spec = tool.path("toolSpec");
      if (spec.isObject()) {
        tools.add(new Tool(spec.path("name").stringValue(), spec.path("inputSchema").path("json")));
      }
    }
    JsonNode own = body.path("additionalModelRequestFields");
    return new Demand(
        tools,
        choice(body.path("toolConfig").path("toolChoice")),
        !own.path("tool_choice").path("disable_parallel_tool_use").asBoolean(false),
        prompt.turn(),
        format(body.path("outputConfig")),
        thinking(own, body.path("outputConfig")),
        new Limits(most.isNumber() ? most.intValue() : Integer.MAX_VALUE, stops));
  }

  private static ToolChoice choice(JsonNode choice) {
    if (choice.has("any")) {
      return new ToolChoice.Required();
    }
    return choice.has("tool")
        ? new ToolChoice.Named(choice.path("tool").path("name").stringValue())
        : new ToolChoice.Auto();
  }

  private static Format format(JsonNode config) {
    JsonNode text = config.path("textFormat").path("structure").path("jsonSchema").path("schema");
    JsonNode schema = text.isString() ? Json.parse(Json.utf8(text.stringValue())) : null;
    return schema == null ? new Format.Prose() : new Format.Schema(schema);
  }

  /** Thinking is ordered by the models' own fields: Claude's two spellings, and Nova's. */
  private static Thinking thinking(JsonNode own, JsonNode config) {
    JsonNode thinking = own.has("thinking") ? own.path("thinking") : own.path("reasoning_config");
    String effort = config.path("effort").asString("high");
    if (own.has("reasoningConfig")) {
      thinking = own.path("reasoningConfig");
      effort = thinking.path("maxReasoningEffort").asString("medium");
    }
    return switch (thinking.path("type").asString("")) {
      case "enabled" ->
          new Thinking(thinking.path("budget_tokens").asInt(Thinking.effort(effort)), true);
      case "adaptive" -> new Thinking(Thinking.effort(effort), true);
      default -> Thinking.NONE;
    };
  }

  private Answer answer(Wishes wishes) {
    return new ConverseAnswer(
        this,
        Speaker.speak(prompt.seed(), wishes.tokens(), demand, () -> Identifier.of("tooluse_", 22)),
        wishes);
  }
}

package dev.breakwater.simulator.anthropic;

import dev.breakwater.simulator.answer.Answer;
import dev.breakwater.simulator.answer.Document;
import dev.breakwater.simulator.answer.Identifier;
import dev.breakwater.simulator.answer.Reading;
import dev.breakwater.simulator.answer.Wishes;
import dev.breakwater.simulator.json.Json;
import dev.breakwater.simulator.speech.Demand;
import dev.breakwater.simulator.speech.Format;
import dev.breakwater.simulator.speech.Limits;
import dev.breakwater.simulator.speech.Phrase;
import dev.breakwater.simulator.speech.Speaker;
import dev.breakwater.simulator.speech.Thinking;
import dev.breakwater.simulator.speech.Tool;
import dev.breakwater.simulator.speech.ToolChoice;
import dev.breakwater.simulator.speech.Utterance;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * A request for a message that Anthropic would accept.
 *
 * @param model as asked
 * @param prompt digest and length of tools, system text and messages
 * @param demand what the answer has to be
 * @param citations that go with the answer's text
 * @param nature whether it is a usual answer
 */
record MessagesRequest(
    String model, Prompt prompt, Demand demand, List<ObjectNode> citations, Nature nature) {

  /** What test phrases make of an answer. */
  enum Nature {
    USUAL,
    /** Ends in a refusal. */
    REFUSED,
    /** Its thoughts are given only in encrypted form. */
    REDACTED;

    /** The vendor documents these beginnings, followed by digits, for tests of clients. */
    static Nature of(Demand.Turn turn) {
      if (Phrase.refused(turn) || turn.text().contains("ANTHROPIC_MAGIC_STRING_TRIGGER_REFUSAL")) {
        return REFUSED;
      }
      return turn.text().contains("ANTHROPIC_MAGIC_STRING_TRIGGER_REDACTED_THINKING")
          ? REDACTED
          : USUAL;
    }
  }

  static Reading read(byte[] bytes, Version version) {
    JsonNode body = Json.parse(bytes);
    if (body == null || !body.isObject()) {
      return new Reading.Refusal(null, false, true, notJson());
    }
    String model = model(body);
    boolean stream = body.path("stream").asBoolean(false);
    Document refusal = MessagesRules.check(body, version, true);
    if (refusal != null || model == null) {
      return new Reading.Refusal(model, stream, true, refusal == null ? notJson() : refusal);
    }
    Prompt prompt = Prompt.of(model, body);
    if (Phrase.blocked(prompt.turn())) {
      Document blocked = AnthropicErrors.invalid("Output blocked by content filtering policy");
      return new Reading.Refusal(model, stream, true, blocked);
    }
    MessagesRequest request =
        new MessagesRequest(
            model, prompt, demand(body, prompt), Citations.of(body), Nature.of(prompt.turn()));
    return new Reading.Generation(model, stream, prompt.tokens().total(), request::answer);
  }

  static Reading count(byte[] bytes, Version version) {
    JsonNode body = Json.parse(bytes);
    if (body == null || !body.isObject()) {
      return new Reading.Refusal(null, false, false, notJson());
    }
    String model = model(body);
    Document refusal = MessagesRules.check(body, version, false);
    if (refusal != null || model == null) {
      return new Reading.Refusal(model, false, false, refusal == null ? notJson() : refusal);
    }
    long tokens = Prompt.of(model, body).tokens().total();
    return new Reading.Side(model, Document.json(200, Json.object().put("input_tokens", tokens)));
  }

  private static Document notJson() {
    return AnthropicErrors.invalid("The request body is not valid JSON: a JSON object is expected");
  }

  private static @Nullable String model(JsonNode body) {
    return body.path("model").isString() ? body.path("model").stringValue() : null;
  }

  private static Demand demand(JsonNode body, Prompt prompt) {
    List<Tool> tools = new ArrayList<>();
    for (JsonNode tool : body.path("tools")) {
      // What runs at the vendor is never called in the client's sight.
      if (tool.has("input_schema")) {
        tools.add(new Tool(tool.path("name").stringValue(), tool.path("input_schema")));
      }
    }
    List<String> stops = new ArrayList<>();
    body.path("stop_sequences").forEach(stop -> stops.add(stop.asString()));
    JsonNode choice = body.path("tool_choice");
    JsonNode schema = OutputRules.schema(body);
    return new Demand(
        tools,
        choice(choice),
        !choice.path("disable_parallel_tool_use").asBoolean(false),
        prompt.turn(),
        schema.isObject() ? new Format.Schema(schema) : new Format.Prose(),
        thinking(body, Nature.of(prompt.turn())),
        new Limits(body.path("max_tokens").intValue(), stops));
  }

  private static ToolChoice choice(JsonNode choice) {
    return switch (choice.path("type").asString("auto")) {
      case "any" -> new ToolChoice.Required();
      case "none" -> new ToolChoice.None();
      case "tool" -> new ToolChoice.Named(choice.path("name").stringValue());
      default -> new ToolChoice.Auto();
    };
  }

  private static Thinking thinking(JsonNode body, Nature nature) {
    if (!ThinkingRules.wanted(body)) {
      return Thinking.NONE;
    }
    JsonNode thinking = body.path("thinking");
    String effort = body.path("output_config").path("effort").asString("high");
    int most = thinking.path("budget_tokens").asInt(Thinking.effort(effort));
    boolean omitted = thinking.path("display").asString("").equals("omitted");
    return new Thinking(most, !omitted && nature != Nature.REDACTED);
  }

  private Answer answer(Wishes wishes) {
    Utterance said =
        Speaker.speak(prompt.seed(), wishes.tokens(), demand, () -> Identifier.of("toolu_01", 22));
    return new MessagesAnswer(this, said, wishes);
  }
}

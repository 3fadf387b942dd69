package dev.breakwater.simulator.openai;

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
import dev.breakwater.simulator.speech.Seed;
import dev.breakwater.simulator.speech.Speaker;
import dev.breakwater.simulator.speech.Thinking;
import dev.breakwater.simulator.speech.Tool;
import dev.breakwater.simulator.speech.ToolChoice;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;

/**
 * A request for a response that OpenAI would accept.
 *
 * @param model as asked
 * @param body as received
 * @param conversation all items: those of the response it goes on from, then its own
 * @param own its own items
 * @param prompt digest and length of it all
 * @param store where responses are kept
 */
record ResponsesRequest(
    String model,
    JsonNode body,
    ArrayNode conversation,
    ArrayNode own,
    Prompt prompt,
    ResponseStore store) {

  static Reading read(JsonNode body, ResponseStore store, Host host) {
    String model = body.path("model").asString(null);
    boolean stream = body.path("stream").asBoolean(false);
    Document refusal = ResponsesRules.check(body);
    if (refusal == null) {
      ArrayNode own = Json.array();
      ArrayNode conversation = Json.array();
      refusal = gather(body, store, own, conversation);
      if (refusal == null && Phrase.blocked(ResponseItems.turn(conversation))) {
        refusal = host.blocked();
      }
      if (refusal == null && model != null) {
        Prompt prompt = prompt(model, body, conversation);
        ResponsesRequest request =
            new ResponsesRequest(model, body, conversation, own, prompt, store);
        return new Reading.Generation(model, stream, prompt.tokens(), request::answer);
      }
    }
    return new Reading.Refusal(
        model, stream, true, refusal == null ? OpenAiErrors.notJson() : refusal);
  }

  /** Counts the tokens of a request's input. */
  static Reading count(JsonNode body, ResponseStore store) {
    String model = body.path("model").asString("");
    ArrayNode conversation = Json.array();
    Document refusal =
        Rules.first(
            ResponseItems.check(ResponseItems.of(body.path("input"))),
            gather(body, store, Json.array(), conversation));
    return refusal == null
        ? new Reading.Side(
            model,
            Document.json(
                200,
                Json.object()
                    .put("object", "response.input_tokens")
                    .put("input_tokens", prompt(model, body, conversation).tokens())))
        : new Reading.Refusal(model, false, false, refusal);
  }

  /** Puts together the conversation, references replaced by what they name. */
  private static @Nullable Document gather(
      JsonNode body, ResponseStore store, ArrayNode own, ArrayNode conversation) {
    String previous = body.path("previous_response_id").asString("");
    if (!previous.isEmpty()) {
      var stored = store.response(previous);
      if (stored.isEmpty()) {
        return OpenAiErrors.invalid(
            "Previous response with id '" + previous + "' not found.",
            "previous_response_id",
            "previous_response_not_found");
      }
      stored.get().conversation().forEach(conversation::add);
    }
    for (JsonNode item : ResponseItems.of(body.path("input"))) {
      JsonNode meant = item;
      if (item.path("type").asString("").equals("item_reference")) {
        String id = item.path("id").asString("");
        var found = store.item(id);
        if (found.isEmpty()) {
          return OpenAiErrors.itemNotFound(id);
        }
        meant = found.get();
      }
      own.add(meant);
      conversation.add(meant);
    }
    return ResponseItems.together(conversation, store);
  }

  private static Prompt prompt(String model, JsonNode body, ArrayNode conversation) {
    Seed seed = new Seed().mix(model);
    long tokens = 3 + Prompt.text(body.path("instructions").asString(""), seed);
    tokens += ResponseItems.count(conversation, seed);
    for (JsonNode part : List.of(body.path("tools"), body.path("text").path("format"))) {
      if (part.isContainer() && !part.isEmpty()) {
        tokens += Prompt.text(part.toString(), seed);
      }
    }
    return new Prompt(seed.value(), tokens);
  }

  /** Whether the model refuses to go on. */
  boolean refused() {
    return Phrase.refused(ResponseItems.turn(conversation));
  }

  private Answer answer(Wishes wishes) {
    Demand wanted = demand();
    var said =
        Speaker.speak(
            prompt.seed(),
            wishes.tokens(),
            refused() ? wanted.inProse() : wanted,
            () -> Identifier.of("call_", 24));
    return new ResponsesAnswer(this, said, wishes);
  }

  boolean kept() {
    return body.path("store").asBoolean(true);
  }

  /** Whether the answer includes what {@code name} says. */
  boolean includes(String name) {
    for (JsonNode one : body.path("include")) {
      if (one.asString("").equals(name)) {
        return true;
      }
    }
    return false;
  }

  private Demand demand() {
    JsonNode reasoning = body.path("reasoning");
    boolean summary =
        reasoning.path("summary").isString() || reasoning.path("generate_summary").isString();
    String effort = reasoning.path("effort").asString(summary ? "medium" : "none");
    JsonNode most = body.path("max_output_tokens");
    return new Demand(
        tools(),
        body.path("tools").isEmpty() ? new ToolChoice.None() : choice(),
        body.path("parallel_tool_calls").asBoolean(true),
        ResponseItems.turn(conversation),
        format(),
        new Thinking(Thinking.effort(effort), summary),
        new Limits(most.isNumber() ? most.intValue() : Integer.MAX_VALUE, List.of()));
  }

  private List<Tool> tools() {
    JsonNode choice = body.path("tool_choice");
    Set<String> allowed = new HashSet<>();
    choice.path("tools").forEach(one -> allowed.add(one.path("name").asString("")));
    boolean limited = choice.path("type").asString("").equals("allowed_tools");
    List<Tool> tools = new ArrayList<>();
    for (JsonNode one : body.path("tools")) {
      String name = one.path("name").asString("");
      if (!limited || allowed.contains(name)) {
        tools.add(new Tool(name, one.path("parameters")));
      }
    }
    return tools;
  }

  private ToolChoice choice() {
    JsonNode choice = body.path("tool_choice");
    if (choice.path("type").asString("").equals("function")) {
      return new ToolChoice.Named(choice.path("name").asString(""));
    }
    return switch (choice.asString(choice.path("mode").asString("auto"))) {
      case "none" -> new ToolChoice.None();
      case "required" -> new ToolChoice.Required();
      default -> new ToolChoice.Auto();
    };
  }

  private Format format() {
    JsonNode format = body.path("text").path("format");
    return switch (format.path("type").asString("text")) {
      case "json_object" -> new Format.AnyJson();
      case "json_schema" -> new Format.Schema(format.path("schema"));
      default -> new Format.Prose();
    };
  }
}

package dev.breakwater.simulator.gemini;

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
import io.vertx.core.buffer.Buffer;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * A request for content that Gemini would accept.
 *
 * @param model as asked, without {@code models/}
 * @param prompt digest and length of functions, instruction and contents
 * @param demand what the answer has to be
 * @param candidates how many answers, 1 to 8
 * @param extras what else goes with them
 * @param framing how they are put on the wire
 */
record GenerateRequest(
    String model, Prompt prompt, Demand demand, int candidates, Extras extras, Framing framing) {

  /**
   * What goes with an answer when it is asked for.
   *
   * @param logprobs how many alternatives to each token; -1 for no log probabilities at all
   * @param safety whether the categories of safety are rated
   * @param refused whether the answer ends for the sake of safety
   */
  record Extras(int logprobs, boolean safety, boolean refused) {}

  static Reading read(String model, byte[] bytes, Framing framing) {
    boolean stream = framing != Framing.WHOLE;
    JsonNode body = Json.parse(bytes);
    Document refusal = body == null ? GenerateRules.notJson() : GenerateRules.check(model, body);
    if (body == null || refusal != null) {
      Document error = refusal == null ? GenerateRules.notJson() : refusal;
      return new Reading.Refusal(
          model, stream, true, framing == Framing.ARRAY ? GeminiErrors.inArray(error) : error);
    }
    JsonNode config = Fields.get(body, "generationConfig");
    Prompt prompt = Prompt.of(model, body);
    if (Phrase.blocked(prompt.turn())) {
      return new Reading.Refusal(model, stream, true, blocked(model, prompt, framing));
    }
    GenerateRequest request =
        new GenerateRequest(
            model,
            prompt,
            demand(body, config, prompt),
            number(Fields.get(config, "candidateCount"), 1),
            extras(body, config, prompt),
            framing);
    return new Reading.Generation(model, stream, prompt.tokens(), request::answer);
  }

  /** A prompt that a filter blocks is answered without any candidate. */
  private static Document blocked(String model, Prompt prompt, Framing framing) {
    ObjectNode body = Json.object();
    body.putObject("promptFeedback").put("blockReason", "PROHIBITED_CONTENT");
    body.putObject("usageMetadata")
        .put("promptTokenCount", prompt.tokens())
        .put("totalTokenCount", prompt.tokens())
        .set("promptTokensDetails", prompt.details(prompt.tokens()));
    body.put("modelVersion", model).put("responseId", Identifier.of("", 22));
    Document whole = Document.json(200, body);
    return switch (framing) {
      case WHOLE -> whole;
      case ARRAY -> GeminiErrors.inArray(whole);
      case EVENTS ->
          new Document(
              200,
              "text/event-stream",
              Buffer.buffer("data: ").appendBuffer(whole.body()).appendString("\r\n\r\n"));
    };
  }

  static Reading count(String model, byte[] bytes) {
    JsonNode body = Json.parse(bytes);
    JsonNode wrapped = body == null ? null : Fields.get(body, "generateContentRequest");
    JsonNode counted = wrapped == null || wrapped.isMissingNode() ? body : wrapped;
    Document refusal =
        counted == null ? GenerateRules.notJson() : GenerateRules.check(model, counted);
    if (counted == null || refusal != null) {
      return new Reading.Refusal(
          model, false, false, refusal == null ? GenerateRules.notJson() : refusal);
    }
    Prompt prompt = Prompt.of(model, counted);
    ObjectNode answer = Json.object().put("totalTokens", prompt.tokens());
    answer.set("promptTokensDetails", prompt.details(prompt.tokens()));
    return new Reading.Side(model, Document.json(200, answer));
  }

  private static int number(JsonNode value, int absent) {
    Integer number = value.isMissingNode() ? null : Fields.whole(value);
    return number == null ? absent : number;
  }

  private static Extras extras(JsonNode body, JsonNode config, Prompt prompt) {
    boolean wanted = Fields.get(config, "responseLogprobs").asBoolean(false);
    return new Extras(
        wanted ? number(Fields.get(config, "logprobs"), 0) : -1,
        !Fields.get(body, "safetySettings").isEmpty(),
        Phrase.refused(prompt.turn()));
  }

  private static Demand demand(JsonNode body, JsonNode config, Prompt prompt) {
    List<String> stops = new ArrayList<>();
    Fields.get(config, "stopSequences").forEach(stop -> stops.add(stop.asString()));
    int most = number(Fields.get(config, "maxOutputTokens"), 0);
    JsonNode calling = ToolRules.calling(body);
    String mode = Fields.get(calling, "mode").asString("AUTO");
    return new Demand(
        tools(body, Fields.get(calling, "allowedFunctionNames")),
        switch (mode) {
          case "ANY" -> new ToolChoice.Required();
          case "NONE" -> new ToolChoice.None();
          default -> new ToolChoice.Auto();
        },
        true,
        prompt.turn(),
        format(config),
        thinking(Fields.get(config, "thinkingConfig")),
        new Limits(most > 0 ? most : Integer.MAX_VALUE, stops));
  }

  private static List<Tool> tools(JsonNode body, JsonNode allowed) {
    Set<String> names = new HashSet<>();
    allowed.forEach(name -> names.add(name.asString("")));
    List<Tool> tools = new ArrayList<>();
    for (JsonNode declaration : ToolRules.declarations(body)) {
      String name = declaration.path("name").stringValue();
      JsonNode free = Fields.get(declaration, "parametersJsonSchema");
      if (names.isEmpty() || names.contains(name)) {
        tools.add(
            new Tool(
                name,
                free.isMissingNode()
                    ? GoogleSchema.plain(Fields.get(declaration, "parameters"))
                    : free));
      }
    }
    return tools;
  }

  private static Format format(JsonNode config) {
    JsonNode free = ConfigRules.freeSchema(config);
    JsonNode own = Fields.get(config, "responseSchema");
    JsonNode choices = (free.isMissingNode() ? own : free).path("enum");
    if (Fields.get(config, "responseMimeType").asString("").equals("text/x.enum")) {
      List<String> texts = new ArrayList<>();
      choices.forEach(choice -> texts.add(choice.asString("")));
      return new Format.OneOf(texts);
    }
    if (!free.isMissingNode()) {
      return new Format.Schema(free);
    }
    if (!own.isMissingNode()) {
      return new Format.Schema(GoogleSchema.plain(own));
    }
    return Fields.get(config, "responseMimeType").asString("").equals("application/json")
        ? new Format.AnyJson()
        : new Format.Prose();
  }

  /** A budget of -1 leaves it to the model; so does asking for thoughts without any. */
  private static Thinking thinking(JsonNode config) {
    boolean shown = Fields.get(config, "includeThoughts").asBoolean(false);
    JsonNode level = Fields.get(config, "thinkingLevel");
    int usual =
        level.isMissingNode()
            ? shown ? Thinking.effort("medium") : 0
            : Thinking.effort(level.asString("").toLowerCase(Locale.ROOT));
    int budget = number(Fields.get(config, "thinkingBudget"), usual);
    return new Thinking(budget < 0 ? Thinking.effort("medium") : budget, shown);
  }

  private Answer answer(Wishes wishes) {
    List<Utterance> said = new ArrayList<>(candidates);
    for (int candidate = 0; candidate < candidates; candidate++) {
      Utterance one =
          Speaker.speak(
              prompt.seed() + candidate,
              wishes.tokens(),
              demand,
              () -> Identifier.of("", 8).toLowerCase(Locale.ROOT));
      said.add(one.withCallsInOnePiece());
    }
    return new GenerateAnswer(this, said, wishes);
  }
}

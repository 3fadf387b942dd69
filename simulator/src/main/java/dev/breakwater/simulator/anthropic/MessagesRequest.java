package dev.breakwater.simulator.anthropic;

import dev.breakwater.simulator.answer.Answer;
import dev.breakwater.simulator.answer.Document;
import dev.breakwater.simulator.answer.Reading;
import dev.breakwater.simulator.answer.Wishes;
import dev.breakwater.simulator.json.Json;
import dev.breakwater.simulator.speech.Demand;
import dev.breakwater.simulator.speech.Limits;
import dev.breakwater.simulator.speech.Speaker;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * A request for a message that Anthropic would accept.
 *
 * @param model as asked
 * @param prompt digest and length of system text and messages
 * @param limits where the answer ends
 */
record MessagesRequest(String model, Prompt prompt, Limits limits) {

  static Reading read(byte[] bytes) {
    JsonNode body = Json.parse(bytes);
    if (body == null || !body.isObject()) {
      return new Reading.Refusal(null, false, true, notJson());
    }
    String model = model(body);
    boolean stream = body.path("stream").asBoolean(false);
    Document refusal = MessagesRules.check(body, true);
    if (refusal != null || model == null) {
      return new Reading.Refusal(model, stream, true, refusal == null ? notJson() : refusal);
    }
    List<String> stops = new ArrayList<>();
    body.path("stop_sequences").forEach(stop -> stops.add(stop.asString()));
    Prompt prompt = Prompt.of(model, body);
    MessagesRequest request =
        new MessagesRequest(model, prompt, new Limits(body.path("max_tokens").intValue(), stops));
    return new Reading.Generation(model, stream, prompt.tokens(), request::answer);
  }

  static Reading count(byte[] bytes) {
    JsonNode body = Json.parse(bytes);
    if (body == null || !body.isObject()) {
      return new Reading.Refusal(null, false, false, notJson());
    }
    String model = model(body);
    Document refusal = MessagesRules.check(body, false);
    if (refusal != null || model == null) {
      return new Reading.Refusal(model, false, false, refusal == null ? notJson() : refusal);
    }
    long tokens = Prompt.of(model, body).tokens();
    return new Reading.Side(model, Document.json(200, Json.object().put("input_tokens", tokens)));
  }

  private static Document notJson() {
    return AnthropicErrors.invalid("The request body is not valid JSON: a JSON object is expected");
  }

  private static @Nullable String model(JsonNode body) {
    return body.path("model").isString() ? body.path("model").stringValue() : null;
  }

  private Answer answer(Wishes wishes) {
    return new MessagesAnswer(
        model,
        prompt.tokens(),
        Speaker.speak(prompt.seed(), wishes.tokens(), Demand.prose(limits), () -> ""),
        wishes);
  }
}

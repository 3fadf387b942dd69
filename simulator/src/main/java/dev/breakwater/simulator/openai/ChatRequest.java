package dev.breakwater.simulator.openai;

import dev.breakwater.simulator.answer.Answer;
import dev.breakwater.simulator.answer.Document;
import dev.breakwater.simulator.answer.Reading;
import dev.breakwater.simulator.answer.Wishes;
import dev.breakwater.simulator.json.Json;
import dev.breakwater.simulator.speech.Limits;
import dev.breakwater.simulator.speech.Speaker;
import dev.breakwater.simulator.speech.Utterance;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * A request for a chat completion that OpenAI would accept.
 *
 * @param model as asked
 * @param prompt digest and length of the messages
 * @param choices how many answers, 1 to 128
 * @param limits where they end
 * @param streamUsage whether the stream reports usage
 */
record ChatRequest(String model, Prompt prompt, int choices, Limits limits, boolean streamUsage) {

  static Reading read(byte[] bytes) {
    JsonNode body = Json.parse(bytes);
    if (body == null || !body.isObject()) {
      return new Reading.Refusal(null, false, true, OpenAiErrors.notJson());
    }
    String model = body.path("model").isString() ? body.path("model").stringValue() : null;
    boolean stream = body.path("stream").asBoolean(false);
    Document refusal = ChatRules.check(body);
    if (refusal != null || model == null) {
      return new Reading.Refusal(
          model, stream, true, refusal == null ? OpenAiErrors.notJson() : refusal);
    }
    Prompt prompt = Prompt.of(model, body.path("messages"));
    ChatRequest request =
        new ChatRequest(
            model,
            prompt,
            body.path("n").asInt(1),
            new Limits(maxTokens(body), stops(body.get("stop"))),
            body.path("stream_options").path("include_usage").asBoolean(false));
    return new Reading.Generation(model, stream, prompt.tokens(), request::answer);
  }

  private static int maxTokens(JsonNode body) {
    JsonNode newer = body.path("max_completion_tokens");
    JsonNode limit = newer.isNumber() ? newer : body.path("max_tokens");
    return limit.isNumber() ? limit.intValue() : Integer.MAX_VALUE;
  }

  private static List<String> stops(@Nullable JsonNode stop) {
    List<String> stops = new ArrayList<>();
    if (stop != null && stop.isString()) {
      stops.add(stop.stringValue());
    } else if (stop != null && stop.isArray()) {
      stop.forEach(one -> stops.add(one.asString()));
    }
    return stops;
  }

  private Answer answer(Wishes wishes) {
    List<Utterance> said = new ArrayList<>(choices);
    for (int choice = 0; choice < choices; choice++) {
      said.add(Speaker.speak(prompt.seed() + choice, wishes.tokens(), limits));
    }
    return new ChatAnswer(model, prompt.tokens(), said, streamUsage, wishes);
  }
}

package dev.breakwater.simulator.gemini;

import dev.breakwater.simulator.answer.Answer;
import dev.breakwater.simulator.answer.Document;
import dev.breakwater.simulator.answer.Reading;
import dev.breakwater.simulator.answer.Wishes;
import dev.breakwater.simulator.json.Json;
import dev.breakwater.simulator.speech.Demand;
import dev.breakwater.simulator.speech.Limits;
import dev.breakwater.simulator.speech.Speaker;
import dev.breakwater.simulator.speech.Utterance;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * A request for content that Gemini would accept.
 *
 * @param model as asked, without {@code models/}
 * @param prompt digest and length of instruction and contents
 * @param candidates how many answers, 1 to 8
 * @param limits where they end
 * @param framing how they are put on the wire
 */
record GenerateRequest(
    String model, Prompt prompt, int candidates, Limits limits, Framing framing) {

  static Reading read(String model, byte[] bytes, Framing framing) {
    boolean stream = framing != Framing.WHOLE;
    JsonNode body = Json.parse(bytes);
    Document refusal = body == null ? GenerateRules.notJson() : GenerateRules.check(body);
    if (body == null || refusal != null) {
      Document error = refusal == null ? GenerateRules.notJson() : refusal;
      return new Reading.Refusal(
          model, stream, true, framing == Framing.ARRAY ? GeminiErrors.inArray(error) : error);
    }
    JsonNode config = Fields.get(body, "generationConfig");
    JsonNode most = Fields.get(config, "maxOutputTokens");
    List<String> stops = new ArrayList<>();
    Fields.get(config, "stopSequences").forEach(stop -> stops.add(stop.asString()));
    int maxTokens = most.isNumber() && most.intValue() > 0 ? most.intValue() : Integer.MAX_VALUE;
    Prompt prompt = Prompt.of(model, body);
    GenerateRequest request =
        new GenerateRequest(
            model,
            prompt,
            Fields.get(config, "candidateCount").asInt(1),
            new Limits(maxTokens, stops),
            framing);
    return new Reading.Generation(model, stream, prompt.tokens(), request::answer);
  }

  static Reading count(String model, byte[] bytes) {
    JsonNode body = Json.parse(bytes);
    JsonNode counted =
        body == null || !body.has("generateContentRequest")
            ? body
            : body.get("generateContentRequest");
    Document refusal = counted == null ? GenerateRules.notJson() : GenerateRules.check(counted);
    if (counted == null || refusal != null) {
      return new Reading.Refusal(
          model, false, false, refusal == null ? GenerateRules.notJson() : refusal);
    }
    long tokens = Prompt.of(model, counted).tokens();
    ObjectNode answer = Json.object().put("totalTokens", tokens);
    answer
        .putArray("promptTokensDetails")
        .addObject()
        .put("modality", "TEXT")
        .put("tokenCount", tokens);
    return new Reading.Side(model, Document.json(200, answer));
  }

  private Answer answer(Wishes wishes) {
    List<Utterance> said = new ArrayList<>(candidates);
    for (int candidate = 0; candidate < candidates; candidate++) {
      said.add(
          Speaker.speak(
              prompt.seed() + candidate, wishes.tokens(), Demand.prose(limits), () -> ""));
    }
    return new GenerateAnswer(model, prompt.tokens(), said, framing, wishes);
  }
}

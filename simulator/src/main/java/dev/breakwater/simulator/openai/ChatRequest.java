package dev.breakwater.simulator.openai;

import dev.breakwater.simulator.answer.Answer;
import dev.breakwater.simulator.answer.Document;
import dev.breakwater.simulator.answer.Identifier;
import dev.breakwater.simulator.answer.Reading;
import dev.breakwater.simulator.answer.Wishes;
import dev.breakwater.simulator.speech.Demand;
import dev.breakwater.simulator.speech.Phrase;
import dev.breakwater.simulator.speech.Speaker;
import dev.breakwater.simulator.speech.Utterance;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/**
 * A request for a chat completion that OpenAI would accept.
 *
 * @param model as asked
 * @param prompt digest and length of the messages
 * @param choices how many answers, 1 to 128
 * @param demand what they are to be
 * @param manner how they are told
 */
record ChatRequest(String model, Prompt prompt, int choices, Demand demand, Manner manner) {

  /**
   * How an answer is told.
   *
   * @param streamUsage whether a stream reports usage
   * @param legacy whether a call is a {@code function_call}
   * @param logprobs alternatives for each token, 0 to 20; -1 for no probabilities at all
   * @param cachedTokens tokens of the prompt that were cached
   * @param tier that served the request
   * @param host who serves it
   * @param refused whether the model refuses to go on
   * @param custom names of the tools whose input is text of any form
   */
  record Manner(
      boolean streamUsage,
      boolean legacy,
      int logprobs,
      long cachedTokens,
      String tier,
      Host host,
      boolean refused,
      Set<String> custom) {}

  static Reading read(JsonNode body, Host host) {
    String model = body.path("model").isString() ? body.path("model").stringValue() : null;
    boolean stream = body.path("stream").asBoolean(false);
    Document refusal = ChatRules.check(body);
    if (refusal != null || model == null) {
      return new Reading.Refusal(
          model, stream, true, refusal == null ? OpenAiErrors.notJson() : refusal);
    }
    Prompt prompt = Prompt.of(model, body);
    Demand demand = ChatDemand.of(body);
    if (Phrase.blocked(demand.turn())) {
      return new Reading.Refusal(model, stream, true, host.blocked());
    }
    ChatRequest request =
        new ChatRequest(
            model, prompt, body.path("n").asInt(1), demand, manner(body, prompt, host, demand));
    return new Reading.Generation(model, stream, prompt.tokens(), request::answer);
  }

  private static Manner manner(JsonNode body, Prompt prompt, Host host, Demand demand) {
    String tier = body.path("service_tier").asString("auto");
    return new Manner(
        body.path("stream_options").path("include_usage").asBoolean(false),
        ChatDemand.legacy(body),
        body.path("logprobs").asBoolean(false) ? body.path("top_logprobs").asInt(0) : -1,
        prompt.cached(body),
        tier.equals("auto") ? "default" : tier,
        host,
        Phrase.refused(demand.turn()),
        ChatDemand.custom(body.path("tools")));
  }

  private Answer answer(Wishes wishes) {
    List<Utterance> said = new ArrayList<>(choices);
    for (int choice = 0; choice < choices; choice++) {
      said.add(
          Speaker.speak(
              prompt.seed() + choice, wishes.tokens(), demand, () -> Identifier.of("call_", 24)));
    }
    return new ChatAnswer(model, prompt.tokens(), said, manner, wishes);
  }
}

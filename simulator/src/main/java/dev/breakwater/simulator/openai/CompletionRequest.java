package dev.breakwater.simulator.openai;

import dev.breakwater.simulator.answer.Answer;
import dev.breakwater.simulator.answer.Document;
import dev.breakwater.simulator.answer.Reading;
import dev.breakwater.simulator.answer.Wishes;
import dev.breakwater.simulator.speech.Demand;
import dev.breakwater.simulator.speech.Limits;
import dev.breakwater.simulator.speech.Seed;
import dev.breakwater.simulator.speech.Speaker;
import dev.breakwater.simulator.speech.Utterance;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * A request for a completion of the old kind that OpenAI would accept.
 *
 * @param model as asked
 * @param prompts texts to go on from
 * @param body as received
 * @param tokens of all prompts
 */
record CompletionRequest(String model, List<String> prompts, JsonNode body, long tokens) {
  private static final Set<String> KNOWN =
      Set.of(
          "model",
          "prompt",
          "best_of",
          "echo",
          "frequency_penalty",
          "logit_bias",
          "logprobs",
          "max_tokens",
          "n",
          "presence_penalty",
          "seed",
          "stop",
          "stream",
          "stream_options",
          "suffix",
          "temperature",
          "top_p",
          "user");

  /** What the vendor takes when nothing is said. */
  private static final int USUAL_LIMIT = 16;

  private static final int MOST_CHOICES = 128;
  private static final int MOST_LOGPROBS = 5;

  static Reading read(JsonNode body) {
    String model = body.path("model").asString(null);
    boolean stream = body.path("stream").asBoolean(false);
    Document refusal = check(body);
    if (refusal != null || model == null) {
      return new Reading.Refusal(
          model, stream, true, refusal == null ? OpenAiErrors.notJson() : refusal);
    }
    JsonNode prompt = body.path("prompt");
    List<String> prompts = Rules.absent(prompt) ? List.of("") : Embeddings.texts(prompt);
    Seed unused = new Seed();
    long tokens = prompts.stream().mapToLong(text -> Prompt.text(text, unused)).sum();
    CompletionRequest request = new CompletionRequest(model, prompts, body, tokens);
    return new Reading.Generation(model, stream, tokens, request::answer);
  }

  private static @Nullable Document check(JsonNode body) {
    for (String key : body.propertyNames()) {
      if (!KNOWN.contains(key)) {
        return OpenAiErrors.invalid("Unrecognized request argument supplied: " + key, null, null);
      }
    }
    JsonNode prompt = body.path("prompt");
    boolean wrong = !Rules.absent(prompt) && !prompt.isString() && !prompt.isArray();
    return Rules.first(
        Rules.model(body),
        wrong ? Rules.wrongType("prompt", "one of a string or array", prompt) : null,
        prompt.isArray() && prompt.isEmpty() ? Rules.emptyArray("prompt") : null,
        ChatRules.sampling(body),
        Rules.integer(body, "max_tokens", 0, Integer.MAX_VALUE),
        Rules.integer(body, "n", 1, MOST_CHOICES),
        Rules.integer(body, "best_of", 1, MOST_CHOICES),
        Rules.integer(body, "logprobs", 0, MOST_LOGPROBS),
        Rules.stops(body),
        Rules.streaming(body),
        Rules.bool(body, "echo"),
        Rules.string(body, "suffix", "user"),
        fewer(body));
  }

  private static @Nullable Document fewer(JsonNode body) {
    boolean more = body.path("best_of").asInt(128) < body.path("n").asInt(1);
    return more && !Rules.absent(body.path("best_of"))
        ? OpenAiErrors.invalid(
            "You requested that the server return more choices than it will generate (HINT: best_of must be greater than n).",
            "best_of",
            null)
        : null;
  }

  private Answer answer(Wishes wishes) {
    int limit = body.path("max_tokens").asInt(USUAL_LIMIT);
    Limits limits = new Limits(limit, ChatDemand.stops(body.path("stop")));
    List<Utterance> said = new ArrayList<>();
    int each = body.path("n").asInt(1);
    for (String prompt : prompts) {
      long seed = new Seed().mix(model).mix(prompt).value();
      for (int choice = 0; choice < each; choice++) {
        said.add(Speaker.speak(seed + choice, wishes.tokens(), Demand.prose(limits), () -> ""));
      }
    }
    return new CompletionAnswer(this, said, wishes);
  }

  /** What is repeated before a choice. */
  String echo(int choice) {
    return body.path("echo").asBoolean(false) ? prompts.get(choice / body.path("n").asInt(1)) : "";
  }
}

package dev.breakwater.simulator.openai;

import dev.breakwater.simulator.answer.Wishes;
import dev.breakwater.simulator.json.Json;
import dev.breakwater.simulator.speech.Utterance;
import java.util.List;
import tools.jackson.databind.node.ObjectNode;

/**
 * What an answer took, as it is reported.
 *
 * @param input tokens of the prompt
 * @param output tokens of all choices, thoughts included
 * @param cached those of the prompt that came from a cache
 * @param thought those of the output that were thoughts
 */
record Usage(long input, long output, long cached, long thought) {

  /** The counts, or those that a script orders; parts never exceed their whole. */
  static Usage of(Wishes wishes, long inputTokens, long cachedTokens, List<Utterance> choices) {
    long input = wishes.input(inputTokens);
    long output = wishes.output(choices.stream().mapToLong(Utterance::tokens).sum());
    long thought = choices.stream().mapToLong(Utterance::thinkingTokens).sum();
    return new Usage(input, output, Math.min(cachedTokens, input), Math.min(thought, output));
  }

  /** As chat completions say it. */
  String chat() {
    return "{\"prompt_tokens\":"
        + input
        + ",\"completion_tokens\":"
        + output
        + ",\"total_tokens\":"
        + (input + output)
        + ",\"prompt_tokens_details\":{\"cached_tokens\":"
        + cached
        + ",\"cache_write_tokens\":0,\"audio_tokens\":0},\"completion_tokens_details\":{\"reasoning_tokens\":"
        + thought
        + ",\"audio_tokens\":0,\"accepted_prediction_tokens\":0,\"rejected_prediction_tokens\":0}}";
  }

  /** As responses say it. */
  ObjectNode response() {
    ObjectNode usage = Json.object().put("input_tokens", input);
    usage
        .putObject("input_tokens_details")
        .put("cached_tokens", cached)
        .put("cache_write_tokens", 0);
    usage.put("output_tokens", output);
    usage.putObject("output_tokens_details").put("reasoning_tokens", thought);
    return usage.put("total_tokens", input + output);
  }
}

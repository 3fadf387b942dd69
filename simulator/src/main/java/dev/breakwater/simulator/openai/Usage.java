package dev.breakwater.simulator.openai;

import dev.breakwater.simulator.answer.Wishes;
import dev.breakwater.simulator.speech.Utterance;
import java.util.List;

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
        + ",\"audio_tokens\":0},\"completion_tokens_details\":{\"reasoning_tokens\":"
        + thought
        + ",\"audio_tokens\":0,\"accepted_prediction_tokens\":0,\"rejected_prediction_tokens\":0}}";
  }
}

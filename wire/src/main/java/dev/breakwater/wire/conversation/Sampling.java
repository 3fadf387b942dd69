package dev.breakwater.wire.conversation;

import org.jspecify.annotations.Nullable;

/**
 * How the model is to choose its words; null is "the provider's default".
 *
 * @param temperature 0 to 2
 * @param topP 0 to 1
 * @param topK at least 1; Anthropic and Gemini only
 * @param frequencyPenalty -2 to 2; OpenAI and Gemini only
 * @param presencePenalty -2 to 2; OpenAI and Gemini only
 * @param seed OpenAI and Gemini only
 */
public record Sampling(
    @Nullable Double temperature,
    @Nullable Double topP,
    @Nullable Long topK,
    @Nullable Double frequencyPenalty,
    @Nullable Double presencePenalty,
    @Nullable Long seed) {
  public static final Sampling DEFAULT = new Sampling(null, null, null, null, null, null);
}

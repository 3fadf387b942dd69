package dev.breakwater.wire.conversation;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How an answer is to be generated.
 *
 * @param maxTokens the most output tokens; null is "the provider's default"
 * @param stop stop sequences; may be empty
 * @param choices how many answers, at least 1
 * @param topLogprobs how many alternatives to each token are told with their probabilities, 0 to
 *     20; null when no probabilities are
 */
public record Generation(
    Sampling sampling,
    @Nullable Long maxTokens,
    List<String> stop,
    int choices,
    @Nullable Integer topLogprobs) {
  public static final Generation DEFAULT =
      new Generation(Sampling.DEFAULT, null, List.of(), 1, null);

  public Generation {
    stop = List.copyOf(stop);
  }

  public Generation(Sampling sampling, @Nullable Long maxTokens, List<String> stop) {
    this(sampling, maxTokens, stop, 1, null);
  }
}

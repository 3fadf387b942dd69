package dev.breakwater.wire.conversation;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A whole answer in the neutral model.
 *
 * @param id the provider's own id of the answer
 * @param model the model that the provider says has answered
 * @param choices one at least
 * @param tokens null when the provider reported none, or implausible ones
 */
public record Reply(String id, String model, List<Choice> choices, @Nullable Tokens tokens) {
  /**
   * @throws IllegalArgumentException without a choice
   */
  public Reply {
    choices = List.copyOf(choices);
    if (choices.isEmpty()) {
      throw new IllegalArgumentException("a reply without a choice");
    }
  }

  /**
   * One of the answers that were asked for.
   *
   * @param stopSequence the stop sequence that was met, where the provider tells
   * @param probabilities of its text's tokens; empty when they were not asked for
   */
  public record Choice(
      List<Part> parts,
      FinishReason finish,
      @Nullable String stopSequence,
      List<TokenProbability> probabilities) {
    public Choice {
      parts = List.copyOf(parts);
      probabilities = List.copyOf(probabilities);
    }

    public Choice(List<Part> parts, FinishReason finish, @Nullable String stopSequence) {
      this(parts, finish, stopSequence, List.of());
    }
  }

  /** The only choice that protocols without a number of choices show. */
  public Choice first() {
    return choices.getFirst();
  }
}

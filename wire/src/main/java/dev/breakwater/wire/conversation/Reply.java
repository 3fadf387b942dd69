package dev.breakwater.wire.conversation;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A whole answer in the neutral model.
 *
 * @param id the provider's own id of the answer
 * @param model the model that the provider says has answered
 * @param stopSequence the stop sequence that was met, where the provider tells
 * @param tokens null when the provider reported none, or implausible ones
 */
public record Reply(
    String id,
    String model,
    List<Part> parts,
    FinishReason finish,
    @Nullable String stopSequence,
    @Nullable Tokens tokens) {
  public Reply {
    parts = List.copyOf(parts);
  }
}

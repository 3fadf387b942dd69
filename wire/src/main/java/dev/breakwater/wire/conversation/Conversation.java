package dev.breakwater.wire.conversation;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A request in the neutral model.
 *
 * @param system system and developer instructions, in their order; may be empty
 * @param turns what was said so far
 * @param maxTokens the most output tokens; null is "the provider's default"
 * @param stop stop sequences; may be empty
 * @param user the caller's own name for its end user
 */
public record Conversation(
    List<String> system,
    List<Turn> turns,
    Sampling sampling,
    @Nullable Long maxTokens,
    List<String> stop,
    @Nullable String user) {
  public Conversation {
    system = List.copyOf(system);
    turns = List.copyOf(turns);
    stop = List.copyOf(stop);
  }
}

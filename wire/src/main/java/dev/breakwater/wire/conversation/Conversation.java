package dev.breakwater.wire.conversation;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A request in the neutral model.
 *
 * @param system system and developer instructions, in their order: texts and cache points; may be
 *     empty
 * @param turns what was said so far
 * @param reasoning null is "the model's default"
 * @param user the caller's own name for its end user
 */
public record Conversation(
    List<Part> system,
    List<Turn> turns,
    Toolbox toolbox,
    OutputFormat output,
    Generation generation,
    @Nullable Reasoning reasoning,
    @Nullable String user,
    Extras extras) {
  public Conversation {
    system = List.copyOf(system);
    turns = List.copyOf(turns);
  }

  /** The system texts without cache points. */
  public List<String> systemTexts() {
    return system.stream()
        .filter(Part.Text.class::isInstance)
        .map(part -> ((Part.Text) part).text())
        .toList();
  }
}

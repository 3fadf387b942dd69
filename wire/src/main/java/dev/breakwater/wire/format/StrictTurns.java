package dev.breakwater.wire.format;

import dev.breakwater.wire.conversation.Conversation;
import dev.breakwater.wire.conversation.Part;
import dev.breakwater.wire.conversation.Role;
import dev.breakwater.wire.conversation.Turn;
import dev.breakwater.wire.conversation.Vendor;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/**
 * A conversation as the hosts of Claude accept it: an {@link Alternation} that begins with the
 * user, without blank texts, without thoughts of other makers, the results of tools first in their
 * turn.
 */
public final class StrictTurns {
  /** Stands where a conversation would begin with the assistant. */
  private static final Part OPENING = new Part.Text("Go on.");

  private StrictTurns() {}

  /**
   * @param maker whose thoughts the model recognizes
   * @param keeper whose hidden thoughts its host recognizes
   */
  public static Alternation of(Conversation conversation, Vendor maker, Vendor keeper) {
    Predicate<Part> own =
        thought ->
            switch (thought) {
              case Part.Thinking thinking ->
                  thinking.signature() != null && thinking.signature().maker() == maker;
              case Part.HiddenThinking hidden -> hidden.data().maker() == keeper;
              default -> true;
            };
    List<Part> system = accepted(conversation.system(), own);
    List<Turn> turns = new ArrayList<>();
    for (Turn turn : conversation.turns()) {
      turns.add(new Turn(turn.role(), accepted(turn.parts(), own)));
    }
    while (!system.isEmpty()
        && system.getLast() instanceof Part.CachePoint
        && turns.stream().allMatch(turn -> turn.parts().isEmpty())) {
      system.removeLast();
    }
    Alternation merged = Alternation.of(system, turns);
    List<Turn> ordered = new ArrayList<>();
    if (merged.turns().isEmpty() || merged.turns().getFirst().role() == Role.ASSISTANT) {
      ordered.add(new Turn(Role.USER, List.of(OPENING)));
    }
    for (Turn turn : merged.turns()) {
      ordered.add(turn.role() == Role.USER ? resultsFirst(turn) : turn);
    }
    return new Alternation(merged.system(), ordered);
  }

  private static List<Part> accepted(List<Part> parts, Predicate<Part> own) {
    List<Part> accepted = new ArrayList<>();
    for (Part part : parts) {
      boolean keep =
          switch (part) {
            case Part.Text text -> !text.text().isBlank();
            case Part.Refusal refusal -> !refusal.text().isBlank();
            case Part.Thinking thinking -> own.test(thinking);
            case Part.HiddenThinking hidden -> own.test(hidden);
            case Part.CachePoint point -> !accepted.isEmpty();
            case Part.Attachment attachment -> true;
            case Part.ToolCall call -> true;
            case Part.ToolResult result -> true;
          };
      if (keep) {
        accepted.add(part);
      }
    }
    return accepted;
  }

  /** Cache points stay behind what they follow. */
  private static Turn resultsFirst(Turn turn) {
    List<Part> results = new ArrayList<>();
    List<Part> rest = new ArrayList<>();
    List<Part> last = rest;
    for (Part part : turn.parts()) {
      last =
          switch (part) {
            case Part.ToolResult result -> results;
            case Part.CachePoint point -> last;
            case Part.Text text -> rest;
            case Part.Attachment attachment -> rest;
            case Part.ToolCall call -> rest;
            case Part.Thinking thinking -> rest;
            case Part.HiddenThinking hidden -> rest;
            case Part.Refusal refusal -> rest;
          };
      last.add(part);
    }
    results.addAll(rest);
    return new Turn(turn.role(), results);
  }
}

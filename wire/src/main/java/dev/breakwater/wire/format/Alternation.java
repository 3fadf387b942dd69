package dev.breakwater.wire.format;

import dev.breakwater.wire.conversation.Conversation;
import dev.breakwater.wire.conversation.Part;
import dev.breakwater.wire.conversation.Role;
import dev.breakwater.wire.conversation.Turn;
import java.util.ArrayList;
import java.util.List;

/**
 * A conversation as the providers want it that demand user and assistant in turns: neighbours of
 * one role are merged, empty texts left out (they refuse those), and where only system text was
 * given, its last piece becomes the user's turn.
 */
public record Alternation(List<Part> system, List<Turn> turns) {
  public Alternation {
    system = List.copyOf(system);
    turns = List.copyOf(turns);
  }

  public static Alternation of(Conversation conversation) {
    return of(conversation.system(), conversation.turns());
  }

  static Alternation of(List<Part> systemParts, List<Turn> said) {
    List<Part> system = new ArrayList<>(systemParts);
    system.removeIf(Alternation::isEmpty);
    List<Turn> turns = new ArrayList<>();
    for (Turn turn : said) {
      List<Part> parts = turn.parts().stream().filter(part -> !isEmpty(part)).toList();
      if (!parts.isEmpty()) {
        add(turns, new Turn(turn.role(), parts));
      }
    }
    if (turns.isEmpty() && !system.isEmpty()) {
      turns.add(new Turn(Role.USER, List.of(system.removeLast())));
    }
    return new Alternation(system, turns);
  }

  private static void add(List<Turn> turns, Turn turn) {
    if (turns.isEmpty() || turns.getLast().role() != turn.role()) {
      turns.add(turn);
      return;
    }
    List<Part> parts = new ArrayList<>(turns.removeLast().parts());
    parts.addAll(turn.parts());
    turns.add(new Turn(turn.role(), parts));
  }

  private static boolean isEmpty(Part part) {
    return part instanceof Part.Text text && text.text().isEmpty();
  }
}

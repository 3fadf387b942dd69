package dev.breakwater.wire.conversation;

import java.util.List;

/** One turn of a conversation. */
public record Turn(Role role, List<Part> parts) {
  public Turn {
    parts = List.copyOf(parts);
  }

  public static Turn text(Role role, String text) {
    return new Turn(role, List.of(new Part.Text(text)));
  }
}

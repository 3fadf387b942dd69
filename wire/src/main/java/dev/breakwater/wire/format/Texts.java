package dev.breakwater.wire.format;

import dev.breakwater.wire.conversation.Part;

/** The text of parts that have one. */
public final class Texts {
  private Texts() {}

  /** A part's visible text; empty for a part without. */
  public static String of(Part part) {
    return switch (part) {
      case Part.Text text -> text.text();
      case Part.Refusal refusal -> refusal.text();
      case Part.Attachment attachment -> "";
      case Part.ToolCall call -> "";
      case Part.ToolResult result -> "";
      case Part.Thinking thinking -> "";
      case Part.HiddenThinking hidden -> "";
      case Part.CachePoint point -> "";
    };
  }
}

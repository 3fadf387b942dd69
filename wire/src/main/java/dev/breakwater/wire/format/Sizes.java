package dev.breakwater.wire.format;

import dev.breakwater.wire.conversation.Conversation;
import dev.breakwater.wire.conversation.Media;
import dev.breakwater.wire.conversation.Part;
import dev.breakwater.wire.conversation.Turn;
import java.util.List;

/** About how large a request will be, so that its media are written into place once. */
public final class Sizes {
  private static final int ENVELOPE = 2048;
  private static final int PART = 128;

  private Sizes() {}

  /** In bytes; never much less than it will be where media are large. */
  public static int of(Conversation conversation) {
    long size = ENVELOPE + parts(conversation.system());
    for (Turn turn : conversation.turns()) {
      size += parts(turn.parts());
    }
    return (int) Math.min(size, Integer.MAX_VALUE - 64);
  }

  private static long parts(List<Part> parts) {
    long size = 0;
    for (Part part : parts) {
      size += PART + part(part);
    }
    return size;
  }

  private static long part(Part part) {
    return switch (part) {
      case Part.Text text -> text.text().length();
      case Part.Refusal refusal -> refusal.text().length();
      case Part.ToolCall call -> call.arguments().length();
      case Part.ToolResult result -> parts(result.content());
      case Part.Thinking thinking -> thinking.text().length();
      case Part.HiddenThinking hidden -> hidden.data().value().length();
      case Part.CachePoint point -> 0;
      case Part.Attachment attachment ->
          switch (attachment.media()) {
            case Media.Inline inline -> inline.base64().length();
            case Media.PlainText text -> text.text().length();
            case Media.Link link -> link.url().length();
            case Media.Uploaded uploaded -> uploaded.id().length();
          };
    };
  }
}

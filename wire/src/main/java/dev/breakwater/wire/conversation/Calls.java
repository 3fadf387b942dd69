package dev.breakwater.wire.conversation;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The tool calls of a conversation by id, for protocols whose results name the tool. */
public final class Calls {
  private final Map<String, String> names = new HashMap<>();

  private Calls(List<Turn> turns) {
    for (Turn turn : turns) {
      for (Part part : turn.parts()) {
        if (part instanceof Part.ToolCall call) {
          names.put(call.id(), call.name());
        }
      }
    }
  }

  public static Calls of(Conversation conversation) {
    return new Calls(conversation.turns());
  }

  /** The name of the tool that a result is from; null when nobody has called it. */
  public @Nullable String name(Part.ToolResult result) {
    return result.name() != null ? result.name() : names.get(result.callId());
  }
}

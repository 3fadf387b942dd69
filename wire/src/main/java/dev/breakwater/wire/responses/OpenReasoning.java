package dev.breakwater.wire.responses;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/** Thoughts that are being streamed, as one summary. */
final class OpenReasoning {
  private final EventLines lines;
  private final String id;
  private final int place;
  private final StringBuilder text = new StringBuilder();

  OpenReasoning(EventLines lines, String id, int place) {
    this.lines = lines;
    this.id = id;
    this.place = place;
    lines.item("response.output_item.added", place, OutputItems.reasoning(id, "", null));
  }

  int place() {
    return place;
  }

  void text(String delta) {
    if (text.isEmpty()) {
      part("response.reasoning_summary_part.added");
    }
    text.append(delta);
    lines
        .event("response.reasoning_summary_text.delta", id, place)
        .field("summary_index", 0)
        .field("delta", delta);
    lines.end();
  }

  /** Ends the item; gives it as the answer holds it. */
  ObjectNode close(@Nullable String encrypted) {
    if (!text.isEmpty()) {
      lines
          .event("response.reasoning_summary_text.done", id, place)
          .field("summary_index", 0)
          .field("text", text.toString());
      lines.end();
      part("response.reasoning_summary_part.done");
    }
    ObjectNode item = OutputItems.reasoning(id, text.toString(), encrypted);
    lines.item("response.output_item.done", place, item);
    return item;
  }

  private void part(String type) {
    lines
        .event(type, id, place)
        .field("summary_index", 0)
        .field("part", OutputItems.summary(text.toString()));
    lines.end();
  }
}

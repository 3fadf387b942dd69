package dev.breakwater.wire.responses;

import dev.breakwater.wire.conversation.Citation;
import dev.breakwater.wire.conversation.TokenProbability;
import dev.breakwater.wire.json.Json;
import java.util.List;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** A message that is being streamed: one part of text or refusal after the other. */
final class OpenMessage {
  private enum Kind {
    NONE,
    TEXT,
    REFUSAL
  }

  private final EventLines lines;
  private final String id;
  private final int place;
  private final ObjectNode item;
  private final ArrayNode content;

  private Kind kind = Kind.NONE;
  private final StringBuilder text = new StringBuilder();
  private ArrayNode annotations = Json.array();
  private ArrayNode logprobs = Json.array();
  private int cited;

  OpenMessage(EventLines lines, String id, int place) {
    this.lines = lines;
    this.id = id;
    this.place = place;
    this.item = OutputItems.message(id, OutputItems.IN_PROGRESS);
    this.content = item.putArray("content");
    lines.item("response.output_item.added", place, item);
  }

  int place() {
    return place;
  }

  void text(String delta, List<TokenProbability> probabilities) {
    open(Kind.TEXT);
    text.append(delta);
    ArrayNode known = Logprobs.write(probabilities);
    logprobs.addAll(known);
    lines
        .event("response.output_text.delta", id, place)
        .field("content_index", content.size())
        .field("delta", delta)
        .field("logprobs", known);
    lines.end();
  }

  void refusal(String delta) {
    open(Kind.REFUSAL);
    text.append(delta);
    lines
        .event("response.refusal.delta", id, place)
        .field("content_index", content.size())
        .field("delta", delta);
    lines.end();
  }

  /** The text since the last citation is what it is about. */
  void cited(Citation citation) {
    open(Kind.TEXT);
    ObjectNode annotation = Annotations.write(citation, cited, text.length());
    cited = text.length();
    lines
        .event("response.output_text.annotation.added", id, place)
        .field("content_index", content.size())
        .field("annotation_index", annotations.size())
        .field("annotation", annotation);
    lines.end();
    annotations.add(annotation);
  }

  /** Ends the message; gives the item as the answer holds it. */
  ObjectNode close(String status) {
    closePart();
    item.put("status", status);
    lines.item("response.output_item.done", place, item);
    return item;
  }

  private void open(Kind wanted) {
    if (kind == wanted) {
      return;
    }
    closePart();
    kind = wanted;
    part("response.content_part.added", part());
  }

  private ObjectNode part() {
    return kind == Kind.REFUSAL
        ? OutputItems.refusal(text.toString())
        : OutputItems.text(text.toString(), annotations, logprobs);
  }

  private void part(String type, ObjectNode part) {
    lines.event(type, id, place).field("content_index", content.size()).field("part", part);
    lines.end();
  }

  private void closePart() {
    if (kind == Kind.NONE) {
      return;
    }
    boolean refused = kind == Kind.REFUSAL;
    var event =
        lines
            .event(refused ? "response.refusal.done" : "response.output_text.done", id, place)
            .field("content_index", content.size())
            .field(refused ? "refusal" : "text", text.toString());
    if (!refused) {
      event.field("logprobs", logprobs);
    }
    lines.end();
    ObjectNode part = part();
    part("response.content_part.done", part);
    content.add(part);
    kind = Kind.NONE;
    text.setLength(0);
    annotations = Json.array();
    logprobs = Json.array();
    cited = 0;
  }
}

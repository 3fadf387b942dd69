package dev.breakwater.wire.responses;

import dev.breakwater.wire.conversation.AnswerEvent;
import tools.jackson.databind.node.ObjectNode;

/** A call that is being streamed. */
final class OpenCall {
  private final EventLines lines;
  private final String itemId;
  private final int place;
  private final AnswerEvent.CallStarted started;
  private final StringBuilder arguments = new StringBuilder();

  OpenCall(EventLines lines, String itemId, int place, AnswerEvent.CallStarted started) {
    this.lines = lines;
    this.itemId = itemId;
    this.place = place;
    this.started = started;
    lines.item("response.output_item.added", place, item("", OutputItems.IN_PROGRESS));
  }

  int place() {
    return place;
  }

  /** Its number among the answer's calls. */
  int number() {
    return started.call();
  }

  void arguments(String fragment) {
    arguments.append(fragment);
    lines.event("response.function_call_arguments.delta", itemId, place).field("delta", fragment);
    lines.end();
  }

  /** Ends the item; gives it as the answer holds it. */
  ObjectNode close(String status) {
    if (arguments.isEmpty()) {
      arguments("{}");
    }
    lines
        .event("response.function_call_arguments.done", itemId, place)
        .field("name", started.name())
        .field("arguments", arguments.toString());
    lines.end();
    ObjectNode item = item(arguments.toString(), status);
    lines.item("response.output_item.done", place, item);
    return item;
  }

  private ObjectNode item(String soFar, String status) {
    return OutputItems.call(itemId, started.id(), started.name(), soFar, status);
  }
}

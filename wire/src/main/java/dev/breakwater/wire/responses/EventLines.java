package dev.breakwater.wire.responses;

import static dev.breakwater.wire.json.JsonText.bytes;

import dev.breakwater.wire.json.ByteSink;
import dev.breakwater.wire.json.JsonWriter;
import tools.jackson.databind.node.ObjectNode;

/** The events of one stream as they stand on the wire, numbered from 0. */
final class EventLines {
  private static final byte[] EVENT = bytes("event: ");
  private static final byte[] DATA = bytes("\ndata: ");
  private static final byte[] BLANK = bytes("\n\n");

  private ByteSink out = new ByteSink(0);
  private JsonWriter json = new JsonWriter(out);
  private long number;

  /** Where the next events go. */
  void to(ByteSink sink) {
    out = sink;
  }

  /** Begins an event; {@link #end} ends it. */
  JsonWriter event(String type) {
    out.write(EVENT).write(type).write(DATA);
    json = new JsonWriter(out);
    return json.object().field("type", type).field("sequence_number", number++);
  }

  /** Begins an event of an item. */
  JsonWriter event(String type, String itemId, int place) {
    return event(type).field("item_id", itemId).field("output_index", place);
  }

  void end() {
    json.end();
    out.write(BLANK);
  }

  void response(String type, ObjectNode response) {
    event(type).field("response", response);
    end();
  }

  void item(String type, int place, ObjectNode item) {
    event(type).field("output_index", place).field("item", item);
    end();
  }
}

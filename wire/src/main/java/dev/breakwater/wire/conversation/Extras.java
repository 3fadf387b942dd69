package dev.breakwater.wire.conversation;

import dev.breakwater.wire.json.Json;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.node.ObjectNode;

/**
 * Fields of a request that the neutral model has no word for. A writer of the same vendor's
 * protocol may carry them on; for any other the harmless are dropped and named, and the essential
 * make the request inexpressible.
 *
 * @param vendor whose fields they are
 * @param harmless what changes the answer little or not at all: labels, hints, unknown fields
 * @param essential what the answer would be wrong without: a vendor's own tools, cached content
 */
public record Extras(Vendor vendor, ObjectNode harmless, ObjectNode essential) {
  public static Extras none(Vendor vendor) {
    return new Extras(vendor, Json.object(), Json.object());
  }

  /** What a writer of another vendor's protocol must leave out. */
  public List<String> droppable() {
    return new ArrayList<>(harmless.propertyNames());
  }
}

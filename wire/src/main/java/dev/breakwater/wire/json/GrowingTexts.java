package dev.breakwater.wire.json;

import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Strings of a tree that grow piece by piece, and are put into it in the end. */
public final class GrowingTexts {
  private final IdentityHashMap<ObjectNode, Map<String, StringBuilder>> texts =
      new IdentityHashMap<>();

  /** Appends to a field; what stands there as a string is its beginning. */
  public void append(ObjectNode holder, String field, String more) {
    of(holder, field).append(more);
  }

  /** The text as far as it has grown. */
  public String text(ObjectNode holder, String field) {
    return of(holder, field).toString();
  }

  /** Gives up a text that becomes something else. */
  public void forget(ObjectNode holder, String field) {
    texts.getOrDefault(holder, new HashMap<>()).remove(field);
  }

  private StringBuilder of(ObjectNode holder, String field) {
    return texts
        .computeIfAbsent(holder, it -> new HashMap<>())
        .computeIfAbsent(field, it -> begun(holder.get(field)));
  }

  private static StringBuilder begun(@Nullable JsonNode node) {
    String text = Json.string(node);
    return text == null ? new StringBuilder() : new StringBuilder(text);
  }

  /** Puts every text where it belongs. */
  public void settle() {
    texts.forEach(
        (holder, fields) -> fields.forEach((field, text) -> holder.put(field, text.toString())));
    texts.clear();
  }
}

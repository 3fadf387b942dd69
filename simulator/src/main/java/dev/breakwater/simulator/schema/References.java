package dev.breakwater.simulator.schema;

import dev.breakwater.simulator.json.Json;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonPointer;
import tools.jackson.databind.JsonNode;

/** Finds what {@code $ref} names within one schema document: pointers, anchors and ids. */
final class References {
  private final JsonNode root;

  References(JsonNode root) {
    this.root = root;
  }

  /** The schema that {@code reference} names; one that allows everything when it is not here. */
  JsonNode find(String reference) {
    String name = URLDecoder.decode(reference.replace("+", "%2B"), StandardCharsets.UTF_8);
    if (name.equals("#")) {
      return root;
    }
    if (name.startsWith("#/")) {
      JsonNode found = root.at(JsonPointer.compile(name.substring(1)));
      return found.isMissingNode() ? Json.object() : found;
    }
    JsonNode found = named(root, name.startsWith("#") ? name.substring(1) : name);
    return found == null ? Json.object() : found;
  }

  private static @Nullable JsonNode named(JsonNode node, String name) {
    if (node.path("$anchor").asString("").equals(name)
        || node.path("$id").asString("").equals(name)
        || node.path("id").asString("").equals(name)) {
      return node;
    }
    for (JsonNode child : node) {
      JsonNode found = child.isContainer() ? named(child, name) : null;
      if (found != null) {
        return found;
      }
    }
    return null;
  }
}

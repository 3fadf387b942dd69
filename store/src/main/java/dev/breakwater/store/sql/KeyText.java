package dev.breakwater.store.sql;

import dev.breakwater.gateway.access.Allowance;
import dev.breakwater.gateway.access.VirtualKey.Scope;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** What a key may do, and its tags, as the texts that are kept of them. */
final class KeyText {
  private static final JsonMapper JSON = new JsonMapper();

  private KeyText() {}

  static String scopes(Set<Scope> scopes) {
    return scopes.stream()
        .map(scope -> scope.name().toLowerCase(Locale.ROOT))
        .sorted()
        .collect(Collectors.joining(" "));
  }

  static Set<Scope> scopes(String words) {
    Set<Scope> scopes = EnumSet.noneOf(Scope.class);
    for (String word : words.split(" ", -1)) {
      if (!word.isEmpty()) {
        scopes.add(Scope.valueOf(word.toUpperCase(Locale.ROOT)));
      }
    }
    return scopes;
  }

  /** Null where all are allowed. */
  static @Nullable String models(Allowance allowance) {
    if (allowance.isAll()) {
      return null;
    }
    ArrayNode models = JSON.createArrayNode();
    allowance.models().forEach(models::add);
    return JSON.writeValueAsString(models);
  }

  static Allowance models(@Nullable String text) {
    if (text == null) {
      return Allowance.ALL;
    }
    List<String> models = new ArrayList<>();
    for (JsonNode model : JSON.readTree(text)) {
      models.add(model.asString());
    }
    return new Allowance(models);
  }

  /** Null where there are none. */
  static @Nullable String tags(Map<String, String> tags) {
    if (tags.isEmpty()) {
      return null;
    }
    ObjectNode node = JSON.createObjectNode();
    new TreeMap<>(tags).forEach(node::put);
    return JSON.writeValueAsString(node);
  }

  static Map<String, String> tags(@Nullable String text) {
    if (text == null) {
      return Map.of();
    }
    Map<String, String> tags = new TreeMap<>();
    JSON.readTree(text)
        .properties()
        .forEach(tag -> tags.put(tag.getKey(), tag.getValue().asString()));
    return tags;
  }
}

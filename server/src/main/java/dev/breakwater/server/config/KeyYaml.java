package dev.breakwater.server.config;

import dev.breakwater.gateway.access.VirtualKey;
import dev.breakwater.gateway.access.VirtualKey.Scope;
import dev.breakwater.gateway.settings.Settings;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Writes keys as {@link KeySection} reads them: as hashes, never as what clients send. */
final class KeyYaml {
  private static final int LONGEST_NAME = 64;

  private final Map<String, String> comments;
  private final Set<String> names = new HashSet<>();

  /**
   * @param comments takes what is told, by path
   */
  KeyYaml(Map<String, String> comments) {
    this.comments = comments;
  }

  void write(List<KeySettings> keys, ArrayNode to) {
    for (KeySettings key : keys) {
      String digits =
          key.hash().orElseThrow(() -> new IllegalArgumentException("a key without its hash"));
      VirtualKey virtual = key.virtualKey();
      String name = name(virtual.name());
      if (!name.equals(virtual.name())) {
        comments.put("keys[" + to.size() + "]", told(virtual.name()));
      }
      ObjectNode one = to.addObject().put("name", name);
      // Usage and audit know a key by its id, and it by its name only where the name made it.
      if (!virtual.id().equals(KeySection.id(name))) {
        one.put("id", virtual.id());
      }
      one.put("key", KeySettings.HASHED + digits);
      write(virtual, one);
      if (!key.tags().isEmpty()) {
        ObjectNode tags = one.putObject("tags");
        new TreeMap<>(key.tags()).forEach((tag, text) -> tags.put(tag, YamlText.literal(text)));
      }
    }
  }

  private static void write(VirtualKey key, ObjectNode to) {
    if (!key.tenant().equals(VirtualKey.DEFAULT_TENANT)) {
      to.put("tenant", key.tenant());
    }
    if (!key.environment().equals(Settings.PRODUCTION)) {
      to.put("environment", key.environment());
    }
    if (!key.scopes().equals(Set.of(Scope.INFERENCE))) {
      ArrayNode scopes = to.putArray("scopes");
      key.scopes().stream().sorted().map(Section::word).forEach(scopes::add);
    }
    if (key.role() != VirtualKey.role(key.tenant(), key.scopes())) {
      to.put("role", key.role().name().toLowerCase(Locale.ROOT).replace('_', '-'));
    }
    if (!key.allowance().isAll()) {
      ArrayNode models = to.putArray("models");
      key.allowance().models().stream().map(YamlText::literal).forEach(models::add);
    }
    if (key.expiresMillis() != VirtualKey.NEVER) {
      to.put("expiresAt", Instant.ofEpochMilli(key.expiresMillis()).toString());
    }
  }

  /** The API takes any name, even twice; the file is stricter. */
  private String name(String asked) {
    String plain = asked.replaceAll("[^A-Za-z0-9._-]+", "-").replaceAll("^[^A-Za-z0-9]+", "");
    String base = plain.isEmpty() ? "key" : plain;
    String name = shortened(base, "");
    for (int next = 2; !names.add(name); next++) {
      name = shortened(base, "-" + next);
    }
    return name;
  }

  private static String shortened(String base, String end) {
    int most = LONGEST_NAME - end.length();
    return (base.length() > most ? base.substring(0, most) : base) + end;
  }

  private static String told(String name) {
    return "Named '" + name.replaceAll("\\p{Cntrl}", " ") + "' by the API.";
  }
}

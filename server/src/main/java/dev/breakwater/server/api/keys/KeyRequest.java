package dev.breakwater.server.api.keys;

import dev.breakwater.gateway.access.Allowance;
import dev.breakwater.gateway.access.Role;
import dev.breakwater.gateway.access.VirtualKey;
import dev.breakwater.gateway.access.VirtualKey.Scope;
import dev.breakwater.gateway.settings.Settings;
import dev.breakwater.operations.keys.KeyChange;
import dev.breakwater.operations.keys.KeyDraft;
import dev.breakwater.server.api.ApiProblem;
import dev.breakwater.server.api.Fields;
import dev.breakwater.server.api.Schemas;
import dev.breakwater.server.api.Times;
import java.time.Instant;
import java.time.ZoneId;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Reads what people say of a key. */
final class KeyRequest {
  /** Someone who writes one of these relies on it; better an error than a false safety. */
  private static final List<String> LATER = List.of("budget", "limits", "guardrails");

  private static final Set<String> KNOWN =
      Set.of("name", "tenant", "environment", "scopes", "role", "models", "expiresAt", "tags");

  private static final String NAME = "[A-Za-z0-9][A-Za-z0-9._-]{0,63}";
  private static final int LONGEST_NAME = 100;
  private static final int LONGEST = 200;
  private static final int MOST_MODELS = 500;
  private static final int MOST_TAGS = 50;

  private final Instant now;
  private final Supplier<ZoneId> zone;

  KeyRequest(Instant now, Supplier<ZoneId> zone) {
    this.now = now;
    this.zone = zone;
  }

  static ObjectNode schema() {
    return Schemas.object(it ->
        it.all("string", "name", "tenant", "environment", "role", "expiresAt")
            .add("scopes", Schemas.array(Schemas.words(Scope.class)))
            .add("models", Schemas.array(Schemas.of("string")))
            .add("tags", Schemas.of("object")));
  }

  /** A key to be made. */
  KeyDraft draft(ObjectNode body) {
    Given given = read(body, false);
    if (given.name == null) {
      given.fields.wrongIfRight("name", "is missing; a name for people, such as app");
    }
    given.fields.refuseIfWrong();
    return new KeyDraft(
        given.name == null ? "" : given.name,
        Optional.ofNullable(given.tenant),
        given.environment == null ? Settings.PRODUCTION : given.environment,
        given.scopes == null ? Set.of(Scope.INFERENCE) : given.scopes,
        Optional.ofNullable(given.role),
        given.allowance == null ? Allowance.ALL : given.allowance,
        given.expires == null ? VirtualKey.NEVER : given.expires,
        given.tags == null ? Map.of() : given.tags);
  }

  /** What is to be different; a null takes an expiry away. */
  KeyChange change(ObjectNode body) {
    Given given = read(body, true);
    if (given.tenant != null) {
      given.fields.wrong("tenant", "stays as it is; make a key in the other tenant");
    }
    given.fields.refuseIfWrong();
    boolean stays = body.has("expiresAt") && body.get("expiresAt").isNull();
    return new KeyChange(
        given.name,
        given.environment,
        given.scopes,
        given.role,
        given.allowance,
        stays ? Long.valueOf(VirtualKey.NEVER) : given.expires,
        given.tags);
  }

  /** The fields that were there, and what is wrong with them. */
  private record Given(
      Fields fields,
      @Nullable String name,
      @Nullable String tenant,
      @Nullable String environment,
      @Nullable Set<Scope> scopes,
      @Nullable Role role,
      @Nullable Allowance allowance,
      @Nullable Long expires,
      @Nullable Map<String, String> tags) {}

  private Given read(ObjectNode body, boolean withId) {
    ObjectNode rest = body.deepCopy();
    if (withId) {
      rest.remove("id");
    }
    Fields fields = Fields.of(rest);
    for (String later : LATER) {
      if (rest.has(later) && !rest.get(later).isNull()) {
        fields.wrong(later, "is not supported by this version; remove it");
      }
      rest.remove(later);
    }
    fields.only(KNOWN);
    String name = fields.text("name");
    if (name != null && (name.isBlank() || name.length() > LONGEST_NAME || hasControls(name))) {
      fields.wrong("name", "has to be 1 to " + LONGEST_NAME + " printable characters");
    }
    return new Given(
        fields,
        name,
        plain(fields, "tenant"),
        plain(fields, "environment"),
        scopes(rest, fields),
        role(fields),
        models(rest, fields),
        expires(rest, fields),
        tags(rest, fields));
  }

  private static @Nullable String plain(Fields fields, String name) {
    String text = fields.text(name);
    if (text != null && !text.matches(NAME)) {
      fields.wrong(
          name,
          "has to be letters, digits, '.', '_' and '-', at most 64, beginning with a letter or"
              + " digit");
    }
    return text;
  }

  private static @Nullable Set<Scope> scopes(ObjectNode body, Fields fields) {
    List<String> words = texts(body, "scopes", fields, Scope.values().length);
    if (words == null) {
      return null;
    }
    Set<Scope> scopes = EnumSet.noneOf(Scope.class);
    for (String word : words) {
      switch (word) {
        case "inference" -> scopes.add(Scope.INFERENCE);
        case "read" -> scopes.add(Scope.READ);
        case "admin" -> scopes.add(Scope.ADMIN);
        default -> fields.wrongIfRight("scopes", "may hold inference, read and admin");
      }
    }
    if (scopes.isEmpty()) {
      fields.wrongIfRight("scopes", "has to hold inference, read or admin");
    }
    return scopes;
  }

  private static @Nullable Role role(Fields fields) {
    String text = fields.text("role");
    if (text == null) {
      return null;
    }
    for (Role role : Role.values()) {
      if (role.name().toLowerCase(Locale.ROOT).replace('_', '-').equals(text)) {
        return role;
      }
    }
    fields.wrong(
        "role",
        "has to be one of owner, admin, operator, billing, viewer, tenant-admin, inference");
    return null;
  }

  private static @Nullable Allowance models(ObjectNode body, Fields fields) {
    List<String> models = texts(body, "models", fields, MOST_MODELS);
    return models == null ? null : new Allowance(models);
  }

  private @Nullable Long expires(ObjectNode body, Fields fields) {
    JsonNode value = body.get("expiresAt");
    if (value == null || value.isNull()) {
      return null;
    }
    String text = value.isIntegralNumber() ? value.asString() : fields.text("expiresAt");
    if (text == null) {
      return null;
    }
    try {
      return Times.read("expiresAt", text, now, zone.get()).toEpochMilli();
    } catch (ApiProblem problem) {
      fields.wrong("expiresAt", String.valueOf(problem.getMessage()));
      return null;
    }
  }

  private static @Nullable Map<String, String> tags(ObjectNode body, Fields fields) {
    JsonNode value = body.get("tags");
    if (value == null || value.isNull()) {
      return null;
    }
    Map<String, String> tags = new TreeMap<>();
    boolean right = value.isObject() && value.size() <= MOST_TAGS;
    for (Map.Entry<String, JsonNode> tag : value.properties()) {
      right &= tag.getKey().matches(NAME) && tag.getValue().isString();
      String text = tag.getValue().isString() ? tag.getValue().stringValue() : "";
      right &= text.length() <= LONGEST && !hasControls(text);
      tags.put(tag.getKey(), text);
    }
    if (!right) {
      fields.wrong(
          "tags",
          "has to be an object of at most %d names with texts of at most %d characters"
              .formatted(MOST_TAGS, LONGEST));
      return null;
    }
    return tags;
  }

  private static @Nullable List<String> texts(
      ObjectNode body, String name, Fields fields, int most) {
    JsonNode value = body.get(name);
    if (value == null || value.isNull()) {
      return null;
    }
    boolean right = value.isArray() && value.size() <= most;
    for (JsonNode element : value) {
      right &= element.isString() && isText(element.stringValue());
    }
    if (!right) {
      fields.wrong(name, "has to be a list of at most " + most + " texts");
      return List.of();
    }
    return value.valueStream().map(JsonNode::stringValue).distinct().toList();
  }

  private static boolean isText(String text) {
    return !text.isBlank() && text.length() <= LONGEST && !hasControls(text);
  }

  private static boolean hasControls(String text) {
    return text.chars().anyMatch(Character::isISOControl);
  }
}

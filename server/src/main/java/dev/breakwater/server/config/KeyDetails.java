package dev.breakwater.server.config;

import dev.breakwater.gateway.access.Allowance;
import dev.breakwater.gateway.access.Role;
import dev.breakwater.gateway.access.VirtualKey;
import dev.breakwater.gateway.access.VirtualKey.Scope;
import dev.breakwater.operations.Refused;
import dev.breakwater.operations.keys.KeyRules;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** Reads what a key of the file may do beside its scopes. */
final class KeyDetails {
  private final Section section;

  KeyDetails(Section section) {
    this.section = section;
  }

  /** What it is to the API of administration; what its scopes give where nothing is said. */
  Role role(String tenant, Set<Scope> scopes) {
    Role usual = VirtualKey.role(tenant, scopes);
    Optional<String> given = section.text("role");
    if (given.isEmpty()) {
      return usual;
    }
    Optional<Role> known =
        Arrays.stream(Role.values()).filter(role -> word(role).equals(given.get())).findFirst();
    if (known.isEmpty()) {
      List<String> words = Arrays.stream(Role.values()).map(KeyDetails::word).toList();
      section.problem(
          "role", "no role '" + given.get() + "'; " + Nearest.remedy(given.get(), words));
      return usual;
    }
    try {
      KeyRules.consistent(
          new VirtualKey("", "", tenant, "", scopes, known.get(), Allowance.ALL, VirtualKey.NEVER));
    } catch (Refused refused) {
      section.problem(refused.field(), String.valueOf(refused.getMessage()));
    }
    return known.get();
  }

  /** Names and patterns of models and routes. */
  Allowance models() {
    List<String> models =
        section.words("models").stream().map(Overrides.Given::text).distinct().toList();
    return models.isEmpty() ? Allowance.ALL : new Allowance(models);
  }

  /** When it ends, in milliseconds since the epoch. */
  long expires() {
    Optional<String> given = section.text("expiresAt");
    if (given.isEmpty()) {
      return VirtualKey.NEVER;
    }
    String text = given.get();
    try {
      return text.matches("\\d{4}-\\d{2}-\\d{2}")
          ? LocalDate.parse(text).atStartOfDay(ZoneOffset.UTC).toInstant().toEpochMilli()
          : OffsetDateTime.parse(text).toInstant().toEpochMilli();
    } catch (DateTimeException e) {
      section.problem(
          "expiresAt",
          "'" + text + "' is no time; write a day such as 2026-12-31, or 2026-12-31T18:00:00Z");
      return VirtualKey.NEVER;
    }
  }

  /** Names and texts of its owner's own. */
  Map<String, String> tags() {
    Map<String, String> tags = new TreeMap<>();
    if (section.has("tags")) {
      Section inner = section.section("tags");
      inner.names().keySet().forEach(name -> inner.text(name).ifPresent(it -> tags.put(name, it)));
      inner.close();
    }
    return tags;
  }

  private static String word(Role role) {
    return role.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}

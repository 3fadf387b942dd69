package dev.breakwater.server.config;

import dev.breakwater.gateway.access.Allowance;
import dev.breakwater.gateway.access.Role;
import dev.breakwater.gateway.access.VirtualKey;
import dev.breakwater.gateway.access.VirtualKey.Scope;
import dev.breakwater.gateway.settings.Secret;
import dev.breakwater.gateway.settings.Settings;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** Reads {@code keys}. */
final class KeySection {

  private static final Pattern HASH = Pattern.compile("hash:[0-9a-f]{64}");

  /** As the API makes them; those of the environment's keys are taken. */
  private static final Pattern ID = Pattern.compile("(?!env_)[A-Za-z0-9_-]{1,64}");

  private static final int SHORTEST = 16;
  private static final int LONGEST = 512;

  private final Reading reading;

  KeySection(Reading reading) {
    this.reading = reading;
  }

  List<KeySettings> read(Section root) {
    List<KeySettings> keys = new ArrayList<>();
    Set<String> names = new HashSet<>();
    Set<String> ids = new HashSet<>();
    Set<Secret> materials = new HashSet<>();
    for (Section section : root.sections("keys")) {
      key(section)
          .ifPresent(key -> {
            if (!names.add(key.virtualKey().name())) {
              section.problem(
                  "name", "a second key named '" + key.virtualKey().name() + "'; rename one");
            } else if (!ids.add(key.virtualKey().id())) {
              section.problem("id", "another entry has the same id; remove one of them");
            } else if (!materials.add(key.key())) {
              section.problem("key", "another entry has the same key; give each its own");
            }
            keys.add(key);
          });
      section.close();
    }
    return List.copyOf(keys);
  }

  private Optional<KeySettings> key(Section section) {
    Optional<String> name = Names.read(section, "name", "a short name such as app");
    Optional<Secret> material = section.secret("key").filter(key -> acceptable(section, key));
    if (section.value("key").map(given -> given.text().isEmpty()).orElse(!section.has("key"))) {
      section.missing("key", "any string of 16 characters or more");
    }
    Optional<String> id = id(section, material);
    String tenant = Names.optional(section, "tenant").orElse("default");
    String environment = Names.optional(section, "environment").orElse(Settings.PRODUCTION);
    Set<Scope> scopes = scopes(section);
    // Someone who writes one of these relies on it: better no start than a false feeling of safety.
    for (String later : List.of("budget", "limits", "guardrails")) {
      section.refuse(later);
    }
    KeyDetails details = new KeyDetails(section);
    Role role = details.role(tenant, scopes);
    Allowance allowance = details.models();
    long expires = details.expires();
    Map<String, String> tags = details.tags();
    if (name.isEmpty() || material.isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(
        new KeySettings(
            new VirtualKey(
                id.orElseGet(() -> id(name.get())),
                name.get(),
                tenant,
                environment,
                scopes,
                role,
                allowance,
                expires),
            material.get(),
            tags));
  }

  /** What an exported key was called before, so that its usage stays its own. */
  private static Optional<String> id(Section section, Optional<Secret> material) {
    Optional<String> id = section.text("id");
    if (id.isPresent() && !ID.matcher(id.get()).matches()) {
      section.problem("id", "'" + id.get() + "' is no id of a key; leave it as it was exported");
      return Optional.empty();
    }
    if (id.isPresent()
        && material.filter(it -> !it.reveal().startsWith(KeySettings.HASHED)).isPresent()) {
      section.problem("id", "is for keys that an export gives as 'hash:'; remove it");
      return Optional.empty();
    }
    return id;
  }

  private static boolean acceptable(Section section, Secret key) {
    String material = key.reveal();
    if (material.startsWith(KeySettings.HASHED)) {
      if (HASH.matcher(material).matches()) {
        return true;
      }
      section.problem("key", "'hash:' takes 64 hexadecimal digits, as an export writes them");
      return false;
    }
    if (material.length() < SHORTEST || material.length() > LONGEST) {
      section.problem(
          "key",
          "has "
              + material.length()
              + " characters; "
              + SHORTEST
              + " to "
              + LONGEST
              + " are needed. Let `openssl rand -hex 24` make one");
      return false;
    }
    if (material.chars().anyMatch(letter -> letter < ' ' || letter == 127)) {
      section.problem("key", "holds a line break or control character, which no header can carry");
      return false;
    }
    return true;
  }

  private Set<Scope> scopes(Section section) {
    Set<Scope> scopes = EnumSet.noneOf(Scope.class);
    for (Overrides.Given word : section.words("scopes")) {
      Arrays.stream(Scope.values())
          .filter(scope -> Section.word(scope).equals(word.text()))
          .findFirst()
          .ifPresentOrElse(
              scopes::add,
              () ->
                  reading
                      .findings()
                      .problem(
                          word.origin(),
                          section.path() + ".scopes",
                          "no scope '"
                              + word.text()
                              + "'; "
                              + Nearest.remedy(
                                  word.text(), Section.wordsOf(Arrays.asList(Scope.values())))));
    }
    return scopes.isEmpty() ? Set.of(Scope.INFERENCE) : scopes;
  }

  /** The same name has the same id on every node and after every restart. */
  static String id(String name) {
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-256").digest(name.getBytes(StandardCharsets.UTF_8));
      return "key_" + HexFormat.of().formatHex(digest, 0, 8);
    } catch (NoSuchAlgorithmException everyJdkHasIt) {
      throw new IllegalStateException(everyJdkHasIt);
    }
  }
}

package dev.breakwater.server.config;

import dev.breakwater.operations.providers.ProviderRules;
import java.util.Optional;

/** Names that stand in addresses, headers, metrics and tables, and so keep to plain characters. */
final class Names {

  private Names() {}

  /** A required name. */
  static Optional<String> read(Section section, String key, String remedy) {
    if (!section.has(key)) {
      section.missing(key, remedy);
      return Optional.empty();
    }
    return optional(section, key);
  }

  static Optional<String> optional(Section section, String key) {
    Optional<String> name = section.text(key);
    if (name.isPresent() && !isName(name.get())) {
      section.problem(key, complaint(name.get()));
      return Optional.empty();
    }
    return name;
  }

  static boolean isName(String text) {
    return ProviderRules.isName(text);
  }

  static String complaint(String text) {
    return ProviderRules.nameComplaint(text);
  }
}

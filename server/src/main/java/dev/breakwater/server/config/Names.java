package dev.breakwater.server.config;

import java.util.Optional;
import java.util.regex.Pattern;

/** Names that stand in addresses, headers, metrics and tables, and so keep to plain characters. */
final class Names {

  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,63}");

  private static final String RULE =
      "; use letters, digits, '.', '_' and '-', at most 64, beginning with a letter or digit";

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
      section.problem(key, "'" + name.get() + "' is no name" + RULE);
      return Optional.empty();
    }
    return name;
  }

  static boolean isName(String text) {
    return NAME.matcher(text).matches();
  }

  static String complaint(String text) {
    return "'" + text + "' is no name" + RULE;
  }
}

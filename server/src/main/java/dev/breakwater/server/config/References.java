package dev.breakwater.server.config;

import java.util.Map;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Fills {@code ${NAME}} and {@code ${NAME:-default}} from the environment; as in a shell, the
 * default also stands in for an empty variable. A doubled dollar before the brace keeps both as
 * they are.
 */
final class References {

  private static final Pattern NAME = Pattern.compile("[A-Za-z_][A-Za-z0-9_]*");
  private static final Pattern REFERENCE = Pattern.compile("\\$\\{[^{}\\n]{0,1000}}");
  private static final Pattern MASKED = Pattern.compile("\\$\uE000[^\uE001\\n]{0,1000}\uE001");

  /** Characters with a meaning in YAML, and what stands in for each while YAML is being read. */
  private static final String SPECIAL = "{},[]:#\"'";

  private static final char FIRST_STAND_IN = '\uE000';

  private References() {}

  /** Finds references one after the other, those with a doubled dollar too. */
  static Matcher matcher(String text) {
    return REFERENCE.matcher(text);
  }

  /**
   * Hides references from the YAML parser, to which a brace inside a {@code {flow: section}} is the
   * section's end. Every character keeps its line and column.
   */
  static String mask(String text) {
    return REFERENCE
        .matcher(text)
        .replaceAll(found -> Matcher.quoteReplacement(translate(found.group(), true)));
  }

  static String unmask(String text) {
    return MASKED
        .matcher(text)
        .replaceAll(found -> Matcher.quoteReplacement(translate(found.group(), false)));
  }

  private static String translate(String text, boolean hide) {
    StringBuilder translated = new StringBuilder(text.length());
    for (int at = 0; at < text.length(); at++) {
      char letter = text.charAt(at);
      int special = hide ? SPECIAL.indexOf(letter) : letter - FIRST_STAND_IN;
      if (special < 0 || special >= SPECIAL.length()) {
        translated.append(letter);
      } else {
        translated.append(hide ? (char) (FIRST_STAND_IN + special) : SPECIAL.charAt(special));
      }
    }
    return translated.toString();
  }

  /** The text with all references filled; null when one cannot be, each told to {@code problem}. */
  static @Nullable String fill(
      String text, Map<String, String> environment, Consumer<String> problem) {
    StringBuilder filled = new StringBuilder(text.length());
    boolean whole = true;
    int from = 0;
    for (int start = text.indexOf("${"); start >= 0; start = text.indexOf("${", from)) {
      if (start > from && text.charAt(start - 1) == '$') {
        filled.append(text, from, start - 1).append("${");
        from = start + 2;
        continue;
      }
      int end = text.indexOf('}', start);
      if (end < 0) {
        problem.accept("'${' without '}'; write ${NAME}, or $${ for the characters themselves");
        return null;
      }
      filled.append(text, from, start);
      String value = value(text.substring(start + 2, end), environment, problem);
      whole &= value != null;
      filled.append(value);
      from = end + 1;
    }
    return whole ? filled.append(text, from, text.length()).toString() : null;
  }

  private static @Nullable String value(
      String reference, Map<String, String> environment, Consumer<String> problem) {
    int separator = reference.indexOf(":-");
    String name = separator < 0 ? reference : reference.substring(0, separator);
    if (!NAME.matcher(name).matches()) {
      problem.accept("'${" + reference + "}' names no variable; write ${NAME} or ${NAME:-default}");
      return null;
    }
    String value = environment.get(name);
    if (separator >= 0) {
      return value == null || value.isEmpty() ? reference.substring(separator + 2) : value;
    }
    if (value == null) {
      problem.accept(
          "the environment variable "
              + name
              + " is not set; set it, or write ${"
              + name
              + ":-default}");
    }
    return value;
  }
}

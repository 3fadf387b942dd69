package dev.breakwater.server.imports;

import dev.breakwater.server.config.YamlText;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Turns LiteLLM's references into ours, and secrets that are written out into references. */
final class Secrets {
  private static final Pattern REFERENCE =
      Pattern.compile("(?:os\\.environ/|\\$\\{?)([A-Za-z_][A-Za-z0-9_]*)}?");

  private final Map<String, String> names = new LinkedHashMap<>();
  private final Set<String> used = new TreeSet<>();
  private final Set<String> moved = new TreeSet<>();

  /** The variable that a value means; empty for a value that is written out. */
  static Optional<String> variable(String value) {
    Matcher matcher = REFERENCE.matcher(value.strip());
    return matcher.matches() ? Optional.of(matcher.group(1)) : Optional.empty();
  }

  /** A value that is no secret, as our file writes it. */
  String plain(String value) {
    return variable(value).map(this::reference).orElseGet(() -> YamlText.literal(value.strip()));
  }

  /**
   * A secret, as our file writes it: always a reference.
   *
   * @param usual the variable to take for one that is written out
   */
  String secret(String value, String usual, Remarks remarks, Part at, String subject) {
    Optional<String> variable = variable(value);
    if (variable.isPresent()) {
      return reference(variable.get());
    }
    String name = names.computeIfAbsent(value, _ -> free(usual));
    if (moved.add(name)) {
      remarks.approximated(
          at, subject, "is written out in the file; put it into the variable " + name);
    }
    return reference(name);
  }

  /** Marks a variable as one that the file refers to. */
  String reference(String name) {
    used.add(name);
    return "${" + name + "}";
  }

  /** All variables that our file refers to. */
  Set<String> variables() {
    return used;
  }

  private String free(String usual) {
    String name = usual;
    for (int next = 2; names.containsValue(name) || used.contains(name); next++) {
      name = usual + "_" + next;
    }
    return name;
  }
}

package dev.breakwater.acceptance.exposition;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Finds which series a query asks for, by its tokens. */
public final class PromQl {
  private static final Set<String> OPERATORS =
      Set.of("and", "or", "unless", "bool", "offset", "atan2");

  /** A list of labels in parentheses follows these. */
  private static final Set<String> BEFORE_LABELS =
      Set.of("by", "without", "on", "ignoring", "group_left", "group_right");

  private final List<String> tokens = new ArrayList<>();

  private PromQl(String query) {
    tokenize(query);
  }

  /**
   * The names of the series.
   *
   * @param query of Prometheus, or of a dashboard's variable by {@code label_values}
   * @throws IllegalArgumentException when brackets or quotes do not end
   */
  public static Set<String> names(String query) {
    return new PromQl(query).names();
  }

  private Set<String> names() {
    Set<String> names = new LinkedHashSet<>();
    for (int i = 0; i < tokens.size(); i++) {
      String token = tokens.get(i);
      String next = i + 1 < tokens.size() ? tokens.get(i + 1) : "";
      if (token.equals("{") || token.equals("[")) {
        i = end(i, token.equals("{") ? "}" : "]");
      } else if (BEFORE_LABELS.contains(token)) {
        i = next.equals("(") ? end(i + 1, ")") : i;
      } else if (token.equals("label_values")) {
        names.add(tokens.get(i + 2));
        i = tokens.size();
      } else if (isName(token)
          && !next.equals("(")
          && !OPERATORS.contains(token)
          && !BEFORE_LABELS.contains(next)) {
        names.add(token);
      }
    }
    return names;
  }

  private int end(int from, String closing) {
    for (int i = from; i < tokens.size(); i++) {
      if (tokens.get(i).equals(closing)) {
        return i;
      }
    }
    throw new IllegalArgumentException("no " + closing + " in " + tokens);
  }

  private static boolean isName(String token) {
    return token.matches("[a-zA-Z_:][a-zA-Z0-9_:]*")
        && !token.equals("Inf")
        && !token.equals("NaN");
  }

  private void tokenize(String query) {
    int at = 0;
    while (at < query.length()) {
      char next = query.charAt(at);
      int end = at + 1;
      if (next == '"' || next == '\'' || next == '`') {
        while (end < query.length() && query.charAt(end) != next) {
          end += query.charAt(end) == '\\' && next != '`' ? 2 : 1;
        }
        if (end >= query.length()) {
          throw new IllegalArgumentException("a text without end in " + query);
        }
        tokens.add("\"");
        at = end + 1;
        continue;
      }
      while (isWord(next) && end < query.length() && isWord(query.charAt(end))) {
        end++;
      }
      if (!Character.isWhitespace(next)) {
        tokens.add(query.substring(at, end));
      }
      at = end;
    }
  }

  /** Numbers and durations are words too, and no names. */
  private static boolean isWord(char it) {
    return Character.isLetterOrDigit(it) || it == '_' || it == ':' || it == '.' || it == '$';
  }
}

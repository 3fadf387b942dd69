package dev.breakwater.simulator.speech;

import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * Which tools an answer calls. Left to choose, the model calls the tools that the user's last text
 * names: by their whole name, or by its last word of four letters or more ({@code weather} for
 * {@code get_weather}). After results of tools it answers in text, unless a result says {@code
 * call} and a tool's name.
 */
final class ToolRule {
  private static final Pattern BORDERS =
      Pattern.compile("[^\\p{L}\\p{N}]+|(?<=\\p{Ll})(?=\\p{Lu})");
  private static final int SHORTEST = 4;

  private ToolRule() {}

  static List<Tool> called(Demand demand) {
    List<Tool> wanted =
        switch (demand.choice()) {
          case ToolChoice.None() -> List.of();
          case ToolChoice.Required() -> demand.tools();
          case ToolChoice.Named(String name) ->
              demand.tools().stream().filter(tool -> tool.name().equals(name)).limit(1).toList();
          case ToolChoice.Auto() ->
              demand.tools().stream().filter(tool -> asked(tool.name(), demand.turn())).toList();
        };
    return demand.parallel() || wanted.isEmpty() ? wanted : wanted.subList(0, 1);
  }

  private static boolean asked(String name, Demand.Turn turn) {
    String text = turn.text().toLowerCase(Locale.ROOT);
    String whole = name.toLowerCase(Locale.ROOT);
    if (turn.results()) {
      return hasWord(text, "call " + whole);
    }
    return hasWord(text, whole) || hasWord(text, lastWord(name));
  }

  private static String lastWord(String name) {
    String last = "";
    for (String word : BORDERS.split(name, -1)) {
      if (word.length() >= SHORTEST) {
        last = word.toLowerCase(Locale.ROOT);
      }
    }
    return last;
  }

  /** Whether the word stands in the text with no letter, digit or underscore beside it. */
  private static boolean hasWord(String text, String word) {
    if (word.isEmpty()) {
      return false;
    }
    for (int at = text.indexOf(word); at >= 0; at = text.indexOf(word, at + 1)) {
      int end = at + word.length();
      if ((at == 0 || !joins(text.charAt(at - 1)))
          && (end == text.length() || !joins(text.charAt(end)))) {
        return true;
      }
    }
    return false;
  }

  private static boolean joins(char character) {
    return Character.isLetterOrDigit(character) || character == '_';
  }
}

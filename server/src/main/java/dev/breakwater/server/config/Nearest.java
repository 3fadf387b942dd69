package dev.breakwater.server.config;

import java.util.Collection;
import java.util.Locale;
import java.util.Optional;

/** Finds the name that someone probably meant. */
final class Nearest {

  /** Longer words are no typing mistakes, and comparing them would cost. */
  private static final int LONGEST = 100;

  private Nearest() {}

  /** A remedy: the nearest of the names, or all of them when none is near. */
  static String remedy(String word, Collection<String> names) {
    return of(word, names)
        .map(name -> "did you mean '" + name + "'?")
        .orElse(names.isEmpty() ? "there are none" : "known here: " + String.join(", ", names));
  }

  static Optional<String> of(String word, Collection<String> names) {
    String squeezed = squeeze(word);
    if (squeezed.length() > LONGEST) {
      return Optional.empty();
    }
    String nearest = null;
    int least = 1 + Math.max(1, squeezed.length() / 3);
    for (String name : names) {
      int distance = distance(squeezed, squeeze(name));
      if (distance < least) {
        least = distance;
        nearest = name;
      }
    }
    return Optional.ofNullable(nearest);
  }

  /** Case, dashes and underscores are how people misremember a key, not what they mean by it. */
  private static String squeeze(String word) {
    return word.toLowerCase(Locale.ROOT).replaceAll("[-_ ]", "");
  }

  /** Optimal string alignment: insertions, deletions, replacements, swapped neighbours. */
  private static int distance(String one, String other) {
    int[][] costs = new int[one.length() + 1][other.length() + 1];
    for (int i = 0; i <= one.length(); i++) {
      for (int j = 0; j <= other.length(); j++) {
        if (i == 0 || j == 0) {
          costs[i][j] = i + j;
          continue;
        }
        int replaced = costs[i - 1][j - 1] + (one.charAt(i - 1) == other.charAt(j - 1) ? 0 : 1);
        costs[i][j] = Math.min(replaced, 1 + Math.min(costs[i - 1][j], costs[i][j - 1]));
        if (i > 1
            && j > 1
            && one.charAt(i - 1) == other.charAt(j - 2)
            && one.charAt(i - 2) == other.charAt(j - 1)) {
          costs[i][j] = Math.min(costs[i][j], costs[i - 2][j - 2] + 1);
        }
      }
    }
    return costs[one.length()][other.length()];
  }
}

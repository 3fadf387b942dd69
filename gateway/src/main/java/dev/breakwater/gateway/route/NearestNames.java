package dev.breakwater.gateway.route;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;

/** The names that somebody may have meant. */
public final class NearestNames {
  private static final int MOST = 3;
  private static final int MOST_COMPARED = 100;

  private NearestNames() {}

  /** At most three, the nearest first. */
  public static List<String> of(String asked, Collection<String> names) {
    String wanted =
        asked.substring(0, Math.min(MOST_COMPARED, asked.length())).toLowerCase(Locale.ROOT);
    List<Near> nearest = new ArrayList<>();
    for (String name : new LinkedHashSet<>(names)) {
      // Names of another length are as far away at least, which spares most comparisons.
      int least = Math.abs(name.length() - wanted.length());
      if (nearest.size() < MOST || least < nearest.getLast().distance()) {
        nearest.add(new Near(name, distance(wanted, name.toLowerCase(Locale.ROOT))));
        nearest.sort(Comparator.comparingInt(Near::distance));
        if (nearest.size() > MOST) {
          nearest.removeLast();
        }
      }
    }
    return nearest.stream().map(Near::name).toList();
  }

  private record Near(String name, int distance) {}

  /** Levenshtein distance: the fewest insertions, deletions and replacements. */
  public static int distance(String one, String other) {
    int[] before = new int[other.length() + 1];
    for (int column = 0; column <= other.length(); column++) {
      before[column] = column;
    }
    for (int row = 1; row <= one.length(); row++) {
      int[] now = new int[other.length() + 1];
      now[0] = row;
      for (int column = 1; column <= other.length(); column++) {
        int replaced =
            before[column - 1] + (one.charAt(row - 1) == other.charAt(column - 1) ? 0 : 1);
        now[column] = Math.min(replaced, 1 + Math.min(before[column], now[column - 1]));
      }
      before = now;
    }
    return before[other.length()];
  }
}

package dev.breakwater.server.config;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What one reading of the configuration finds: problems, warnings, and each value's origin. */
final class Findings {

  /** The file from top to bottom, then what was said elsewhere. */
  private static final Comparator<Problem> IN_ORDER =
      Comparator.comparingInt((Problem problem) ->
              problem.origin() instanceof Origin.InFile at ? at.line() : Integer.MAX_VALUE)
          .thenComparingInt(problem ->
              problem.origin() instanceof Origin.InFile at ? at.column() : Integer.MAX_VALUE);

  /** More than anyone reads; a file with more is garbage. */
  private static final int MOST = 1_000;

  private final Set<Problem> problems = new LinkedHashSet<>();
  private final List<Problem> warnings = new ArrayList<>();
  private final Map<String, Setting> origins = new LinkedHashMap<>();

  void problem(Origin origin, String path, String message) {
    if (problems.size() < MOST) {
      problems.add(new Problem(origin, path, message));
    }
  }

  void warning(Origin origin, String path, String message) {
    warnings.add(new Problem(origin, path, message));
  }

  void setting(String path, String shown, Origin origin) {
    origins.put(path, new Setting(shown, origin));
  }

  boolean sound() {
    return problems.isEmpty();
  }

  List<Problem> problems() {
    return problems.stream().sorted(IN_ORDER).toList();
  }

  List<Problem> warnings() {
    return warnings.stream().sorted(IN_ORDER).toList();
  }

  Map<String, Setting> origins() {
    return origins;
  }
}

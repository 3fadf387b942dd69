package dev.breakwater.server.metrics;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Keeps the values of a metric label bounded: the first so many different ones have their own
 * series, all later ones share {@code other}, and so do those that are longer than any real one.
 */
final class BoundedNames {
  static final String OTHER = "other";
  private static final int LONGEST = 200;

  private final int most;
  private final Set<String> seen = ConcurrentHashMap.newKeySet();

  BoundedNames(int most) {
    this.most = most;
  }

  String of(String name) {
    if (seen.contains(name)) {
      return name;
    }
    if (seen.size() >= most || name.length() > LONGEST) {
      return OTHER;
    }
    seen.add(name);
    return name;
  }
}

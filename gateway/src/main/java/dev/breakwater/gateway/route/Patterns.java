package dev.breakwater.gateway.route;

/** Names in which each {@code *} stands for anything. */
final class Patterns {
  private Patterns() {}

  static boolean matches(String pattern, String name) {
    String[] parts = pattern.split("\\*", -1);
    if (parts.length == 1) {
      return pattern.equals(name);
    }
    if (!name.startsWith(parts[0])) {
      return false;
    }
    int from = parts[0].length();
    for (int i = 1; i < parts.length - 1; i++) {
      int at = name.indexOf(parts[i], from);
      if (at < 0) {
        return false;
      }
      from = at + parts[i].length();
    }
    String end = parts[parts.length - 1];
    return name.length() - from >= end.length() && name.endsWith(end);
  }
}

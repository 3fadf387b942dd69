package dev.breakwater.gateway.settings;

import java.util.Comparator;
import java.util.List;

/**
 * A name that clients may ask for as {@code model}.
 *
 * @param name exact, or a pattern with {@code *}
 * @param targets in the order in which they are tried, by level; at least one
 */
public record RouteSettings(String name, List<RouteTarget> targets, AttemptSettings attempts) {
  public RouteSettings {
    targets = targets.stream().sorted(Comparator.comparingInt(RouteTarget::level)).toList();
    if (targets.isEmpty()) {
      throw new IllegalArgumentException("route '" + name + "' has no targets");
    }
  }

  public boolean isPattern() {
    return name.indexOf('*') >= 0;
  }
}

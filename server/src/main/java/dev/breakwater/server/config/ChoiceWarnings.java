package dev.breakwater.server.config;

import dev.breakwater.gateway.settings.Choice;
import dev.breakwater.gateway.settings.Choice.Affinity;
import dev.breakwater.gateway.settings.Choice.Strategy;
import dev.breakwater.gateway.settings.RouteTarget;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Tells of a choice that is asked for and can never be made. */
final class ChoiceWarnings {
  private static final String STRATEGY = "strategy";
  private static final String AFFINITY = "affinity";

  private ChoiceWarnings() {}

  /**
   * Says nothing of what the section inherits.
   *
   * @param remedy how targets become equals here
   */
  static void tell(Section section, Choice choice, List<RouteTarget> targets, String remedy) {
    boolean byStrategy = section.has(STRATEGY) && choice.strategy() != Strategy.PRIORITY;
    boolean bySession = choice.affinity() == Affinity.SESSION;
    if (!hasEquals(targets)) {
      String idle = "has nothing to choose from, for no two targets have the same priority; ";
      if (byStrategy) {
        section.warning(STRATEGY, idle + remedy);
      }
      if (bySession && section.has(AFFINITY)) {
        section.warning(AFFINITY, idle + remedy);
      }
    } else if (byStrategy && bySession && choice.strategy() != Strategy.WEIGHTED) {
      section.warning(
          STRATEGY,
          "has no effect beside affinity: session, which spreads sessions by weight and keeps them"
              + " where they are; leave one out");
    }
  }

  private static boolean hasEquals(List<RouteTarget> targets) {
    Set<Integer> levels = new HashSet<>();
    return !targets.stream().allMatch(target -> levels.add(target.level()));
  }
}

package dev.breakwater.server.config;

import dev.breakwater.gateway.settings.ChainSettings;
import dev.breakwater.gateway.settings.RouteTarget;
import dev.breakwater.gateway.settings.Target;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Reads the targets of one chain or route, each written as {@code provider/model} or as {@code
 * {target: provider/model, weight: 3, priority: 1}}.
 */
final class TargetKeys {
  private static final int LOWEST_PRIORITY = 1_000;
  private static final int MOST_WEIGHT = 1_000;
  private static final String EXAMPLE = "a provider/model such as openai/gpt-4o-mini";

  private final Reading reading;
  private final List<String> providers;
  private final Set<Target> seen = new HashSet<>();

  /**
   * @param providers the names that targets may begin with
   */
  TargetKeys(Reading reading, List<String> providers) {
    this.reading = reading;
    this.providers = providers;
  }

  /** A chain's primary, which has no priority but the first. */
  Optional<RouteTarget> primary(Section section) {
    if (section.isSection("primary")) {
      Section item = section.section("primary");
      item.text("priority")
          .filter(text -> !text.equals(String.valueOf(ChainSettings.PRIMARY_LEVEL)))
          .ifPresent(text ->
              item.problem(
                  "priority",
                  "a chain's primary has priority "
                      + ChainSettings.PRIMARY_LEVEL
                      + "; give it to a fallback to make that its equal"));
      return weighed(item, ChainSettings.PRIMARY_LEVEL);
    }
    if (!section.has("primary")) {
      section.missing("primary", EXAMPLE);
    }
    return section
        .text("primary")
        .flatMap(text -> target(section.originOf("primary"), section.path() + ".primary", text))
        .map(target -> new RouteTarget(target, ChainSettings.PRIMARY_LEVEL));
  }

  /**
   * One of a list.
   *
   * @param level its priority when it names none
   */
  Optional<RouteTarget> read(Node element, String path, int level) {
    if (element instanceof Node.Mapping mapping) {
      Section item = Section.of(reading, mapping, path);
      return weighed(item, item.integer("priority", level, 0, LOWEST_PRIORITY));
    }
    return reading
        .value(element, path)
        .flatMap(given -> target(given.origin(), path, given.text()))
        .map(target -> new RouteTarget(target, level));
  }

  private Optional<RouteTarget> weighed(Section item, int level) {
    int weight = item.integer("weight", 1, 1, MOST_WEIGHT);
    if (!item.has("target")) {
      item.missing("target", EXAMPLE);
    }
    Optional<Target> target =
        item.text("target")
            .flatMap(text -> target(item.originOf("target"), item.path() + ".target", text));
    item.close();
    return target.map(it -> new RouteTarget(it, level, weight));
  }

  private Optional<Target> target(Origin origin, String path, String text) {
    Target target;
    try {
      target = Target.parse(text.strip());
    } catch (IllegalArgumentException notOne) {
      reading.findings().problem(origin, path, String.valueOf(notOne.getMessage()));
      return Optional.empty();
    }
    if (!providers.contains(target.provider())) {
      reading
          .findings()
          .problem(
              origin,
              path,
              "no provider '"
                  + target.provider()
                  + "' is configured; "
                  + Nearest.remedy(target.provider(), providers));
      return Optional.empty();
    }
    if (!seen.add(target)) {
      reading.findings().problem(origin, path, target + " stands here twice; remove one");
      return Optional.empty();
    }
    return Optional.of(target);
  }
}

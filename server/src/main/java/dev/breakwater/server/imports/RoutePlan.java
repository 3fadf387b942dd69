package dev.breakwater.server.imports;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Writes a route for each name that clients could ask LiteLLM for. */
final class RoutePlan {
  private static final JsonMapper JSON = JsonMapper.shared();
  private static final int MOST_WEIGHT = 1_000;
  private static final Duration USUAL_TOTAL = Duration.ofMinutes(10);
  private static final Duration LONGEST = Duration.ofHours(1);

  private final Map<String, List<Deployment>> groups;
  private final ProviderList providers;
  private final Fallbacks fallbacks;
  private final String strategy;

  /**
   * @param groups in the file's order, without those that pass any name on
   * @param strategy of equal targets, as our file writes it
   */
  RoutePlan(
      Map<String, List<Deployment>> groups,
      ProviderList providers,
      Fallbacks fallbacks,
      String strategy) {
    this.groups = groups;
    this.providers = providers;
    this.fallbacks = fallbacks;
    this.strategy = strategy;
  }

  /**
   * @param share of its level, in any measure; 0 where nothing is said
   */
  private record Placed(String target, int level, double share) {}

  ObjectNode route(String group) {
    List<Placed> placed = new ArrayList<>();
    Set<String> seen = new LinkedHashSet<>();
    place(group, 0, placed, seen);
    for (String fallback : fallbacks.of(group)) {
      if (groups.containsKey(fallback)) {
        int next = placed.stream().mapToInt(Placed::level).max().orElse(-1) + 1;
        place(fallback, next, placed, seen);
      }
    }
    ObjectNode route = JSON.createObjectNode();
    ArrayNode targets = targets(placed);
    route.set("targets", targets);
    if (hasEquals(placed)) {
      route.put("strategy", strategy);
    }
    if (fallbacks.atContentPolicy(group)) {
      route.put("onContentPolicy", "fallback");
    }
    timeouts(groups.getOrDefault(group, List.of())).ifPresent(it -> route.set("timeouts", it));
    return route;
  }

  /** The targets of several groups in their order, each once. */
  List<String> targetsOf(List<String> names) {
    List<Placed> placed = new ArrayList<>();
    Set<String> seen = new LinkedHashSet<>();
    names.forEach(name -> place(name, 0, placed, seen));
    return List.copyOf(seen);
  }

  private void place(String group, int from, List<Placed> placed, Set<String> seen) {
    Map<Integer, List<Deployment>> byOrder = new TreeMap<>();
    groups
        .getOrDefault(group, List.of())
        .forEach(it -> byOrder.computeIfAbsent(it.order(), _ -> new ArrayList<>()).add(it));
    int level = from;
    for (List<Deployment> equals : byOrder.values()) {
      Map<String, Double> shares = new LinkedHashMap<>();
      equals.forEach(it -> shares.merge(providers.target(it), it.share(), Double::sum));
      for (Map.Entry<String, Double> share : shares.entrySet()) {
        if (seen.add(share.getKey())) {
          placed.add(new Placed(share.getKey(), level, share.getValue()));
        }
      }
      level++;
    }
  }

  private static boolean hasEquals(List<Placed> placed) {
    return placed.stream().map(Placed::level).distinct().count() < placed.size();
  }

  private static ArrayNode targets(List<Placed> placed) {
    boolean explicit = hasEquals(placed);
    boolean fallingBack = placed.stream().anyMatch(it -> it.level() > 0);
    ArrayNode targets = JSON.createArrayNode();
    for (Placed one : placed) {
      int weight = weight(one, placed);
      if (!explicit || (!fallingBack && weight == 1)) {
        targets.add(one.target());
        continue;
      }
      ObjectNode target = targets.addObject().put("target", one.target());
      if (weight != 1) {
        target.put("weight", weight);
      }
      if (fallingBack) {
        target.put("priority", one.level());
      }
    }
    return targets;
  }

  /** Shares of a level as whole numbers, the smallest being 1 where that is possible. */
  private static int weight(Placed one, List<Placed> all) {
    double[] shares =
        all.stream()
            .filter(it -> it.level() == one.level() && it.share() > 0)
            .mapToDouble(Placed::share)
            .toArray();
    if (shares.length < 2 || one.share() <= 0) {
      return 1;
    }
    double least = Double.MAX_VALUE;
    double most = 0;
    for (double share : shares) {
      least = Math.min(least, share);
      most = Math.max(most, share);
    }
    if (least == most) {
      return 1;
    }
    double scale = Math.min(10 / least, MOST_WEIGHT / most);
    boolean whole = one.share() / least == Math.rint(one.share() / least);
    long weight =
        allMultiples(shares, least) && most / least <= MOST_WEIGHT
            ? Math.round(one.share() / least)
            : Math.round(one.share() * scale);
    return Math.toIntExact(Math.clamp(whole ? Math.max(1, weight) : weight, 1, MOST_WEIGHT));
  }

  private static boolean allMultiples(double[] shares, double least) {
    for (double share : shares) {
      if (share / least != Math.rint(share / least)) {
        return false;
      }
    }
    return true;
  }

  /** The longest that any of a group allows. */
  private static Optional<ObjectNode> timeouts(List<Deployment> group) {
    Optional<Double> attempt =
        group.stream().flatMap(it -> it.timeout().stream()).max(Comparator.naturalOrder());
    Optional<Double> stream =
        group.stream().flatMap(it -> it.streamTimeout().stream()).max(Comparator.naturalOrder());
    return timeouts(attempt, stream);
  }

  /**
   * Time-outs as our file writes them; empty where nothing is said.
   *
   * @param attempt seconds
   * @param firstByte seconds
   */
  static Optional<ObjectNode> timeouts(Optional<Double> attempt, Optional<Double> firstByte) {
    if (attempt.isEmpty() && firstByte.isEmpty()) {
      return Optional.empty();
    }
    ObjectNode timeouts = JSON.createObjectNode();
    firstByte.ifPresent(it -> timeouts.put("firstByte", text(seconds(it))));
    attempt.ifPresent(it -> timeouts.put("attempt", text(seconds(it))));
    Duration longest =
        attempt
            .or(() -> firstByte)
            .map(RoutePlan::seconds)
            .map(
                it -> firstByte.map(RoutePlan::seconds).filter(b -> b.compareTo(it) > 0).orElse(it))
            .orElse(USUAL_TOTAL);
    if (longest.compareTo(USUAL_TOTAL) > 0) {
      timeouts.put("total", text(longest));
    }
    return Optional.of(timeouts);
  }

  private static Duration seconds(double seconds) {
    Duration duration = Duration.ofMillis(Math.round(Math.min(seconds, 1e6) * 1_000));
    Duration least = Duration.ofMillis(1);
    return duration.compareTo(LONGEST) > 0
        ? LONGEST
        : duration.compareTo(least) < 0 ? least : duration;
  }

  static String text(Duration duration) {
    long millis = duration.toMillis();
    return millis % 1_000 == 0 ? millis / 1_000 + "s" : millis + "ms";
  }
}

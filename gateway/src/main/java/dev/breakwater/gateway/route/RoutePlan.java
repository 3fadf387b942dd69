package dev.breakwater.gateway.route;

import dev.breakwater.gateway.settings.AttemptSettings;
import java.util.List;

/**
 * The targets of a request, in the order in which they are tried; at least one.
 *
 * @param asked the client's word for it: a route, a model, a target or {@code auto}
 */
public record RoutePlan(String asked, List<Candidate> candidates, AttemptSettings settings) {
  public RoutePlan {
    candidates = List.copyOf(candidates);
    if (candidates.isEmpty()) {
      throw new IllegalArgumentException("a plan needs a target");
    }
  }

  public Candidate primary() {
    return candidates.getFirst();
  }

  /** The same plan with those targets only that have the first one's model, wherever it is. */
  public RoutePlan ofOneModel() {
    String model = primary().target().model();
    return new RoutePlan(
        asked,
        candidates.stream().filter(it -> it.target().model().equals(model)).toList(),
        settings);
  }

  /**
   * The same plan with its targets in another order.
   *
   * @param ordered the same ones
   */
  public RoutePlan inOrder(List<Candidate> ordered) {
    return new RoutePlan(asked, ordered, settings);
  }

  /** The same plan without its fallbacks. */
  public RoutePlan withoutFallbacks() {
    return new RoutePlan(asked, candidates.subList(0, 1), settings);
  }
}

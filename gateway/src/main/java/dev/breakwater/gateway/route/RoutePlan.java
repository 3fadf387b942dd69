package dev.breakwater.gateway.route;

import dev.breakwater.gateway.settings.AttemptSettings;
import dev.breakwater.gateway.trace.PlanText;
import java.util.List;
import java.util.Locale;

/**
 * The targets of a request, in the order in which they are tried; at least one.
 *
 * @param asked the client's word for it: a route, a model, a target or {@code auto}
 * @param text what the traces of its requests begin with
 */
public record RoutePlan(
    String asked, List<Candidate> candidates, AttemptSettings settings, PlanText text) {
  public RoutePlan {
    candidates = List.copyOf(candidates);
    if (candidates.isEmpty()) {
      throw new IllegalArgumentException("a plan needs a target");
    }
  }

  public RoutePlan(String asked, List<Candidate> candidates, AttemptSettings settings) {
    this(asked, candidates, settings, text(candidates, settings));
  }

  private static PlanText text(List<Candidate> candidates, AttemptSettings settings) {
    return PlanText.of(
        settings.choice().strategy().name().toLowerCase(Locale.ROOT),
        candidates.stream().map(it -> new PlanText.Place(it.place(), it.named())).toList());
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
   * The same plan with its targets in another order. Its traces begin as before, with the targets
   * as they are listed.
   *
   * @param ordered the same ones
   */
  public RoutePlan inOrder(List<Candidate> ordered) {
    return new RoutePlan(asked, ordered, settings, text);
  }

  /** The same plan without its fallbacks. */
  public RoutePlan withoutFallbacks() {
    return new RoutePlan(asked, candidates.subList(0, 1), settings);
  }
}

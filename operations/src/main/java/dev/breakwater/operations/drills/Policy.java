package dev.breakwater.operations.drills;

import java.util.List;

/**
 * A way to get requests answered by some providers.
 *
 * @param providers in the order in which they are asked
 */
public record Policy(String name, Means means, List<String> providers) {
  /** What stands between callers and providers. */
  public enum Means {
    /** Nothing: each provider is called once, in order, by callers who remember nothing. */
    NAIVE,
    /** The attempt engine with its default settings, and health checks in the background. */
    BREAKWATER,
    /** The same without health checks. */
    BREAKWATER_UNCHECKED
  }

  public Policy {
    providers = List.copyOf(providers);
  }

  /** What the study compares, for providers in the order of their calendar. */
  static List<Policy> compared(List<String> providers) {
    List<String> one = providers.subList(0, 1);
    List<String> two = providers.subList(0, 2);
    return List.of(
        new Policy("one provider, one call", Means.NAIVE, one),
        new Policy("one provider, Breakwater", Means.BREAKWATER, one),
        new Policy("two providers, one call each", Means.NAIVE, two),
        new Policy("two providers, Breakwater", Means.BREAKWATER, two),
        new Policy("three providers, one call each", Means.NAIVE, providers),
        new Policy("three providers, Breakwater", Means.BREAKWATER, providers),
        new Policy(
            "three providers, Breakwater without health checks",
            Means.BREAKWATER_UNCHECKED,
            providers));
  }
}

package dev.breakwater.gateway.route;

import dev.breakwater.gateway.settings.RouteTarget;
import dev.breakwater.gateway.settings.Target;

/**
 * A target that a request may take.
 *
 * @param place its level and weight; a named target's level is {@link #NAMED_LEVEL}
 * @param contextWindow tokens; 0 is unknown, which counts as possibly large enough
 * @param named the caller asked for this very target
 */
public record Candidate(RouteTarget place, long contextWindow, boolean named) {
  /** Before every other: nobody is the equal of what the caller asked for. */
  public static final int NAMED_LEVEL = -1;

  public Target target() {
    return place.target();
  }

  public int level() {
    return place.level();
  }
}

package dev.breakwater.gateway.route;

import dev.breakwater.gateway.settings.Target;

/**
 * A target that a request may take.
 *
 * @param contextWindow tokens; 0 is unknown, which counts as possibly large enough
 * @param named the caller asked for this very target
 */
public record Candidate(Target target, long contextWindow, boolean named) {}

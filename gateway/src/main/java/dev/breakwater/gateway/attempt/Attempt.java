package dev.breakwater.gateway.attempt;

import dev.breakwater.gateway.provider.PreparedCall;
import dev.breakwater.gateway.route.Candidate;
import dev.breakwater.gateway.settings.Target;

/**
 * One call that may be made.
 *
 * @param prepared in the target's words
 * @param permit of the target's circuit; handed back with how the call went
 * @param cost what it has taken from the target's retry budget, 0 for a first call
 * @param kind what makes us call
 */
record Attempt(
    Candidate candidate, PreparedCall prepared, Permit permit, int cost, Decision.Kind kind) {
  Target target() {
    return candidate.target();
  }
}

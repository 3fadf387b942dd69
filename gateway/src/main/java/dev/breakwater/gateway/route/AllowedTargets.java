package dev.breakwater.gateway.route;

import dev.breakwater.gateway.access.Allowance;
import dev.breakwater.gateway.settings.Target;
import java.util.List;

/**
 * Which names a key may ask for, and which targets may answer it.
 *
 * <p>A route, or {@code auto}, that the key is allowed by its name brings all its targets: whoever
 * allows it trusts it. Of any other, and of named models, only those targets answer that the key is
 * allowed themselves, fallbacks included: a key for a cheap model does not reach a dear one because
 * the cheap one is down.
 */
final class AllowedTargets {
  private AllowedTargets() {}

  /** Whether a key may ask for a route, or for {@code auto}, by that name. */
  static boolean byName(Allowance allowance, String asked) {
    return allowance.isAll() || matches(allowance, asked);
  }

  /** Whether a target may answer a key. */
  static boolean allows(Allowance allowance, Target target) {
    return allowance.isAll()
        || matches(allowance, target.model())
        || matches(allowance, target.toString());
  }

  /** Those that may answer, in their order. */
  static List<Candidate> of(Allowance allowance, List<Candidate> candidates) {
    return allowance.isAll()
        ? candidates
        : candidates.stream().filter(it -> allows(allowance, it.target())).toList();
  }

  private static boolean matches(Allowance allowance, String name) {
    for (String entry : allowance.models()) {
      if (entry.equals(name) || (entry.indexOf('*') >= 0 && Patterns.matches(entry, name))) {
        return true;
      }
    }
    return false;
  }
}

package dev.breakwater.server.config;

import java.util.Map;
import java.util.Optional;

/**
 * What all parts of one reading share.
 *
 * @param file the name that problems show
 * @param environment for references
 */
record Reading(
    String file, Map<String, String> environment, Overrides overrides, Findings findings) {

  Origin origin(Node.Place place) {
    return new Origin.InFile(file, place.line(), place.column());
  }

  /** A single value with its references filled; empty when left out, or when reported. */
  Optional<Overrides.Given> value(Node node, String path) {
    if (!Node.isGiven(node)) {
      return Optional.empty();
    }
    Origin origin = origin(node.place());
    if (!(node instanceof Node.Scalar scalar)) {
      findings.problem(origin, path, "expected a single value, found " + Node.describe(node));
      return Optional.empty();
    }
    return Optional.ofNullable(
            References.fill(
                scalar.text(), environment, message -> findings.problem(origin, path, message)))
        .map(text -> new Overrides.Given(text, origin));
  }
}

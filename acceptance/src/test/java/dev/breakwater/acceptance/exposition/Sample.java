package dev.breakwater.acceptance.exposition;

import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * One line of figures.
 *
 * @param exemplar what stands behind the value, where something does
 */
public record Sample(
    String name, Map<String, String> labels, double value, Optional<Exemplar> exemplar) {

  /** A single event of a series. */
  public record Exemplar(Map<String, String> labels, double value) {}

  /** What tells it from all other samples. */
  String series() {
    return name + new TreeMap<>(labels);
  }

  /** What its histogram's other samples have too. */
  String withoutBound() {
    Map<String, String> others = new TreeMap<>(labels);
    others.remove("le");
    return others.toString();
  }
}

package dev.breakwater.benchmarks;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Gathers samples while the measurement runs; figures stand in the order first named. */
final class Rows {
  private final Map<Row.Figure, Map<Subject, List<Double>>> samples = new LinkedHashMap<>();

  /** Names figures ahead of their samples; one that gets none is left out. */
  void order(Row.Figure... figures) {
    for (Row.Figure figure : figures) {
      samples.putIfAbsent(figure, new EnumMap<>(Subject.class));
    }
  }

  void add(Row.Figure figure, Subject subject, double value) {
    samples
        .computeIfAbsent(figure, _ -> new EnumMap<>(Subject.class))
        .computeIfAbsent(subject, _ -> new ArrayList<>())
        .add(value);
  }

  void count(Row.Figure figure, Subject subject, long value) {
    add(figure, subject, (double) value);
  }

  List<Row> toList() {
    return samples.entrySet().stream()
        .filter(entry -> !entry.getValue().isEmpty())
        .map(entry -> new Row(entry.getKey(), entry.getValue()))
        .toList();
  }
}

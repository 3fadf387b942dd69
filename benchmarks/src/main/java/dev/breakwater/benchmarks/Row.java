package dev.breakwater.benchmarks;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.stream.DoubleStream;

/**
 * One line of the result: what was measured and every sample of it, by subject.
 *
 * @param figure what the samples are
 * @param samples in the order they were taken
 */
record Row(Figure figure, Map<Subject, List<Double>> samples) {
  Row {
    samples = Map.copyOf(samples);
  }

  /** How many samples become one figure. */
  enum Summary {
    MEDIAN,
    SUM,
    LEAST
  }

  /**
   * Something that is measured.
   *
   * @param id for machines, such as {@code requests.cpu}
   * @param words for people, without the unit
   * @param unit such as {@code µs}; empty for counts
   */
  record Figure(String id, String words, String unit, Target target, Summary summary) {
    static Figure of(String id, String words, String unit, Target target) {
      return new Figure(id, words, unit, target, Summary.MEDIAN);
    }
  }

  OptionalDouble value(Subject subject) {
    List<Double> values = samples.getOrDefault(subject, List.of());
    if (values.isEmpty()) {
      return OptionalDouble.empty();
    }
    DoubleStream stream = values.stream().mapToDouble(Double::doubleValue);
    return switch (figure.summary()) {
      case MEDIAN -> OptionalDouble.of(median(values));
      case SUM -> OptionalDouble.of(stream.sum());
      case LEAST -> stream.min();
    };
  }

  /** Breakwater's figure as a multiple of nginx's; empty without both, and for counts. */
  OptionalDouble ratio() {
    OptionalDouble ours = value(Subject.BREAKWATER);
    OptionalDouble floor = value(Subject.NGINX);
    return figure.unit().isEmpty() || ours.isEmpty() || floor.orElse(0) <= 0
        ? OptionalDouble.empty()
        : OptionalDouble.of(ours.getAsDouble() / floor.getAsDouble());
  }

  Target.Verdict verdict() {
    return figure.target().verdict(value(Subject.BREAKWATER), ratio());
  }

  /** The middle sample, or the mean of the two in the middle. */
  static double median(List<Double> values) {
    List<Double> sorted = values.stream().sorted().toList();
    int middle = sorted.size() / 2;
    return sorted.size() % 2 == 1
        ? sorted.get(middle)
        : (sorted.get(middle - 1) + sorted.get(middle)) / 2;
  }

  /** Three significant digits at least, whole numbers as they are. */
  static String number(double value) {
    double size = Math.abs(value);
    int digits = value == Math.rint(value) || size >= 100 ? 0 : size >= 10 ? 1 : 2;
    return String.format(Locale.ROOT, "%,." + digits + "f", value);
  }
}

package dev.breakwater.server.metrics.cloudwatch;

import io.prometheus.metrics.model.snapshots.ClassicHistogramBuckets;
import io.prometheus.metrics.model.snapshots.CounterSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot;
import io.prometheus.metrics.model.snapshots.HistogramSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** All series of a registry at one moment, to be added up by labels. */
final class Figures {
  static final Figures NONE = new Figures(Map.of());

  private final Map<String, List<Sample>> byName;

  /** One series' value. */
  private record Sample(Labels labels, double value, Distribution distribution) {}

  private Figures(Map<String, List<Sample>> byName) {
    this.byName = byName;
  }

  static Figures of(MetricSnapshots snapshots) {
    Map<String, List<Sample>> byName = new HashMap<>();
    for (MetricSnapshot snapshot : snapshots) {
      String name = snapshot.getMetadata().getName();
      switch (snapshot) {
        case CounterSnapshot counter ->
            byName.put(
                name,
                counter.getDataPoints().stream()
                    .map(it -> new Sample(it.getLabels(), it.getValue(), Distribution.EMPTY))
                    .toList());
        case GaugeSnapshot gauge ->
            byName.put(
                name,
                gauge.getDataPoints().stream()
                    .map(it -> new Sample(it.getLabels(), it.getValue(), Distribution.EMPTY))
                    .toList());
        case HistogramSnapshot histogram ->
            byName.put(
                name,
                histogram.getDataPoints().stream()
                    .map(it ->
                        new Sample(
                            it.getLabels(),
                            it.getSum(),
                            distribution(it.getClassicBuckets(), it.getSum())))
                    .toList());
        default -> {
          // no other kind is sent
        }
      }
    }
    return new Figures(byName);
  }

  private static Distribution distribution(ClassicHistogramBuckets buckets, double sum) {
    double[] bounds = new double[buckets.size()];
    long[] counts = new long[buckets.size()];
    for (int i = 0; i < bounds.length; i++) {
      bounds[i] = buckets.getUpperBound(i);
      counts[i] = buckets.getCount(i);
    }
    return new Distribution(bounds, counts, sum);
  }

  /**
   * The sum of a counter's or gauge's series that have these labels; 0 when there are none.
   *
   * @param name without {@code _total}
   */
  double sum(String name, Predicate<Labels> labels) {
    return samples(name, labels).mapToDouble(Sample::value).sum();
  }

  /** How many of a gauge's series with these labels have that value. */
  double count(String name, double value, Predicate<Labels> labels) {
    return (double) samples(name, labels).filter(it -> it.value() == value).count();
  }

  /** The largest value of the series that have these labels; 0 when there are none. */
  double most(String name, Predicate<Labels> labels) {
    return samples(name, labels).mapToDouble(Sample::value).max().orElse(0);
  }

  /** A histogram's series with these labels in one. */
  Distribution distribution(String name, Predicate<Labels> labels) {
    return samples(name, labels)
        .map(Sample::distribution)
        .reduce(Distribution.EMPTY, Distribution::plus);
  }

  /** The labels of all series of that name. */
  Stream<Labels> labels(String name) {
    return byName.getOrDefault(name, List.of()).stream().map(Sample::labels);
  }

  private Stream<Sample> samples(String name, Predicate<Labels> labels) {
    return byName.getOrDefault(name, List.of()).stream().filter(it -> labels.test(it.labels()));
  }
}

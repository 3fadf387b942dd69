package dev.breakwater.server.metrics;

import io.prometheus.metrics.core.datapoints.DistributionDataPoint;
import io.prometheus.metrics.core.metrics.Histogram;
import io.prometheus.metrics.model.registry.Collector;
import io.prometheus.metrics.model.snapshots.Exemplar;
import io.prometheus.metrics.model.snapshots.Exemplars;
import io.prometheus.metrics.model.snapshots.HistogramSnapshot;
import io.prometheus.metrics.model.snapshots.HistogramSnapshot.HistogramDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricFamilyDescriptor;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;

/**
 * A family of durations, from which exemplars lead to requests by their ids. An exemplar's labels
 * cost more than the count itself, so that of durations alike (to a power of two) one in a second
 * has them: the rare slow ones, which people look for, always do.
 *
 * <p>The library's own sampler chooses by time alone, and wakes a thread whenever it may choose
 * again.
 */
final class TracedDurations implements Collector {
  private static final String REQUEST_ID = "request_id";
  private static final double MICROS_PER_SECOND = 1e6;
  private static final long APART_MILLIS = 1_000;

  private final Histogram histogram;
  private final List<String> labelNames;
  private final Map<Labels, Series> byLabels = new ConcurrentHashMap<>();

  /**
   * @param upperBounds of the buckets, in seconds
   */
  TracedDurations(String name, String help, List<String> labelNames, double[] upperBounds) {
    this.labelNames = labelNames;
    this.histogram =
        Histogram.builder()
            .name(name)
            .help(help)
            .classicOnly()
            .classicUpperBounds(upperBounds)
            .withoutExemplars()
            .labelNames(labelNames.toArray(String[]::new))
            .build();
  }

  Series series(String... labels) {
    return byLabels.computeIfAbsent(
        Labels.of(labelNames, List.of(labels)), known -> new Series(histogram.labelValues(labels)));
  }

  /** One series, with its latest exemplars. */
  static final class Series {
    private final DistributionDataPoint counted;

    /** The last one of each power of two; a lost race makes one too many. */
    private final AtomicReferenceArray<Exemplar> traced = new AtomicReferenceArray<>(Long.SIZE + 1);

    private Series(DistributionDataPoint counted) {
      this.counted = counted;
    }

    /**
     * @param atMillis about when it ended, on the wall clock
     */
    void observe(long micros, long atMillis, String requestId) {
      double seconds = micros / MICROS_PER_SECOND;
      counted.observe(seconds);
      int power = Long.SIZE - Long.numberOfLeadingZeros(micros);
      Exemplar last = traced.getPlain(power);
      // A clock that was set back must not keep exemplars away.
      if (last == null || Math.abs(atMillis - last.getTimestampMillis()) >= APART_MILLIS) {
        traced.setRelease(
            power,
            Exemplar.builder()
                .value(seconds)
                .labels(Labels.of(REQUEST_ID, requestId))
                .timestampMillis(atMillis)
                .build());
      }
    }

    private Exemplars exemplars() {
      List<Exemplar> known = new ArrayList<>();
      for (int power = 0; power < traced.length(); power++) {
        Exemplar exemplar = traced.getAcquire(power);
        if (exemplar != null) {
          known.add(exemplar);
        }
      }
      return Exemplars.of(known);
    }
  }

  @Override
  public HistogramSnapshot collect() {
    HistogramSnapshot counted = histogram.collect();
    return new HistogramSnapshot(
        counted.getMetadata(), counted.getDataPoints().stream().map(this::withExemplars).toList());
  }

  private HistogramDataPointSnapshot withExemplars(HistogramDataPointSnapshot point) {
    Series series = byLabels.get(point.getLabels());
    return series == null
        ? point
        : new HistogramDataPointSnapshot(
            point.getClassicBuckets(),
            point.getSum(),
            point.getLabels(),
            series.exemplars(),
            point.getCreatedTimestampMillis());
  }

  @Override
  public @Nullable MetricFamilyDescriptor getMetricFamilyDescriptor() {
    return histogram.getMetricFamilyDescriptor();
  }
}

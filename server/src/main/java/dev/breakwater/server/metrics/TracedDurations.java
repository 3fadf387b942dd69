package dev.breakwater.server.metrics;

import io.prometheus.metrics.core.datapoints.DistributionDataPoint;
import io.prometheus.metrics.core.metrics.Histogram;
import io.prometheus.metrics.model.snapshots.Labels;
import java.util.concurrent.atomic.AtomicLongArray;

/**
 * One series of durations, from which exemplars lead to requests by their ids. An exemplar's labels
 * cost more than the count itself, so that of durations alike (to a power of two) one in a second
 * has them: the rare slow ones, which people look for, always do.
 */
final class TracedDurations {
  static final String REQUEST_ID = "request_id";

  private static final double MICROS_PER_SECOND = 1e6;
  private static final long APART_MILLIS = 1_000;

  private final DistributionDataPoint series;

  /** When one of each power of two was last labelled; a lost race labels one too many. */
  private final AtomicLongArray labelled = new AtomicLongArray(Long.SIZE + 1);

  TracedDurations(Histogram family, String... labels) {
    this.series = family.labelValues(labels);
  }

  /**
   * @param atMillis about when it ended, on the wall clock
   */
  void observe(long micros, long atMillis, String requestId) {
    double seconds = micros / MICROS_PER_SECOND;
    int power = Long.SIZE - Long.numberOfLeadingZeros(micros);
    // A clock that was set back must not keep exemplars away.
    if (Math.abs(atMillis - labelled.getPlain(power)) >= APART_MILLIS) {
      labelled.setPlain(power, atMillis);
      series.observeWithExemplar(seconds, Labels.of(REQUEST_ID, requestId));
    } else {
      series.observe(seconds);
    }
  }
}

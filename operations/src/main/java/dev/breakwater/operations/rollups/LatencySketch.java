package dev.breakwater.operations.rollups;

import com.datadoghq.sketch.ddsketch.DDSketch;
import com.datadoghq.sketch.ddsketch.encoding.ByteArrayInput;
import com.datadoghq.sketch.ddsketch.encoding.GrowingByteArrayOutput;
import com.datadoghq.sketch.ddsketch.mapping.IndexMapping;
import com.datadoghq.sketch.ddsketch.mapping.LogarithmicMapping;
import com.datadoghq.sketch.ddsketch.store.Bin;
import com.datadoghq.sketch.ddsketch.store.UnboundedSizeDenseStore;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Iterator;

/**
 * How often which response time occurred, to 1 % of each (Masson, Rim and Lee, "DDSketch: a fast
 * and fully-mergeable quantile sketch with relative-error guarantees", 2019). Sketches merged are
 * the same as one sketch of everything.
 */
public final class LatencySketch {
  private static final double ACCURACY = 0.01;

  /** The first byte of what is stored; says which mapping the bins behind it have. */
  private static final byte VERSION = 1;

  private static final IndexMapping MAPPING = new LogarithmicMapping(ACCURACY);

  private final DDSketch sketch = new DDSketch(MAPPING, UnboundedSizeDenseStore::new);

  /**
   * @param micros at least 0
   */
  void add(long micros) {
    sketch.accept((double) Math.max(0, micros));
  }

  void merge(LatencySketch other) {
    sketch.mergeWith(other.sketch);
  }

  /**
   * @param stored as {@link #bytes} wrote it
   * @throws IllegalArgumentException when a newer program has written it
   */
  void merge(byte[] stored) {
    if (stored.length == 0 || stored[0] != VERSION) {
      throw new IllegalArgumentException(
          "a sketch of response times has version %d, this program knows %d"
              .formatted(stored.length == 0 ? 0 : stored[0], VERSION));
    }
    try {
      sketch.decodeAndMergeWith(ByteArrayInput.wrap(stored, 1, stored.length - 1));
    } catch (IOException e) {
      throw new UncheckedIOException("a sketch of response times is damaged", e);
    }
  }

  /** What is stored: a version, then the bins. */
  public byte[] bytes() {
    GrowingByteArrayOutput output = GrowingByteArrayOutput.withDefaultInitialCapacity();
    try {
      output.writeByte(VERSION);
      sketch.encode(output, true);
    } catch (IOException e) {
      throw new UncheckedIOException("a sketch cannot be written to memory", e);
    }
    return output.trimmedCopy();
  }

  public long count() {
    return Math.round(sketch.getCount());
  }

  /**
   * The time of rank ⌈n·percent/100⌉, as PostgreSQL's {@code PERCENTILE_DISC} has it, to 1 %.
   *
   * @param percent 0 to 100
   * @return microseconds; 0 over nothing
   */
  public double percentile(int percent) {
    long count = count();
    if (count == 0) {
      return 0;
    }
    long rank = Math.max(1, Math.ceilDiv(count * percent, 100));
    Iterator<Bin> bins = sketch.getPositiveValueStore().getAscendingIterator();
    double passed = sketch.getCount() - sketch.getPositiveValueStore().getTotalCount();
    if (passed >= rank) {
      return 0;
    }
    double value = 0;
    while (bins.hasNext() && passed < rank) {
      Bin bin = bins.next();
      passed += bin.getCount();
      value = MAPPING.value(bin.getIndex());
    }
    return value;
  }
}

package dev.breakwater.operations.rollups;

import dev.breakwater.operations.StoreUnavailable;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Gives the sums that are kept. Every method throws {@link StoreUnavailable} when the database does
 * not answer.
 */
public interface RollupSource {
  /**
   * Each writer's marks. Read them first: what they say of the past stays true while more is
   * written.
   */
  List<RollupMarks> marks();

  /** False while older requests are still being counted. */
  boolean isWhole();

  /**
   * Which rows are read; null means any.
   *
   * @param subject the key's id, the variant or the type of error
   */
  record Selection(
      Kind kind,
      @Nullable String tenant,
      @Nullable String environment,
      @Nullable String provider,
      @Nullable String model,
      @Nullable String status,
      @Nullable String subject) {
    /** Every row of a kind. */
    public static Selection all(Kind kind) {
      return new Selection(kind, null, null, null, null, null, null);
    }
  }

  /** Takes one row: a bucket's beginning in milliseconds since the epoch, whose sums, the sums. */
  interface Taker {
    void take(long bucket, RollupKey key, Row row);
  }

  /** The sums of a row, to be added to others while it is the current one. */
  interface Row {
    void addTo(Sums sums);
  }

  /**
   * Every row of the span's buckets that these writers have and the selection lets through, in no
   * order.
   *
   * @param writers null for all
   */
  void read(Selection selection, Span span, @Nullable Set<String> writers, Taker taker);
}

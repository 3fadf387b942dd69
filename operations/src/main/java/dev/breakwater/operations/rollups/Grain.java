package dev.breakwater.operations.rollups;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;

/**
 * How long a bucket of sums is. Minutes, quarters and hours are UTC's; days and months are those of
 * the server's zone, so a day has 23 or 25 hours when its clocks change. The order is from fine to
 * coarse.
 */
public enum Grain {
  MINUTE(0, 60_000),
  QUARTER(1, 900_000),
  HOUR(2, 3_600_000),
  DAY(3, 0),
  MONTH(4, 0);

  /** The grains that are made of finer ones, finer ones first. */
  public static final List<Grain> ROLLED = List.of(QUARTER, HOUR, DAY, MONTH);

  private static final Grain[] FINEST_FIRST = values();

  private final int code;
  private final long millis;

  Grain(int code, long millis) {
    this.code = code;
    this.millis = millis;
  }

  /** What the database keeps; the finer, the smaller. */
  public int code() {
    return code;
  }

  /**
   * @param code as {@link #code} gave it
   */
  public static Grain of(int code) {
    return FINEST_FIRST[code];
  }

  /** Whether its buckets are those of a zone. */
  public boolean isOfZone() {
    return millis == 0;
  }

  /** The beginning of the bucket with this instant in it, in milliseconds since the epoch. */
  public long start(long instant, ZoneId zone) {
    if (millis > 0) {
      return Math.floorDiv(instant, millis) * millis;
    }
    LocalDate first = first(date(instant, zone));
    long start = startOf(first, zone);
    long next = startOf(following(first), zone);
    // Clocks that go back over midnight show the old date again: the new day has begun for good.
    return instant < next ? start : next;
  }

  /** The end of a bucket, which is the beginning of the next. */
  public long end(long start, ZoneId zone) {
    return millis > 0 ? start + millis : startOf(following(date(start, zone)), zone);
  }

  private LocalDate first(LocalDate date) {
    return this == MONTH ? date.withDayOfMonth(1) : date;
  }

  private LocalDate following(LocalDate first) {
    return this == MONTH ? first.plusMonths(1) : first.plusDays(1);
  }

  private static LocalDate date(long instant, ZoneId zone) {
    return Instant.ofEpochMilli(instant).atZone(zone).toLocalDate();
  }

  private static long startOf(LocalDate date, ZoneId zone) {
    return date.atStartOfDay(zone).toInstant().toEpochMilli();
  }
}

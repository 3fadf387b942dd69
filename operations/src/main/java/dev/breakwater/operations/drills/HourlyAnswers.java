package dev.breakwater.operations.drills;

/** Who answered in each hour of a month, for drawing. */
public final class HourlyAnswers {
  private static final long HOUR = 3_600_000_000_000L;

  private final long[][] counts;
  private final int providers;

  HourlyAnswers(int providers) {
    this.providers = providers;
    // The last hour's requests may end after the month.
    counts = new long[hours()][providers + 1];
  }

  /** How many hours a month has. */
  public static int hours() {
    return (int) (Calendar.MONTH.toNanos() / HOUR);
  }

  /** A request was answered by a provider, counted from 0. */
  void answered(long arrivedNanos, int provider) {
    counts[hour(arrivedNanos)][provider]++;
  }

  void failed(long arrivedNanos) {
    counts[hour(arrivedNanos)][providers]++;
  }

  public long answeredBy(int provider, int hour) {
    return counts[hour][provider];
  }

  public long failed(int hour) {
    return counts[hour][providers];
  }

  public long requests(int hour) {
    long sum = 0;
    for (long count : counts[hour]) {
      sum += count;
    }
    return sum;
  }

  private static int hour(long nanos) {
    return (int) Math.min(nanos / HOUR, hours() - 1L);
  }
}

package dev.breakwater.gateway.usage;

/**
 * How many rows go into one transaction: the more there are, the more share its own cost and that
 * of what is open around them, and the longer others wait for the database. So there are as many as
 * are written in a short while, wherever that is.
 */
final class BatchSize {
  static final int LEAST = 500;
  static final int MOST = 2_000;

  /** Half of what others may have to wait for a transaction. */
  private static final long LONG_MILLIS = 25;

  private int rows = LEAST;

  int rows() {
    return rows;
  }

  /** Learns from a transaction. */
  void took(int written, long millis) {
    if (millis > LONG_MILLIS) {
      rows = Math.max(LEAST, rows / 2);
    } else if (written >= rows && 2 * millis <= LONG_MILLIS) {
      rows = Math.min(MOST, 2 * rows);
    }
  }
}

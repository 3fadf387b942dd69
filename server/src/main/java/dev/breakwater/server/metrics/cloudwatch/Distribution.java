package dev.breakwater.server.metrics.cloudwatch;

/**
 * Durations by their length, as a histogram keeps them.
 *
 * @param bounds upper bounds in seconds, rising, the last one infinite
 * @param counts how many lie in each, not added up
 * @param sum of all durations, seconds
 */
@SuppressWarnings("ArrayRecordComponent") // nobody compares these or keeps them
record Distribution(double[] bounds, long[] counts, double sum) {
  static final Distribution EMPTY = new Distribution(new double[0], new long[0], 0);

  long count() {
    long count = 0;
    for (long it : counts) {
      count += it;
    }
    return count;
  }

  Distribution plus(Distribution other) {
    return combined(other, 1);
  }

  /** What has come since an earlier moment. */
  Distribution minus(Distribution earlier) {
    return combined(earlier, -1);
  }

  private Distribution combined(Distribution other, int sign) {
    if (other.bounds.length == 0) {
      return this;
    }
    if (bounds.length == 0) {
      return new Distribution(other.bounds, new long[other.bounds.length], 0).combined(other, sign);
    }
    long[] combined = new long[counts.length];
    for (int i = 0; i < combined.length; i++) {
      combined[i] = counts[i] + sign * other.counts[i];
    }
    return new Distribution(bounds, combined, sum + sign * other.sum);
  }

  /** Where a bucket's durations are taken to lie: in its middle; at its start in the last one. */
  double middle(int bucket) {
    double lower = bucket == 0 ? 0 : bounds[bucket - 1];
    return Double.isInfinite(bounds[bucket]) ? lower : (lower + bounds[bucket]) / 2;
  }
}

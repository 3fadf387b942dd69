package dev.breakwater.operations.reports;

/** How far two shares may really be apart, seen from samples. */
final class Proportions {
  /** Of the normal distribution, for 95 %. */
  private static final double Z = 1.959963984540054;

  private Proportions() {}

  /**
   * The lower end of the 95 % interval of the difference of two proportions, from Wilson's
   * intervals of each (Newcombe, "Interval estimation for the difference between independent
   * proportions", 1998, method 10).
   *
   * @param of how many, at least 1
   * @return -1 to 1: what the first is better by, at least
   */
  static double lowestDifference(long first, long of, long second, long ofSecond) {
    double p = (double) first / of;
    double q = (double) second / ofSecond;
    double down = p - wilson(p, of, -1);
    double up = wilson(q, ofSecond, 1) - q;
    return p - q - Math.sqrt(down * down + up * up);
  }

  private static double wilson(double share, long of, int side) {
    double square = Z * Z;
    double middle = 2 * of * share + square;
    double width = Z * Math.sqrt(square + 4 * of * share * (1 - share));
    return (middle + side * width) / (2 * (of + square));
  }
}

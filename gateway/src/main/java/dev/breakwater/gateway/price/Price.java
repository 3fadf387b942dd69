package dev.breakwater.gateway.price;

/**
 * What a model's tokens cost, in nano-dollars a million tokens (one dollar is 1,000,000,000).
 *
 * @param input uncached input
 * @param output output, reasoning included unless {@code reasoning} differs
 * @param cachedInput input read from the provider's cache
 * @param cacheWrite input written to the provider's cache
 * @param reasoning the thinking part of the output
 * @param version names where and when the price comes from, such as {@code catalogue:2025-06-01} or
 *     {@code file}
 */
public record Price(
    long input, long output, long cachedInput, long cacheWrite, long reasoning, String version) {

  /** Ten thousand dollars a million tokens: no model costs more, a higher price is a mistake. */
  public static final long MOST = 10_000_000_000_000L;

  /**
   * @throws IllegalArgumentException when a price is negative or above {@link #MOST}
   */
  public Price {
    check(input);
    check(output);
    check(cachedInput);
    check(cacheWrite);
    check(reasoning);
  }

  private static void check(long price) {
    if (price < 0 || price > MOST) {
      throw new IllegalArgumentException("a price of " + price + " nano-dollars is out of range");
    }
  }
}

package dev.breakwater.gateway.price;

import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

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

  /**
   * From dollars a million tokens, as configuration and catalogue write them. What is left out
   * costs as the whole that it is a part of: cached and written input as input, reasoning as
   * output.
   *
   * @throws IllegalArgumentException when a price is negative, above {@link #MOST} or finer than a
   *     nano-dollar
   */
  public static Price perMillion(
      BigDecimal input,
      BigDecimal output,
      @Nullable BigDecimal cachedInput,
      @Nullable BigDecimal cacheWrite,
      @Nullable BigDecimal reasoning,
      String version) {
    return new Price(
        nanos(input),
        nanos(output),
        nanos(cachedInput == null ? input : cachedInput),
        nanos(cacheWrite == null ? input : cacheWrite),
        nanos(reasoning == null ? output : reasoning),
        version);
  }

  /** As above, with nothing but input and output. */
  public static Price perMillion(BigDecimal input, BigDecimal output, String version) {
    return perMillion(input, output, null, null, null, version);
  }

  private static long nanos(BigDecimal dollars) {
    try {
      return dollars.movePointRight(9).longValueExact();
    } catch (ArithmeticException e) {
      throw new IllegalArgumentException(
          "a price of " + dollars + " dollars is out of range or finer than a nano-dollar", e);
    }
  }

  private static void check(long price) {
    if (price < 0 || price > MOST) {
      throw new IllegalArgumentException("a price of " + price + " nano-dollars is out of range");
    }
  }
}

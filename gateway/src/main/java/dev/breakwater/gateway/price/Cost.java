package dev.breakwater.gateway.price;

import dev.breakwater.gateway.price.Tariff.Tier;
import dev.breakwater.wire.conversation.Tokens;
import java.math.BigInteger;
import java.util.List;

/** What an attempt's tokens cost: exact products, divided once. */
public final class Cost {
  private static final long MILLION = 1_000_000;

  /** In the order in which they stand in a prompt, for tiers that are for what is above. */
  private static final List<Rate> INPUT =
      List.of(
          Rate.CACHED_INPUT, Rate.CACHE_WRITE_HOUR, Rate.CACHE_WRITE, Rate.INPUT, Rate.AUDIO_INPUT);

  /** In the order in which they come. */
  private static final List<Rate> OUTPUT =
      List.of(Rate.REASONING, Rate.OUTPUT, Rate.AUDIO_OUTPUT, Rate.IMAGE_OUTPUT);

  private Cost() {}

  /**
   * The sum of tokens times price in 128 bits, divided by a million once, half up.
   *
   * @return nano-dollars, 0 or more
   */
  public static long of(Tokens tokens, Price price) {
    Tariff tariff = price.tariff(tokens.finer().service());
    Sum sum = new Sum();
    switch (tariff.mode()) {
      case WHOLE -> {
        Rates rates = tariff.forWhole(tokens.input());
        for (int rate = 0; rate < Rate.ALL.size(); rate++) {
          Rate kind = Rate.ALL.get(rate);
          long count = kind.count(tokens);
          if (count != 0) { // most kinds have none
            sum.add(count, rates.of(kind));
          }
        }
      }
      case MARGINAL -> {
        climb(INPUT, tokens, tariff, sum);
        climb(OUTPUT, tokens, tariff, sum);
      }
    }
    return sum.dividedByMillionHalfUp();
  }

  /** Lays tokens end to end and takes from each tier what lies in it. */
  private static void climb(List<Rate> kinds, Tokens tokens, Tariff tariff, Sum sum) {
    long position = 0;
    for (Rate kind : kinds) {
      long end = position + kind.count(tokens);
      long from = 0;
      Rates rates = tariff.base();
      for (Tier tier : tariff.tiers()) {
        sum.add(within(position, end, from, tier.above()), rates.of(kind));
        from = tier.above();
        rates = tier.rates();
      }
      sum.add(within(position, end, from, Long.MAX_VALUE), rates.of(kind));
      position = end;
    }
  }

  private static long within(long start, long end, long from, long to) {
    return Math.max(0, Math.min(end, to) - Math.max(start, from));
  }

  /** An unsigned sum of products in two words; escapes to the heap only when one is too small. */
  private static final class Sum {
    private long high;
    private long low;

    void add(long tokens, long price) {
      long product = tokens * price;
      low += product;
      high += Math.multiplyHigh(tokens, price);
      if (Long.compareUnsigned(low, product) < 0) {
        high++;
      }
    }

    long dividedByMillionHalfUp() {
      if (high == 0 && low >= 0 && low <= Long.MAX_VALUE - MILLION) {
        return (low + MILLION / 2) / MILLION;
      }
      BigInteger whole =
          BigInteger.valueOf(high)
              .shiftLeft(Long.SIZE)
              .or(new BigInteger(Long.toUnsignedString(low)));
      return whole
          .add(BigInteger.valueOf(MILLION / 2))
          .divide(BigInteger.valueOf(MILLION))
          .longValueExact();
    }
  }
}

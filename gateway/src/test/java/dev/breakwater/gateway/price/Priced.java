package dev.breakwater.gateway.price;

import java.util.EnumMap;
import java.util.Map;

/** Prices for tests, in nano-dollars a million tokens. */
public final class Priced {
  private Priced() {}

  public static Rates rates(
      long input, long output, long cachedInput, long cacheWrite, long reasoning) {
    Map<Rate, Long> given = new EnumMap<>(Rate.class);
    given.put(Rate.INPUT, input);
    given.put(Rate.OUTPUT, output);
    given.put(Rate.CACHED_INPUT, cachedInput);
    given.put(Rate.CACHE_WRITE, cacheWrite);
    given.put(Rate.REASONING, reasoning);
    return Rates.of(given);
  }

  public static Price at(
      long input, long output, long cachedInput, long cacheWrite, long reasoning, String version) {
    return Price.of(rates(input, output, cachedInput, cacheWrite, reasoning), version);
  }

  public static Price at(long input, long output, String version) {
    return at(input, output, input, input, output, version);
  }
}

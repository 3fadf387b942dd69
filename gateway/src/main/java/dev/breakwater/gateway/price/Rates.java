package dev.breakwater.gateway.price;

import java.math.BigDecimal;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What each kind of tokens costs, in nano-dollars a million tokens. */
public final class Rates {
  /** Ten thousand dollars a million tokens: no model costs more, a higher price is a mistake. */
  public static final long MOST = 10_000_000_000_000L;

  private static final int NANO_DIGITS = 9;

  private final Map<Rate, Long> nanos = new EnumMap<>(Rate.class);

  private Rates(Map<Rate, Long> given) {
    for (Rate rate : Rate.ALL) {
      nanos.put(rate, value(rate, given));
    }
  }

  private static long value(Rate rate, Map<Rate, Long> given) {
    Long own = given.get(rate);
    if (own != null) {
      if (own < 0 || own > MOST) {
        throw new IllegalArgumentException(
            "the price of " + rate.key() + ", " + own + " nano-dollars, is out of range");
      }
      return own;
    }
    Rate whole =
        rate.whole()
            .orElseThrow(
                () -> new IllegalArgumentException("the price of " + rate.key() + " is missing"));
    return value(whole, given);
  }

  /**
   * Kinds that are left out cost as the whole that they are a part of.
   *
   * @param given nano-dollars a million tokens, from 0 to {@link #MOST}
   * @throws IllegalArgumentException when one is out of range, or input or output is missing
   */
  public static Rates of(Map<Rate, Long> given) {
    return new Rates(given);
  }

  /**
   * From dollars a million tokens, as configuration and catalogue write them.
   *
   * @throws IllegalArgumentException as {@link #of} does, and when one is finer than a nano-dollar
   */
  public static Rates perMillion(Map<Rate, BigDecimal> dollars) {
    Map<Rate, Long> given = new EnumMap<>(Rate.class);
    dollars.forEach((rate, price) ->
        given.put(
            rate,
            nanos(price)
                .orElseThrow(() ->
                    new IllegalArgumentException(
                        "a price of "
                            + price
                            + " dollars is out of range or finer than a nano-dollar"))));
    return new Rates(given);
  }

  /** Dollars in nano-dollars; empty when they are out of range or finer than that. */
  public static Optional<Long> nanos(BigDecimal dollars) {
    if (dollars.signum() < 0 || dollars.precision() - dollars.scale() > NANO_DIGITS) {
      return Optional.empty();
    }
    try {
      return Optional.of(dollars.movePointRight(NANO_DIGITS).longValueExact())
          .filter(price -> price <= MOST);
    } catch (ArithmeticException finer) {
      return Optional.empty();
    }
  }

  /** Nano-dollars a million tokens, from 0 to {@link #MOST}. */
  public long of(Rate rate) {
    return Objects.requireNonNull(nanos.get(rate));
  }

  /** Whether a kind costs something else than the whole that it is a part of. */
  public boolean isOwn(Rate rate) {
    return rate.whole().map(whole -> of(whole) != of(rate)).orElse(true);
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof Rates rates && nanos.equals(rates.nanos);
  }

  @Override
  public int hashCode() {
    return nanos.hashCode();
  }

  @Override
  public String toString() {
    StringBuilder text = new StringBuilder();
    for (Rate rate : Rate.ALL) {
      if (isOwn(rate)) {
        text.append(text.isEmpty() ? "" : " ").append(rate.key()).append(' ').append(of(rate));
      }
    }
    return text.toString();
  }
}

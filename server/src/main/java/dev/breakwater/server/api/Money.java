package dev.breakwater.server.api;

import java.math.BigDecimal;

/** US dollars in JSON: plain decimals without exponent, because {@code bc} must read them. */
public final class Money {
  private static final int NANO_DIGITS = 9;

  private Money() {}

  /** Nano-dollars as dollars, to the last nano. */
  public static BigDecimal dollars(long nanos) {
    BigDecimal dollars = BigDecimal.valueOf(nanos, NANO_DIGITS).stripTrailingZeros();
    return dollars.scale() < 0 ? dollars.setScale(0) : dollars;
  }
}

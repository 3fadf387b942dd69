package dev.breakwater.server.api;

import java.math.BigDecimal;
import java.math.RoundingMode;

/** Rates and times in JSON: plain decimals without exponent, because {@code bc} must read them. */
public final class Decimals {
  private static final int DIGITS = 9;

  private Decimals() {}

  /**
   * @param value any number but an infinite one
   */
  public static BigDecimal plain(double value) {
    BigDecimal digits =
        BigDecimal.valueOf(value).setScale(DIGITS, RoundingMode.HALF_UP).stripTrailingZeros();
    return digits.scale() < 0 ? digits.setScale(0) : digits;
  }
}

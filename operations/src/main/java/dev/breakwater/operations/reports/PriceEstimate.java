package dev.breakwater.operations.reports;

import java.util.OptionalLong;

/** What a request would cost at a target. */
public interface PriceEstimate {
  /**
   * @return nano-dollars; empty when the price is unknown
   */
  OptionalLong nanos(String provider, String model, long inputTokens, long outputTokens);
}

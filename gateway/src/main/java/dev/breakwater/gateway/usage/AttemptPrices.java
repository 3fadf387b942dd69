package dev.breakwater.gateway.usage;

import dev.breakwater.gateway.price.Price;
import dev.breakwater.gateway.settings.Target;
import java.util.Optional;

/** Knows what a call to a target costs. */
public interface AttemptPrices {
  /**
   * @param atMillis the time of the call, milliseconds since the epoch
   * @return empty when the price is unknown
   */
  Optional<Price> price(Target target, long atMillis);
}

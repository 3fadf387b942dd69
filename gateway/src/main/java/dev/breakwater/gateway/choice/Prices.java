package dev.breakwater.gateway.choice;

import dev.breakwater.gateway.price.Price;
import dev.breakwater.gateway.settings.Target;
import java.util.Optional;

/** Knows what a target costs now. Asked on the loop that chooses. */
public interface Prices {
  /**
   * @return empty when it is unknown
   */
  Optional<Price> of(Target target);
}

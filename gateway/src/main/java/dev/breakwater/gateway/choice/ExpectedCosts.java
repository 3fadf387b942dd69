package dev.breakwater.gateway.choice;

import dev.breakwater.gateway.price.Cost;
import dev.breakwater.gateway.settings.Target;
import dev.breakwater.wire.bridge.Ask;
import java.util.OptionalLong;

/** What requests may be expected to cost before anybody has seen them. */
public record ExpectedCosts(Prices prices) {
  /**
   * @return nano-dollars; empty where the target's price is unknown
   */
  public OptionalLong nanos(Ask ask, Target target) {
    return prices
        .of(target)
        .map(price -> OptionalLong.of(Cost.of(ExpectedTokens.of(ask), price)))
        .orElseGet(OptionalLong::empty);
  }
}

package dev.breakwater.operations.reports;

import dev.breakwater.gateway.price.Cost;
import dev.breakwater.gateway.settings.Target;
import dev.breakwater.gateway.usage.AttemptPrices;
import dev.breakwater.wire.conversation.Tokens;
import java.time.InstantSource;
import java.util.OptionalLong;

/** What a request would cost at a target. */
public interface PriceEstimate {
  /**
   * @return nano-dollars; empty when the price is unknown
   */
  OptionalLong nanos(String provider, String model, long inputTokens, long outputTokens);

  /** At the prices of now, nothing cached. */
  static PriceEstimate of(AttemptPrices prices, InstantSource clock) {
    return (provider, model, inputTokens, outputTokens) -> {
      Tokens tokens = Tokens.estimated(inputTokens, outputTokens);
      return prices
          .price(new Target(provider, model), clock.millis())
          .map(price -> OptionalLong.of(Cost.of(tokens, price)))
          .orElseGet(OptionalLong::empty);
    };
  }
}

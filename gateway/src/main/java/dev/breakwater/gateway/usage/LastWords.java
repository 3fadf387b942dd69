package dev.breakwater.gateway.usage;

import dev.breakwater.gateway.price.Cost;
import dev.breakwater.gateway.price.Price;
import dev.breakwater.wire.conversation.Tokens;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Speaks for attempts whose process died: billed by estimate for their input and for what they had
 * noted of their answer.
 *
 * @param directory of the journal
 */
record LastWords(AttemptPrices prices, Path directory) {
  /** The error type of what a dead process left. */
  static final String INTERRUPTED = "interrupted";

  static final String WHY = "the server process died during the call";

  /** How an attempt of a dead chain ended. */
  AttemptEnded of(ChainId chain, AttemptBegan began) {
    Tokens tokens =
        Tokens.estimated(
            Math.clamp(began.inputEstimate(), 0, Tokens.MOST),
            Math.clamp(ProgressFile.read(directory, chain, began.mark()), 0, Tokens.MOST));
    Optional<Price> price = prices.price(began.target(), began.atMillis());
    return new AttemptEnded(
        began.requestId(),
        began.number(),
        began.atMillis(),
        Status.INTERRUPTED,
        0,
        INTERRUPTED,
        WHY,
        tokens,
        price.map(known -> Cost.of(tokens, known)).orElse(AttemptEnded.UNPRICED),
        price.map(Price::version).orElse(null),
        0,
        -1);
  }
}

package dev.breakwater.gateway.provider;

import dev.breakwater.wire.conversation.Tokens;

/**
 * Guesses tokens from bytes, for reservations and for answers whose usage was never reported.
 * Reported usage is what bills.
 */
public final class TokenEstimates {
  /** English text has about four bytes a token in every current vocabulary. */
  private static final long BYTES_PER_TOKEN = 4;

  private TokenEstimates() {}

  public static long tokens(long bytes) {
    return Math.min(Tokens.MOST, (bytes + BYTES_PER_TOKEN - 1) / BYTES_PER_TOKEN);
  }

  static Tokens of(byte[] request, long answerTextBytes) {
    return Tokens.estimated(tokens(request.length), tokens(answerTextBytes));
  }
}

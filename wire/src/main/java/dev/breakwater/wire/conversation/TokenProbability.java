package dev.breakwater.wire.conversation;

import java.util.List;

/**
 * How probable a token of an answer was.
 *
 * @param logprob natural logarithm of its probability, 0 or less
 * @param alternatives the most probable tokens in its place, without alternatives of their own
 */
public record TokenProbability(String token, double logprob, List<TokenProbability> alternatives) {
  public TokenProbability {
    alternatives = List.copyOf(alternatives);
  }
}

package dev.breakwater.simulator.schema;

import java.util.Optional;
import java.util.Random;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/** Regular expressions of schemas. */
final class Patterns {
  private Patterns() {}

  /** Whether the pattern is found in the text; one that cannot be understood is found anywhere. */
  static boolean found(String pattern, String text) {
    try {
      return Pattern.compile(pattern).matcher(text).find();
    } catch (PatternSyntaxException _) {
      return true;
    }
  }

  /**
   * A text in which the pattern is found, {@code least} characters long if it may be; empty for
   * patterns with look-around, back-references and the like.
   */
  static Optional<String> matching(String pattern, Random random, int least) {
    return PatternReader.read(pattern)
        .map(expression -> {
          StringBuilder text = new StringBuilder();
          expression.append(text, random, least);
          return text.toString();
        });
  }
}

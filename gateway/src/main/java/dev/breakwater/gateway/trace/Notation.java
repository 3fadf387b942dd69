package dev.breakwater.gateway.trace;

import dev.breakwater.gateway.settings.Target;

/**
 * How a trace is written down: lines of fields with tabs between them, so that writing costs next
 * to nothing and three candidates with one call take about a hundred bytes; JSON would take three
 * times as many in every row.
 *
 * <pre>
 * version strategy
 * provider model level weight [named]     a candidate each, counted from 0
 * + number                                candidates that found no room
 *                                         an empty line
 * c target attempt circuit kind           called
 * s target reason milliseconds            skipped, for so long; 0 where time is not the reason
 * w target milliseconds                   waited before a repeat
 * + number                                steps that found no room
 * = attempt                               the one that answered
 * </pre>
 *
 * A step names its target by the candidate's number, or by provider and model with {@code @} in
 * front where it is not listed.
 */
final class Notation {
  static final String VERSION = "1";
  static final String CALLED = "c";
  static final String SKIPPED = "s";
  static final String WAITED = "w";
  static final String MORE = "+";
  static final String ANSWERED = "=";
  static final char UNLISTED = '@';

  /** Characters of a name that are kept; callers may make names of any length. */
  private static final int LONGEST_NAME = 128;

  private Notation() {}

  static void target(StringBuilder to, Target target) {
    name(to, target.provider());
    to.append('\t');
    name(to, target.model());
  }

  private static void name(StringBuilder to, String name) {
    int length = Math.min(name.length(), LONGEST_NAME);
    for (int index = 0; index < length; index++) {
      char character = name.charAt(index);
      switch (character) {
        case '\\' -> to.append("\\\\");
        case '\t' -> to.append("\\t");
        case '\n' -> to.append("\\n");
        case '\r' -> to.append("\\r");
        default -> to.append(character);
      }
    }
    if (length < name.length()) {
      to.append('…');
    }
  }

  static String read(String name) {
    if (name.indexOf('\\') < 0) {
      return name;
    }
    StringBuilder read = new StringBuilder();
    boolean escaped = false;
    for (int index = 0; index < name.length(); index++) {
      char character = name.charAt(index);
      if (escaped) {
        read.append(
            switch (character) {
              case 't' -> '\t';
              case 'n' -> '\n';
              case 'r' -> '\r';
              default -> character;
            });
        escaped = false;
      } else if (character == '\\') {
        escaped = true;
      } else {
        read.append(character);
      }
    }
    return read.toString();
  }
}

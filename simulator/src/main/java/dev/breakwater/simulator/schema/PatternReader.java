package dev.breakwater.simulator.schema;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Reads regular expressions: literals, classes, {@code \d \w \s}, groups, alternatives and
 * quantifiers. Anchors match wherever they stand.
 */
final class PatternReader {
  private static final int UNBOUNDED = 10_000;
  private static final String DIGITS = "0123456789";
  private static final String LETTERS = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ";

  private final String pattern;
  private int at;

  private PatternReader(String pattern) {
    this.pattern = pattern;
  }

  /** The expression, or nothing when it is not of the simple kind. */
  static Optional<Expression> read(String pattern) {
    PatternReader reader = new PatternReader(pattern);
    try {
      Expression expression = reader.choice();
      return reader.at == pattern.length() ? Optional.of(expression) : Optional.empty();
    } catch (TooInvolved | StringIndexOutOfBoundsException | NumberFormatException _) {
      return Optional.empty();
    }
  }

  /** The pattern has something that only a true engine understands. */
  private static final class TooInvolved extends RuntimeException {
    private static final long serialVersionUID = 1L;
  }

  private Expression choice() {
    List<Expression> branches = new ArrayList<>(List.of(sequence()));
    while (at < pattern.length() && pattern.charAt(at) == '|') {
      at++;
      branches.add(sequence());
    }
    return branches.size() == 1 ? branches.getFirst() : new Expression.Choice(branches);
  }

  private Expression sequence() {
    List<Expression> parts = new ArrayList<>();
    while (at < pattern.length() && pattern.charAt(at) != '|' && pattern.charAt(at) != ')') {
      char next = pattern.charAt(at);
      if (next == '^' || next == '$') {
        at++;
      } else {
        parts.add(quantified(atom()));
      }
    }
    return new Expression.Sequence(parts);
  }

  private Expression atom() {
    char next = pattern.charAt(at++);
    return switch (next) {
      case '(' -> group();
      case '[' -> new Expression.OneOf(characterClass());
      case '.' -> new Expression.OneOf(LETTERS);
      case '\\' -> new Expression.OneOf(escape());
      case '*', '+', '?' -> throw new TooInvolved();
      default -> new Expression.OneOf(String.valueOf(next));
    };
  }

  private Expression group() {
    if (pattern.startsWith("?:", at)) {
      at += 2;
    } else if (pattern.startsWith("?<", at)
        && !pattern.startsWith("?<=", at)
        && !pattern.startsWith("?<!", at)) {
      at = pattern.indexOf('>', at) + 1;
    } else if (pattern.charAt(at) == '?') {
      throw new TooInvolved();
    }
    Expression inside = choice();
    if (pattern.charAt(at++) != ')') {
      throw new TooInvolved();
    }
    return inside;
  }

  /** The characters that an escape stands for; {@code at} is behind the backslash. */
  private String escape() {
    char kind = pattern.charAt(at++);
    return switch (kind) {
      case 'd' -> DIGITS;
      case 'w' -> LETTERS + DIGITS + "_";
      case 's' -> " ";
      case 'D', 'S', 'W' -> kind == 'W' ? "-" : LETTERS;
      case 'n' -> "\n";
      case 't' -> "\t";
      case 'r' -> "\r";
      case 'u' -> {
        at += 4;
        yield String.valueOf((char) Integer.parseInt(pattern.substring(at - 4, at), 16));
      }
      default -> {
        if (Character.isLetterOrDigit(kind)) {
          throw new TooInvolved();
        }
        yield String.valueOf(kind);
      }
    };
  }

  private String characterClass() {
    boolean negated = pattern.charAt(at) == '^';
    at += negated ? 1 : 0;
    StringBuilder members = new StringBuilder();
    while (pattern.charAt(at) != ']' || members.isEmpty()) {
      char next = pattern.charAt(at++);
      String one = next == '\\' ? escape() : String.valueOf(next);
      boolean range =
          one.length() == 1 && pattern.charAt(at) == '-' && pattern.charAt(at + 1) != ']';
      if (range) {
        at++;
        char end = pattern.charAt(at++);
        char last = end == '\\' ? escape().charAt(0) : end;
        for (int character = one.charAt(0); character <= last; character++) {
          members.append((char) character);
        }
      } else {
        members.append(one);
      }
    }
    at++;
    if (!negated) {
      return members.toString();
    }
    StringBuilder others = new StringBuilder();
    (LETTERS + DIGITS + " -_.")
        .chars()
        .filter(character -> members.indexOf(String.valueOf((char) character)) < 0)
        .forEach(character -> others.append((char) character));
    return others.toString();
  }

  private Expression quantified(Expression part) {
    if (at == pattern.length()) {
      return part;
    }
    Expression repeated =
        switch (pattern.charAt(at)) {
          case '*' -> times(part, 0, UNBOUNDED);
          case '+' -> times(part, 1, UNBOUNDED);
          case '?' -> times(part, 0, 1);
          case '{' -> counted(part);
          default -> part;
        };
    boolean lazy =
        repeated instanceof Expression.Repeat
            && at < pattern.length()
            && (pattern.charAt(at) == '?' || pattern.charAt(at) == '+');
    at += lazy ? 1 : 0;
    return repeated;
  }

  private Expression times(Expression part, int least, int most) {
    at++;
    return new Expression.Repeat(part, least, most);
  }

  private Expression counted(Expression part) {
    int end = pattern.indexOf('}', at);
    String[] counts = pattern.substring(at + 1, end).split(",", -1);
    at = end + 1;
    int least = Integer.parseInt(counts[0]);
    int most =
        counts.length == 1 ? least : counts[1].isEmpty() ? UNBOUNDED : Integer.parseInt(counts[1]);
    if (most < least) {
      throw new TooInvolved();
    }
    return new Expression.Repeat(part, least, most);
  }
}

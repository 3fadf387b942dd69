package dev.breakwater.operations.flags;

import java.math.BigDecimal;
import java.util.Optional;

/** What a flag says. */
public sealed interface FlagValue {
  /** On or off. */
  record Switch(boolean on) implements FlagValue {
    @Override
    public String toString() {
      return String.valueOf(on);
    }
  }

  /** Equal numbers are equal values, however many zeros they end in. */
  record Decimal(BigDecimal number) implements FlagValue {
    public Decimal {
      number = number.stripTrailingZeros();
      if (number.precision() > MOST_DIGITS || Math.abs(number.scale()) > MOST_DIGITS) {
        throw new IllegalArgumentException("has more than " + MOST_DIGITS + " digits");
      }
      number = number.scale() < 0 ? number.setScale(0) : number;
    }

    @Override
    public String toString() {
      return number.toPlainString();
    }
  }

  record Text(String text) implements FlagValue {
    public Text {
      if (text.length() > LONGEST) {
        throw new IllegalArgumentException("is longer than " + LONGEST + " characters");
      }
    }

    @Override
    public String toString() {
      return text;
    }
  }

  /** Characters of a text. */
  int LONGEST = 1_000;

  int MOST_DIGITS = 30;

  /**
   * What an unquoted word of a file or a variable of the environment means.
   *
   * @throws IllegalArgumentException when it is too long, with what is wrong with it
   */
  static FlagValue of(String word) {
    if (word.matches("-?\\d{1,100}(\\.\\d{1,100})?")) {
      return new Decimal(new BigDecimal(word));
    }
    return word.equals("true") || word.equals("false")
        ? new Switch(word.equals("true"))
        : new Text(word);
  }

  /** The switch that a value means; empty when it means none. */
  default Optional<Switch> asSwitch() {
    return switch (this) {
      case Switch already -> Optional.of(already);
      case Decimal number -> Switches.of(number.toString());
      case Text text -> Switches.of(text.text());
    };
  }

  /** As JSON writes it. */
  default String json() {
    return switch (this) {
      case Switch onOrOff -> onOrOff.toString();
      case Decimal number -> number.toString();
      case Text text -> Switches.quoted(text.text());
    };
  }
}

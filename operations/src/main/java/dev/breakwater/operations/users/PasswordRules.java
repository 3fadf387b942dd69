package dev.breakwater.operations.users;

import java.util.Locale;
import java.util.Optional;

/** What a password has to be like: long. Nothing else that people are asked for helps them. */
final class PasswordRules {
  static final int SHORTEST = 12;

  /** Hashing takes them all, so nobody may make it read a book. */
  static final int LONGEST = 256;

  private PasswordRules() {}

  /** What is wrong with one; empty when it will do. */
  static Optional<String> problem(String password, String login) {
    int length = password.codePointCount(0, password.length());
    if (length < SHORTEST || length > LONGEST) {
      return Optional.of("has to have " + SHORTEST + " to " + LONGEST + " characters");
    }
    if (password.strip().toLowerCase(Locale.ROOT).equals(login.toLowerCase(Locale.ROOT))) {
      return Optional.of("has to be another than the login");
    }
    return Optional.empty();
  }
}

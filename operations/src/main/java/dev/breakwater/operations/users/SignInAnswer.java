package dev.breakwater.operations.users;

import java.time.Duration;

/** How an attempt to sign in went. */
public sealed interface SignInAnswer {
  record Welcome(User user, Sessions.Begun session) implements SignInAnswer {}

  /** Login and password do not belong together, or they do and are kept out: nobody is told. */
  record Refused() implements SignInAnswer {}

  /** Too many have failed, or too many try at once. */
  record Later(Duration delay) implements SignInAnswer {}

  /**
   * Somebody an issuer vouches for may not enter.
   *
   * @param why a sentence for them
   */
  record Denied(String why) implements SignInAnswer {}
}

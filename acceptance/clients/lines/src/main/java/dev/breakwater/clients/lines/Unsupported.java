package dev.breakwater.clients.lines;

/** The library or its protocol has no such thing; the message says which of them and why. */
public final class Unsupported extends RuntimeException {
  public Unsupported(String why) {
    super(why);
  }
}

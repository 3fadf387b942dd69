package dev.breakwater.operations.users;

/** Hashes passwords at some length: it takes memory and time on purpose. */
public interface PasswordHashing {
  /** How a check went. */
  enum Verdict {
    RIGHT,
    WRONG,
    /** Too many are being checked at once. */
    BUSY
  }

  /** What may be kept of a password, its parameters in it; waits for its turn. */
  String hash(String password);

  /** Whether a password is the one of a hash; does not wait behind many others. */
  Verdict check(String password, String hash);

  /** Whether a hash was made with less effort than is made now. */
  boolean isOutdated(String hash);
}

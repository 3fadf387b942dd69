package dev.breakwater.operations.audit;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Where the chain ends.
 *
 * @param sequence the last entry's; 0 when there was never one
 * @param hash the last entry's, in hexadecimal
 * @param entries how many are kept
 * @param signature over the others, in hexadecimal
 */
public record AuditHead(long sequence, String hash, long entries, String signature) {
  /** What the first entry hangs on. */
  public static final String NOTHING = "0".repeat(64);

  private static final Pattern LINE =
      Pattern.compile("(\\d{1,18}):([0-9a-f]{64}) (\\d{1,18}) ([0-9a-f]{64})\\s*");

  /** All of it in one line, for files. */
  public String line() {
    return place() + " " + entries + " " + signature;
  }

  /** {@code SEQUENCE:HASH}, as people note it down elsewhere. */
  public String place() {
    return sequence + ":" + hash;
  }

  /** Reads a {@link #line}; empty when it is none. */
  static Optional<AuditHead> read(String line) {
    Matcher matcher = LINE.matcher(line);
    return matcher.matches()
        ? Optional.of(
            new AuditHead(
                Long.parseLong(matcher.group(1)),
                matcher.group(2),
                Long.parseLong(matcher.group(3)),
                matcher.group(4)))
        : Optional.empty();
  }
}

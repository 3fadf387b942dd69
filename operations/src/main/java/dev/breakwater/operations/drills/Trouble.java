package dev.breakwater.operations.drills;

import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/** What is wrong with a provider for a while. */
public enum Trouble {
  /** Connections are refused: every call fails at once. */
  REFUSE(true),
  /** Every call is answered by a server error. */
  ERROR(true),
  /** Calls are accepted and nothing ever comes back. */
  SILENT(true),
  /** Every call is told to come back later. */
  RATE_LIMIT(true),
  /** The provider does not accept the key, as while an account is blocked. */
  BAD_CREDENTIAL(true),
  /** Down and up again every few seconds. */
  FLAP(false),
  /** Streams break off after their first token. */
  CUT(false),
  /** A share of the calls fails, the others are answered. */
  BROWN_OUT(false),
  /** Every call is answered, but many times later than usual. */
  SLOW(false);

  private final boolean outage;

  Trouble(boolean outage) {
    this.outage = outage;
  }

  /** Whether not a single call is answered meanwhile. */
  public boolean isOutage() {
    return outage;
  }

  /** As calendars spell it. */
  public String word() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  static Optional<Trouble> parse(String word) {
    return Stream.of(values()).filter(trouble -> trouble.word().equals(word)).findFirst();
  }
}

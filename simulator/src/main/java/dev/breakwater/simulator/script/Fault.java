package dev.breakwater.simulator.script;

import java.util.Optional;

/** A way for a provider to misbehave; each strikes on the wire, where its description says. */
public enum Fault {
  /** The connection is reset without a byte of answer. */
  REFUSE("refuse"),
  /**
   * The connection is reset after the request was read, or in the middle of an answer when {@code
   * after} is given.
   */
  RESET("reset"),
  /** Nothing is ever answered; the connection stays open. */
  SILENT("silent"),
  /**
   * The connection closes after {@code after} chunks; in the middle of the body of a whole answer.
   */
  CUT("cut"),
  /** Nothing more is sent after {@code after} chunks; the connection stays open. */
  STALL("stall"),
  /** The chunk after {@code after} others is not JSON; neither is a whole answer. */
  GARBAGE("garbage"),
  /** A page of HTML instead of an answer, with status 200 unless the step has one. */
  HTML("html"),
  /**
   * The vendor's error object in an answer of status 200, after {@code after} chunks of a stream.
   */
  ERROR_IN_200("errorIn200"),
  /** All content, then a clean end of the HTTP answer without a finish reason or an end marker. */
  NO_END("noEnd"),
  /** No usage anywhere in the answer. */
  NO_USAGE("noUsage"),
  /** Content without end; a whole answer goes on with white space. */
  ENDLESS("endless"),
  /** One byte of the body a second. */
  DRIBBLE("dribble"),
  /** The chunk after {@code after} others is a line of 8 MB; so is a whole answer. */
  HUGE_LINE("hugeLine");

  private final String key;

  Fault(String key) {
    this.key = key;
  }

  /** How scripts spell it. */
  public String key() {
    return key;
  }

  static Optional<Fault> named(String key) {
    for (Fault fault : values()) {
      if (fault.key.equals(key)) {
        return Optional.of(fault);
      }
    }
    return Optional.empty();
  }
}

package dev.breakwater.gateway.usage;

import java.util.Locale;

/** How a request or an attempt ended; the same words in the ledger, in lists and in metrics. */
public enum Status {
  SUCCESS,
  ERROR,
  /** The client left. */
  CANCELLED,
  /** Our process died. */
  INTERRUPTED,
  /** The caller's own fault, a limit, a budget or a guardrail, whoever said so. */
  REJECTED;

  private final String word = name().toLowerCase(Locale.ROOT);

  /** As written everywhere: lower case. */
  public String word() {
    return word;
  }
}

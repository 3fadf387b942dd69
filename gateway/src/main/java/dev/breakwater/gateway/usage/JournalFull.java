package dev.breakwater.gateway.usage;

/** Nothing more can be recorded: billable work is refused rather than forgotten. */
public final class JournalFull extends Exception {
  public JournalFull(String message) {
    super(message);
  }
}

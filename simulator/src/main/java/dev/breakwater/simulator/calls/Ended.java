package dev.breakwater.simulator.calls;

import java.util.Locale;

/** How the sending of an answer ended. */
public enum Ended {
  /**
   * All that was to be sent was, and the HTTP answer was ended properly; errors and answers without
   * an end too.
   */
  WHOLE,
  /** The simulator broke the connection. */
  CUT,
  /** The client left before the end. */
  ABANDONED;

  String key() {
    return name().toLowerCase(Locale.ROOT);
  }
}

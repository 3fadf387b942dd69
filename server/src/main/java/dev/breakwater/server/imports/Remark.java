package dev.breakwater.server.imports;

/**
 * What became of something in the file.
 *
 * @param line from 1; 0 for the file as a whole
 * @param subject such as {@code router_settings.num_retries}
 * @param message never with a secret in it
 */
public record Remark(Kind kind, int line, String subject, String message) {
  /** How much of it is left. */
  public enum Kind {
    /** It means the same here. */
    TAKEN,
    /** It means something near here, or is to be done by hand. */
    APPROXIMATED,
    /** There is no such thing here, or nobody knows what it is. */
    LEFT
  }
}

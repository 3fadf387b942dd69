package dev.breakwater.server.config;

/** What the log looks like, and which requests stand in it. */
public record LogSettings(Format format, Requests requests) {
  public static final LogSettings DEFAULT = new LogSettings(Format.TEXT, Requests.FAILURES);

  /** How a line is written. */
  public enum Format {
    TEXT,
    /** One JSON object a line. */
    JSON
  }

  /** Which requests get a line. */
  public enum Requests {
    ALL,
    /** Those that failed, and each fallback. */
    FAILURES,
    OFF
  }

  static LogSettings read(Section root) {
    Section section = root.section("logs");
    Format format = section.choice("format", Format.class, DEFAULT.format());
    Requests requests = section.choice("requests", Requests.class, DEFAULT.requests());
    section.close();
    return new LogSettings(format, requests);
  }
}

package dev.breakwater.simulator.anthropic;

import java.util.Optional;

/** A version of Anthropic's API, which clients name in a header. */
enum Version {
  FIRST("2023-01-01"),
  USUAL("2023-06-01"),
  /** Without sampling parameters; stricter about documents and citations. */
  STRICT("2026-10-21");

  private final String date;

  Version(String date) {
    this.date = date;
  }

  static Optional<Version> named(String date) {
    for (Version version : values()) {
      if (version.date.equals(date)) {
        return Optional.of(version);
      }
    }
    return Optional.empty();
  }
}

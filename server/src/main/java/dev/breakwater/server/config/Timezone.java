package dev.breakwater.server.config;

import java.time.DateTimeException;
import java.time.ZoneId;
import java.time.ZoneOffset;

/** The time zone whose days and months usage is counted by. */
final class Timezone {
  private static final String KEY = "timezone";

  /** Days are made of quarters of an hour, which every region's clocks keep to. */
  private static final int QUARTER_SECONDS = 900;

  private Timezone() {}

  static ZoneId read(Section root) {
    String text = root.text(KEY, "UTC");
    try {
      ZoneId zone = ZoneId.of(text);
      if (zone instanceof ZoneOffset offset && offset.getTotalSeconds() % QUARTER_SECONDS != 0) {
        root.problem(
            KEY,
            "'"
                + text
                + "' is no whole number of quarters of an hour; write one such as Asia/Tokyo");
      }
      return zone;
    } catch (DateTimeException unknown) {
      root.problem(
          KEY,
          "no time zone '"
              + text
              + "'; "
              + Nearest.of(text, ZoneId.getAvailableZoneIds())
                  .map(near -> "did you mean '" + near + "'?")
                  .orElse("write one such as Asia/Tokyo"));
      return ZoneId.of("UTC");
    }
  }
}

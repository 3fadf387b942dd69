package dev.breakwater.server.config;

import dev.breakwater.operations.maintenance.RetentionSettings;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.LocalTime;
import java.util.List;
import java.util.Optional;

/** Reads {@code retention} and {@code maintenance}. */
final class RetentionSection {
  private static final Duration SHORTEST = Duration.ofDays(1);
  private static final Duration LONGEST = Duration.ofDays(36_500);
  private static final List<String> DORMANT =
      List.of("experimentResults", "alertEvents", "backups");
  private static final String NIGHT = "03:30";

  private RetentionSection() {}

  static RetentionSettings retention(Section root) {
    Section section = root.section("retention");
    RetentionSettings usual = RetentionSettings.DEFAULT;
    Duration usage = section.duration("usage", usual.usage(), SHORTEST, LONGEST);
    Duration logs = section.duration("fallbackLogs", usual.fallbackLogs(), SHORTEST, LONGEST);
    Optional<Duration> audit =
        section.has("audit")
            ? Optional.of(section.duration("audit", LONGEST, SHORTEST, LONGEST))
            : Optional.empty();
    List<String> idle = DORMANT.stream().filter(section::has).toList();
    idle.forEach(key -> section.duration(key, LONGEST, SHORTEST, LONGEST));
    section.close();
    if (!idle.isEmpty()) {
      root.warning(
          "retention",
          String.join(", ", idle) + ": no effect in this version, which keeps none of these");
    }
    return new RetentionSettings(usage, logs, audit);
  }

  /** When jobs run, in the server's time zone. */
  static LocalTime nightlyAt(Section root) {
    Section section = root.section("maintenance");
    String text = section.text("at", NIGHT);
    section.close();
    try {
      return LocalTime.parse(text);
    } catch (DateTimeException e) {
      root.problem("maintenance.at", "'" + text + "' is no time of day; write one such as 03:30");
      return LocalTime.parse(NIGHT);
    }
  }
}

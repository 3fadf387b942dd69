package dev.breakwater.server.config;

import dev.breakwater.operations.health.HealthSettings;
import java.time.Duration;

/** Reads {@code health}. */
final class HealthSection {
  /** Each check is a call to every provider; more often is no use to anybody but tests. */
  private static final Duration SHORTEST = Duration.ofMillis(100);

  private static final Duration LONGEST = Duration.ofDays(1);
  private static final int MOST = 1_000;

  private HealthSection() {}

  static HealthSettings read(Section root) {
    Section section = root.section("health");
    HealthSettings usual = HealthSettings.DEFAULT;
    Duration interval = section.duration("interval", usual.interval(), Duration.ZERO, LONGEST);
    if (!interval.isZero() && interval.compareTo(SHORTEST) < 0) {
      section.problem(
          "interval",
          Quantities.show(interval)
              + " is out of range; from "
              + Quantities.show(SHORTEST)
              + " to "
              + Quantities.show(LONGEST)
              + ", or 0 for no checks in the background");
    }
    int unhealthyAfter = section.integer("unhealthyAfter", usual.unhealthyAfter(), 1, MOST);
    int healthyAfter = section.integer("healthyAfter", usual.healthyAfter(), 1, MOST);
    section.close();
    return new HealthSettings(interval, unhealthyAfter, healthyAfter);
  }
}

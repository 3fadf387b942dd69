package dev.breakwater.server.config;

import dev.breakwater.gateway.access.WrongKeys;
import java.time.Duration;

/** Reads {@code access}: how long keys are good while nobody can say whether they still are. */
final class AccessSection {
  /** The database is asked every second, and may be slow. */
  private static final Duration SHORTEST = Duration.ofSeconds(10);

  private static final Duration LONGEST = Duration.ofDays(36_500);

  private AccessSection() {}

  static AccessSettings read(Section root) {
    Section access = root.section("access");
    Duration maxStale = access.duration("maxStale", Duration.ofHours(1), SHORTEST, LONGEST);
    int wrongKeys = access.integer("wrongKeysPerMinute", WrongKeys.MOST, 0, 60_000);
    access.close();
    return new AccessSettings(maxStale, wrongKeys);
  }
}

package dev.breakwater.operations.reports;

import dev.breakwater.operations.rollups.Grain;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;

/** What figures are grouped by. */
public enum GroupBy {
  /** All in one group without a name. */
  NOTHING,
  /** UTC hours, oldest first. */
  HOUR,
  /** Days of the server's zone, oldest first. */
  DAY,
  PROVIDER,
  MODEL,
  PROVIDER_AND_MODEL,
  TENANT,
  KEY,
  /** Variants of experiments. */
  VARIANT;

  boolean isByTarget() {
    return this == PROVIDER || this == MODEL || this == PROVIDER_AND_MODEL;
  }

  public boolean isByTime() {
    return this == HOUR || this == DAY;
  }

  /** The coarsest buckets that can tell the groups apart. */
  Grain coarsest() {
    return switch (this) {
      case HOUR -> Grain.HOUR;
      case DAY -> Grain.DAY;
      case NOTHING, PROVIDER, MODEL, PROVIDER_AND_MODEL, TENANT, KEY, VARIANT -> Grain.MONTH;
    };
  }

  /**
   * What a group is called.
   *
   * @param millis any time in it
   * @param subject the key's id or the variant
   */
  List<String> names(
      long millis, String tenant, String provider, String model, String subject, ZoneId zone) {
    return switch (this) {
      case NOTHING -> List.of();
      case HOUR -> List.of(Instant.ofEpochMilli(Grain.HOUR.start(millis, zone)).toString());
      case DAY -> List.of(day(millis, zone));
      case PROVIDER -> List.of(provider);
      case MODEL -> List.of(model);
      case PROVIDER_AND_MODEL -> List.of(provider, model);
      case TENANT -> List.of(tenant);
      case KEY, VARIANT -> List.of(subject);
    };
  }

  private static String day(long millis, ZoneId zone) {
    return Instant.ofEpochMilli(Grain.DAY.start(millis, zone))
        .atZone(zone)
        .toLocalDate()
        .toString();
  }
}

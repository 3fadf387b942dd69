package dev.breakwater.operations.reports;

import java.time.Instant;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What figures are grouped by. */
public enum GroupBy {
  /** UTC hours, oldest first. */
  HOUR,
  /** Days of the server's zone, oldest first. */
  DAY,
  PROVIDER,
  MODEL,
  PROVIDER_AND_MODEL,
  TENANT,
  KEY;

  private static final String NONE = "none";

  /** Whether tokens and cost belong to the attempt's own group, not to the request's. */
  boolean isByAttempt() {
    return this == PROVIDER || this == MODEL || this == PROVIDER_AND_MODEL;
  }

  boolean isByTime() {
    return this == HOUR || this == DAY;
  }

  List<String> names(RequestFigures request, ZoneId zone) {
    Instant created = Instant.ofEpochMilli(request.createdMillis());
    return switch (this) {
      case HOUR -> List.of(created.truncatedTo(ChronoUnit.HOURS).toString());
      case DAY -> List.of(created.atZone(zone).toLocalDate().toString());
      case TENANT -> List.of(request.tenant());
      case KEY -> List.of(request.keyId());
      case PROVIDER, MODEL, PROVIDER_AND_MODEL -> names(request.provider(), request.model());
    };
  }

  List<String> names(@Nullable String provider, String model) {
    String known = provider == null ? NONE : provider;
    return switch (this) {
      case PROVIDER -> List.of(known);
      case MODEL -> List.of(model);
      case PROVIDER_AND_MODEL -> List.of(known, model);
      case HOUR, DAY, TENANT, KEY ->
          throw new IllegalStateException("no attempt is grouped by " + this);
    };
  }
}

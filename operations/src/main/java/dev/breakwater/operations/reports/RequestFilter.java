package dev.breakwater.operations.reports;

import dev.breakwater.gateway.usage.Status;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Which requests are listed; null means any.
 *
 * @param since the first instant in
 * @param until the first instant out
 * @param provider the one that answered, else the last one tried
 * @param model likewise
 * @param before only those that come after this place in a list, newest first
 */
public record RequestFilter(
    UsageFilter.Scope scope,
    @Nullable Instant since,
    @Nullable Instant until,
    @Nullable String provider,
    @Nullable String model,
    @Nullable Status status,
    @Nullable Place before) {
  /** A request's place in time; the id decides among those of one millisecond. */
  public record Place(long createdMillis, String id) {
    public static Place of(RequestEntry entry) {
      return new Place(entry.createdAt().toEpochMilli(), entry.id());
    }
  }
}

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
 * @param key the id of the key that asked
 * @param costOver nano-dollars that the request cost more than, as far as prices are known
 * @param before only those that come after this place in a list, newest first
 */
public record RequestFilter(
    UsageFilter.Scope scope,
    @Nullable Instant since,
    @Nullable Instant until,
    @Nullable String provider,
    @Nullable String model,
    @Nullable Status status,
    @Nullable String key,
    @Nullable Long costOver,
    @Nullable Place before) {
  /** Requests of any key and cost. */
  public RequestFilter(
      UsageFilter.Scope scope,
      @Nullable Instant since,
      @Nullable Instant until,
      @Nullable String provider,
      @Nullable String model,
      @Nullable Status status,
      @Nullable Place before) {
    this(scope, since, until, provider, model, status, null, null, before);
  }

  /** Of these, those that cost more than so many nano-dollars, after a place. */
  public RequestFilter costlier(long over, @Nullable Place after) {
    return new RequestFilter(scope, since, until, provider, model, status, key, over, after);
  }

  /** A request's place in time; the id decides among those of one millisecond. */
  public record Place(long createdMillis, String id) {
    public static Place of(RequestEntry entry) {
      return new Place(entry.createdAt().toEpochMilli(), entry.id());
    }
  }
}

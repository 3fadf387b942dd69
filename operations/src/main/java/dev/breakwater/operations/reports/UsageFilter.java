package dev.breakwater.operations.reports;

import dev.breakwater.gateway.usage.Status;
import dev.breakwater.operations.rollups.RequestUsage;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Which requests count; null means any.
 *
 * @param from the first instant in
 * @param to the first instant out
 * @param provider what was asked of it: requests that it answered or was the last to fail, and the
 *     tokens and cost of every attempt at it
 * @param model likewise
 * @param key the id of the key that asked
 */
public record UsageFilter(
    Instant from,
    Instant to,
    Scope scope,
    @Nullable String provider,
    @Nullable String model,
    @Nullable String key,
    @Nullable Status status) {
  /** Everybody's requests of a time, within a scope. */
  public UsageFilter(Instant from, Instant to, Scope scope) {
    this(from, to, scope, null, null, null, null);
  }

  /** Whose requests; null means anybody's. */
  public record Scope(@Nullable String tenant, @Nullable String environment) {
    /** The tenant of what the server itself asks providers: it costs, and is nobody's request. */
    public static final String SYSTEM = RequestUsage.SYSTEM;

    public static final Scope ALL = new Scope(null, null);
  }

  /** The same requests in another time. */
  public UsageFilter within(Instant newFrom, Instant newTo) {
    return new UsageFilter(newFrom, newTo, scope, provider, model, key, status);
  }

  boolean isOfTarget() {
    return provider != null || model != null;
  }

  boolean letsThrough(String itsProvider, String itsModel) {
    return (provider == null || provider.equals(itsProvider))
        && (model == null || model.equals(itsModel));
  }
}

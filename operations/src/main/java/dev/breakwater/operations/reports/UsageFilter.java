package dev.breakwater.operations.reports;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Which requests count.
 *
 * @param from the first instant in
 * @param to the first instant out
 * @param scope null for all
 */
public record UsageFilter(Instant from, Instant to, Scope scope) {
  /** Whose requests; null means anybody's. */
  public record Scope(@Nullable String tenant, @Nullable String environment) {
    /** The tenant of what the server itself asks providers: it costs, and is nobody's request. */
    public static final String SYSTEM = "system";

    public static final Scope ALL = new Scope(null, null);
  }
}

package dev.breakwater.operations.reports;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Which rows of the fallback log count; null means any.
 *
 * @param provider the first of the plan or the one that answered
 */
public record FallbackFilter(
    Instant since, UsageFilter.Scope scope, @Nullable String provider, @Nullable Boolean success) {}

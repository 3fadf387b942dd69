package dev.breakwater.operations.reports;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One request in the fallback log.
 *
 * @param id and {@code requestId} are the answer's {@code X-Request-Id}
 * @param errorType a request that succeeded by fallback keeps its first failure's
 */
public record FallbackEntry(
    String id,
    String requestId,
    String environment,
    @Nullable String primaryProvider,
    @Nullable String primaryModel,
    @Nullable String usedProvider,
    @Nullable String usedModel,
    int attempts,
    boolean success,
    @Nullable String errorType,
    @Nullable String errorMessage,
    long responseMicros,
    Instant createdAt) {
  /** Milliseconds with a fraction. */
  public double responseTimeMs() {
    return responseMicros / 1000.0;
  }
}

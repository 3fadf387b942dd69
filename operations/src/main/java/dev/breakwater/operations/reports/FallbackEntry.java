package dev.breakwater.operations.reports;

import dev.breakwater.gateway.trace.Trace;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One request in the fallback log.
 *
 * @param id and {@code requestId} are the answer's {@code X-Request-Id}
 * @param errorType a request that succeeded by fallback keeps its first failure's
 * @param decision how it came to its target; empty when that is not known
 */
public record FallbackEntry(
    String id,
    String requestId,
    String environment,
    String askedModel,
    @Nullable String primaryProvider,
    @Nullable String primaryModel,
    @Nullable String usedProvider,
    @Nullable String usedModel,
    int attempts,
    boolean success,
    @Nullable String errorType,
    @Nullable String errorMessage,
    long responseMicros,
    Instant createdAt,
    Optional<Trace> decision) {
  /** Milliseconds with a fraction. */
  public double responseTimeMs() {
    return responseMicros / 1000.0;
  }
}

package dev.breakwater.operations.reports;

import dev.breakwater.gateway.usage.Status;
import java.time.Instant;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * One request as lists show it.
 *
 * @param id the answer's {@code X-Request-Id}
 * @param costNanos empty when a price is unknown
 */
public record RequestEntry(
    String id,
    @Nullable String clientRequestId,
    String tenant,
    String environment,
    String keyId,
    String askedModel,
    @Nullable String provider,
    String model,
    Status status,
    int httpStatus,
    @Nullable String errorType,
    @Nullable String errorMessage,
    boolean stream,
    boolean estimated,
    boolean cached,
    int attempts,
    OptionalLong costNanos,
    long inputTokens,
    long outputTokens,
    long responseMicros,
    OptionalLong firstTokenMicros,
    Instant createdAt) {
  public long totalTokens() {
    return inputTokens + outputTokens;
  }
}

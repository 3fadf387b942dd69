package dev.breakwater.operations.reports;

import dev.breakwater.gateway.settings.Target;
import dev.breakwater.gateway.usage.Status;
import dev.breakwater.wire.conversation.Tokens;
import java.time.Instant;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * One call of a request that reached an upstream.
 *
 * @param number from 1
 * @param estimated whether the provider did not report the tokens
 * @param costNanos empty when the price is unknown
 * @param createdAt when it began
 */
public record AttemptEntry(
    int number,
    Target target,
    Status status,
    int httpStatus,
    @Nullable String errorType,
    @Nullable String errorMessage,
    boolean estimated,
    Tokens tokens,
    OptionalLong costNanos,
    long durationMicros,
    OptionalLong firstTokenMicros,
    Instant createdAt) {}

package dev.breakwater.operations.reports;

import dev.breakwater.gateway.usage.Status;
import org.jspecify.annotations.Nullable;

/**
 * What counts of one request.
 *
 * @param provider of the target that answered, else the last one tried; null when none was known
 * @param fallback whether another target than the first of the plan answered
 * @param attemptsApart whether tokens and cost are counted by {@link AttemptFigures} where it
 *     matters which model took them
 * @param costNanos of the attempts whose price is known
 * @param priced whether that is all of them
 */
public record RequestFigures(
    long createdMillis,
    String tenant,
    String keyId,
    @Nullable String provider,
    String model,
    Status status,
    boolean cached,
    boolean fallback,
    boolean attemptsApart,
    long responseMicros,
    long inputTokens,
    long outputTokens,
    long costNanos,
    boolean priced) {}

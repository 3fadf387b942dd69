package dev.breakwater.gateway.usage;

import dev.breakwater.wire.conversation.Tokens;
import org.jspecify.annotations.Nullable;

/**
 * Written when a call to an upstream is over.
 *
 * @param number the attempt's number within its request, from 1
 * @param atMillis wall-clock time of the end, milliseconds since the epoch
 * @param httpStatus the upstream's, 0 when it gave none
 * @param errorType a short word such as {@code throttled}; null on success
 * @param errorMessage cut at 500 characters
 * @param tokens what is billed; zero on an error status; an estimate says so itself
 * @param costNanos nano-dollars, {@link #UNPRICED} when the model's price is unknown
 * @param firstTokenMicros until the first content, -1 when there was none
 */
public record AttemptEnded(
    String requestId,
    int number,
    long atMillis,
    Status status,
    int httpStatus,
    @Nullable String errorType,
    @Nullable String errorMessage,
    Tokens tokens,
    long costNanos,
    @Nullable String priceVersion,
    long durationMicros,
    long firstTokenMicros)
    implements UsageRecord {
  public static final long UNPRICED = -1;
}

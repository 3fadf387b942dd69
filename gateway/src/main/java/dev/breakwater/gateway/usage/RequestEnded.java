package dev.breakwater.gateway.usage;

import dev.breakwater.gateway.settings.Target;
import dev.breakwater.gateway.trace.KeptTrace;
import org.jspecify.annotations.Nullable;

/**
 * Written once for every request, when its last byte is out or its end is clear. Tokens and cost
 * are the sums of its attempts, which the ledger knows.
 *
 * @param startedMillis wall-clock time of the first byte in, milliseconds since the epoch
 * @param clientRequestId the id that the client sent, kept beside ours
 * @param askedModel what the client asked for; {@code auto} when it left the choice to us
 * @param primary the first target of the plan; null when there was no plan
 * @param used the target that answered; null when none did
 * @param attempts calls to upstreams, 0 when none was made
 * @param errorType a request that succeeded by fallback keeps its first failure's
 * @param errorMessage likewise, cut at 500 characters
 * @param responseMicros from first byte in to last byte out
 * @param firstTokenMicros from first byte in to first content out, -1 when there was none
 * @param decision how it came to its target; null when there was no plan, or nobody lived to tell
 */
public record RequestEnded(
    String requestId,
    long startedMillis,
    @Nullable String clientRequestId,
    String tenant,
    String environment,
    String keyId,
    String askedModel,
    @Nullable Target primary,
    @Nullable Target used,
    int attempts,
    Status status,
    int httpStatus,
    @Nullable String errorType,
    @Nullable String errorMessage,
    boolean stream,
    boolean estimated,
    long responseMicros,
    long firstTokenMicros,
    @Nullable KeptTrace decision)
    implements UsageRecord {
  /** A request of which no decision is known. */
  public RequestEnded(
      String requestId,
      long startedMillis,
      @Nullable String clientRequestId,
      String tenant,
      String environment,
      String keyId,
      String askedModel,
      @Nullable Target primary,
      @Nullable Target used,
      int attempts,
      Status status,
      int httpStatus,
      @Nullable String errorType,
      @Nullable String errorMessage,
      boolean stream,
      boolean estimated,
      long responseMicros,
      long firstTokenMicros) {
    this(
        requestId,
        startedMillis,
        clientRequestId,
        tenant,
        environment,
        keyId,
        askedModel,
        primary,
        used,
        attempts,
        status,
        httpStatus,
        errorType,
        errorMessage,
        stream,
        estimated,
        responseMicros,
        firstTokenMicros,
        null);
  }
}

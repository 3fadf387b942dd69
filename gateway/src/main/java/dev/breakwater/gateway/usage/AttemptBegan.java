package dev.breakwater.gateway.usage;

import dev.breakwater.gateway.settings.Target;
import org.jspecify.annotations.Nullable;

/**
 * Written before an upstream is called, so that a call that a crash cuts off is known.
 *
 * @param requestId the time-ordered id of the request
 * @param number 1 for the request's first call
 * @param atMillis wall-clock time, milliseconds since the epoch
 * @param inputEstimate tokens of the prompt as estimated, for what a crash leaves unsettled
 * @param clientRequestId the id that the client sent, so that it is known of what a crash cuts off
 * @param mark under which the attempt notes its progress, given by the log; 0 where it notes none
 */
public record AttemptBegan(
    String requestId,
    int number,
    long atMillis,
    String tenant,
    String environment,
    String keyId,
    Target target,
    boolean stream,
    long inputEstimate,
    @Nullable String clientRequestId,
    long mark)
    implements UsageRecord {}

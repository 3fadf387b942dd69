package dev.breakwater.gateway.exchange;

import dev.breakwater.gateway.access.Credentials;
import dev.breakwater.gateway.provider.PassOn;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a request's head says, whatever the protocol.
 *
 * @param requestId ours
 * @param clientRequestId the client's own, kept beside it
 * @param arrivedNanos when its first byte came, on the monotonic clock
 * @param arrivedMillis the same on the wall clock, for records
 * @param address who sent it, as far as the network tells; empty for ourselves
 * @param session the client's own name for its session, for the choice among equals alone: it
 *     stands in no record
 * @param fallback whether other targets than the named one may answer
 * @param timeout the client's own limit, which shortens the chain's
 * @param passOn what a provider of the client's protocol may see
 */
public record Arrival(
    String requestId,
    @Nullable String clientRequestId,
    long arrivedNanos,
    long arrivedMillis,
    Credentials credentials,
    String address,
    @Nullable String session,
    boolean fallback,
    Optional<Duration> timeout,
    PassOn passOn) {}

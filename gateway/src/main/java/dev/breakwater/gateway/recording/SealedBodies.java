package dev.breakwater.gateway.recording;

/**
 * A recording as it lies in a store.
 *
 * @param content sealed, bound to tenant and request
 */
public record SealedBodies(
    String tenant, String requestId, long createdMillis, long expiresMillis, byte[] content) {}

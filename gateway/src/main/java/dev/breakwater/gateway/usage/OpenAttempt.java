package dev.breakwater.gateway.usage;

import org.jspecify.annotations.Nullable;

/**
 * What is known of an attempt whose request is not over, kept beside the cursors so that the
 * journal's segments can be freed.
 *
 * @param number the attempt's; 0 holds the request's own end while an attempt is still open
 * @param began the encoded record; null when it was lost, and for number 0
 * @param ended the encoded record; null while the attempt runs
 */
public record OpenAttempt(
    ChainId chain,
    String tenant,
    String requestId,
    int number,
    byte @Nullable [] began,
    byte @Nullable [] ended) {}

package dev.breakwater.server.config;

import java.time.Duration;

/**
 * How keys are taken.
 *
 * @param maxStale how long keys of a shared database are good without it
 * @param wrongKeysPerMinute how many an address may send before it is answered 429; 0 for as many
 *     as it likes
 */
public record AccessSettings(Duration maxStale, int wrongKeysPerMinute) {}

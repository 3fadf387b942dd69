package dev.breakwater.server.telemetry;

/**
 * What became of spans.
 *
 * @param sent taken by the receiver
 * @param failed that the receiver did not take
 * @param dropped because too many were waiting
 */
public record OtlpCounts(long sent, long failed, long dropped) {}

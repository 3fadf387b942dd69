package dev.breakwater.operations.rollups;

/**
 * Buckets of one grain in a row.
 *
 * @param from where the first begins, milliseconds since the epoch
 * @param to where the last ends
 */
public record Span(Grain grain, long from, long to) {}

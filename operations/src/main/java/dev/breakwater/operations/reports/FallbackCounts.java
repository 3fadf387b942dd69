package dev.breakwater.operations.reports;

/**
 * @param total without rejected ones
 * @param failed errors and interrupted ones
 * @param cancelled by their clients
 * @param fallbacks answered by another target than the first
 */
public record FallbackCounts(
    long total, long succeeded, long failed, long cancelled, long fallbacks) {}

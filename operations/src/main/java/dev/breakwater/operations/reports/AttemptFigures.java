package dev.breakwater.operations.reports;

/** What one attempt of a request with several took, which counts for the attempt's own model. */
public record AttemptFigures(
    String provider, String model, long inputTokens, long outputTokens, long costNanos) {}

package dev.breakwater.server.metrics.cloudwatch;

import java.time.Duration;

/**
 * How figures go to CloudWatch.
 *
 * @param namespace of the metrics, 1 to 255 characters
 * @param service the value of the dimension {@code Service}, which tells installations apart
 * @param interval between two sets of lines, from a second on
 */
public record CloudWatchSettings(
    String namespace, String service, Duration interval, Output output) {}

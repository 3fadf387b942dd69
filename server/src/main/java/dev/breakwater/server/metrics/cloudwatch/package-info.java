/** Sends the figures of {@code /metrics} to CloudWatch, in its embedded metric format. */
@NullMarked
package dev.breakwater.server.metrics.cloudwatch;

import org.jspecify.annotations.NullMarked;

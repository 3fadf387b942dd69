package dev.breakwater.operations.maintenance;

import java.time.Duration;
import java.util.Optional;

/**
 * How long raw rows are kept; rollups of them stay.
 *
 * @param usage requests and their calls
 * @param fallbackLogs how a request came to its target, and its place in the fallback log
 * @param audit who changed what; empty for ever
 */
public record RetentionSettings(Duration usage, Duration fallbackLogs, Optional<Duration> audit) {
  public static final RetentionSettings DEFAULT =
      new RetentionSettings(Duration.ofDays(730), Duration.ofDays(90), Optional.empty());
}

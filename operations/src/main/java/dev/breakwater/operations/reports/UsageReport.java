package dev.breakwater.operations.reports;

import java.time.Instant;
import java.util.List;

/**
 * Figures of a time with the newest requests beside them.
 *
 * @param asOf everything logged before it is counted
 * @param from the first instant counted
 * @param to the first instant not counted
 */
public record UsageReport(
    Instant asOf, Instant from, Instant to, UsageStats stats, List<RequestEntry> requests) {
  public UsageReport {
    requests = List.copyOf(requests);
  }
}

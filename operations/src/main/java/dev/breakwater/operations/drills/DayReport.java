package dev.breakwater.operations.drills;

import java.util.List;
import java.util.Map;

/**
 * What a simulated day has shown.
 *
 * @param calls that reached a provider
 * @param ends how many requests ended in each way
 * @param struck how many calls met each kind of trouble
 * @param probes calls to half-open circuits
 * @param repeats calls that a retry budget paid for
 * @param throttled calls that were told to come back later
 * @param waitedOut repeats by requests that had been told how long to wait
 * @param certain requests that had to succeed because a target was well all the time
 * @param healed circuits that were seen closed again after trouble
 * @param mostInFlight the most requests at once
 * @param traceHash the same for two runs of a seed
 * @param violations promises broken
 * @param broken the first of them in words
 */
public record DayReport(
    long seed,
    long requests,
    long calls,
    Map<String, Long> ends,
    Map<Trouble, Long> struck,
    long probes,
    long repeats,
    long throttled,
    long waitedOut,
    long certain,
    long healed,
    int mostInFlight,
    long traceHash,
    long violations,
    List<String> broken) {
  public DayReport {
    ends = Map.copyOf(ends);
    struck = Map.copyOf(struck);
    broken = List.copyOf(broken);
  }
}

package dev.breakwater.operations.reports;

import dev.breakwater.gateway.usage.Status;
import java.util.Arrays;

/** Adds requests up to {@link UsageStats}. */
final class UsageTally {
  private static final double MICROS_A_MILLI = 1000.0;

  private long requests;
  private long successes;
  private long errors;
  private long cancelled;
  private long rejected;
  private long cached;
  private long fallbacks;
  private long costNanos;
  private long unpriced;
  private long inputTokens;
  private long outputTokens;
  private long[] micros = new long[16];
  private int timed;

  /** Counts a request with what it took. */
  void add(RequestFigures request) {
    count(request);
    took(request.inputTokens(), request.outputTokens(), request.costNanos());
  }

  /** Counts a request whose attempts are counted apart. */
  void count(RequestFigures request) {
    unpriced += request.priced() ? 0 : 1;
    if (request.tenant().equals(UsageFilter.Scope.SYSTEM)) {
      return;
    }
    switch (request.status()) {
      case SUCCESS -> {
        successes++;
        if (!request.cached()) {
          time(request.responseMicros());
        }
      }
      case ERROR, INTERRUPTED -> errors++;
      case CANCELLED -> cancelled++;
      case REJECTED -> rejected++;
    }
    if (request.status() != Status.REJECTED) {
      requests++;
      cached += request.cached() ? 1 : 0;
      fallbacks += request.fallback() ? 1 : 0;
    }
  }

  void took(long input, long output, long nanos) {
    inputTokens += input;
    outputTokens += output;
    costNanos += nanos;
  }

  /** Whether there is nothing that a list should show. */
  boolean isEmpty() {
    return requests == 0 && costNanos == 0;
  }

  long requests() {
    return requests;
  }

  UsageStats stats() {
    long[] sorted = Arrays.copyOf(micros, timed);
    Arrays.sort(sorted);
    return new UsageStats(
        requests,
        successes,
        errors,
        cancelled,
        rejected,
        cached,
        Shares.successRate(successes, errors),
        Shares.percent(errors, successes + errors),
        costNanos,
        requests == 0 ? 0 : (costNanos + requests / 2) / requests,
        unpriced,
        Arrays.stream(sorted).average().orElse(0) / MICROS_A_MILLI,
        nearestRank(sorted, 50),
        nearestRank(sorted, 95),
        nearestRank(sorted, 99),
        inputTokens,
        outputTokens,
        Shares.percent(fallbacks, requests));
  }

  private void time(long responseMicros) {
    if (timed == micros.length) {
      micros = Arrays.copyOf(micros, 2 * timed);
    }
    micros[timed++] = responseMicros;
  }

  /** The value of rank ⌈n·percent/100⌉, as PostgreSQL's PERCENTILE_DISC has it, in milliseconds. */
  private static double nearestRank(long[] sorted, int percent) {
    if (sorted.length == 0) {
      return 0;
    }
    long rank = Math.ceilDiv((long) sorted.length * percent, 100);
    return sorted[Math.toIntExact(Math.max(1, rank)) - 1] / MICROS_A_MILLI;
  }
}

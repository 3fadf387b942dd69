package dev.breakwater.operations.drills;

import java.time.Duration;
import java.util.Map;

/**
 * What became of a month's requests under a policy.
 *
 * @param timeUp 0 to 1: the share of the month in which one of the policy's providers was up
 * @param whileUp requests that arrived while one was
 * @param answeredWhileUp how many of those were answered
 * @param calls that reached a provider
 * @param median from arrival to the answer's end, of answered requests
 * @param p95 the same for the slowest of twenty
 * @param p99 the same for the slowest of a hundred
 * @param failures requests that arrived while one was up and were not answered, by how they ended
 */
public record PolicyResult(
    Policy policy,
    double timeUp,
    long requests,
    long answered,
    long whileUp,
    long answeredWhileUp,
    long calls,
    Duration median,
    Duration p95,
    Duration p99,
    Map<String, Long> failures,
    HourlyAnswers hours) {
  public PolicyResult {
    failures = Map.copyOf(failures);
  }

  /** 0 to 1, of all requests. */
  public double answeredShare() {
    return (double) answered / requests;
  }

  /** 0 to 1, of the requests that arrived while a provider was up. */
  public double answeredWhileUpShare() {
    return (double) answeredWhileUp / whileUp;
  }

  public double callsPerRequest() {
    return (double) calls / requests;
  }
}

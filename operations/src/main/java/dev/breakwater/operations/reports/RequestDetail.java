package dev.breakwater.operations.reports;

import dev.breakwater.gateway.trace.Trace;
import java.util.List;
import java.util.Optional;

/**
 * Everything that is kept of one request.
 *
 * @param decision empty when it never had a plan, or nobody lived to tell
 * @param attempts in the order of their numbers
 */
public record RequestDetail(
    RequestEntry request, Optional<Trace> decision, List<AttemptEntry> attempts) {
  public RequestDetail {
    attempts = List.copyOf(attempts);
  }
}

package dev.breakwater.gateway.usage;

import java.util.List;

/**
 * How a follower is, for status and metrics.
 *
 * @param lost records that it never read or could not pair
 * @param lag records written and not read yet
 * @param openRequests that have begun and not ended
 */
public record FollowerState(long lost, long lag, int openRequests, List<Listener> listeners) {
  public FollowerState {
    listeners = List.copyOf(listeners);
  }

  /**
   * How one listener is.
   *
   * @param told requests that it took without failing
   * @param lost requests that it was too slow for
   * @param failures requests at which it threw
   * @param waiting requests that it will be told of
   */
  public record Listener(String name, long told, long lost, long failures, int waiting) {}
}

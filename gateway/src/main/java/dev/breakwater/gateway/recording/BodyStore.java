package dev.breakwater.gateway.recording;

import java.util.List;
import java.util.Optional;

/**
 * Keeps sealed bodies. Every method throws {@link RecordingsUnavailable} when it cannot be reached.
 */
public interface BodyStore {
  void put(List<SealedBodies> bodies);

  /** Those of a request, unless they have expired. */
  Optional<SealedBodies> find(String requestId, long nowMillis);

  /** Removes what has expired, at most so many; returns how many went. */
  int expire(long nowMillis, int most);
}

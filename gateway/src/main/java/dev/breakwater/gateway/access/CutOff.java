package dev.breakwater.gateway.access;

import java.time.Instant;
import java.util.Optional;

/**
 * Whether stored keys may no more be believed, because nothing has been heard for too long of those
 * that were revoked meanwhile. Asked for each request that comes with such a key.
 */
public interface CutOff {
  CutOff NEVER = _ -> Optional.empty();

  /**
   * Since when nothing has been heard.
   *
   * @param nowMillis since the epoch
   * @return empty while stored keys are good
   */
  Optional<Instant> since(long nowMillis);
}

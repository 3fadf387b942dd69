package dev.breakwater.operations.keys;

import dev.breakwater.gateway.access.CutOff;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Ends a node's belief in the keys that a shared database gave, when it has not seen that for too
 * long: whoever was revoked meanwhile must not stay in for ever.
 */
public final class Isolation implements CutOff {
  private final Supplier<Instant> lastSeen;
  private final Supplier<Duration> longest;

  /**
   * @param lastSeen when the database answered for the last time
   * @param longest how long its keys are good without it; asked each time
   */
  public Isolation(Supplier<Instant> lastSeen, Supplier<Duration> longest) {
    this.lastSeen = lastSeen;
    this.longest = longest;
  }

  @Override
  public Optional<Instant> since(long nowMillis) {
    Instant seen = lastSeen.get();
    return nowMillis - seen.toEpochMilli() > longest.get().toMillis()
        ? Optional.of(seen)
        : Optional.empty();
  }
}

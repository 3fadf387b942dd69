package dev.breakwater.operations.keys;

import java.util.Optional;

/**
 * Which keys are asked for; what is empty leaves all in.
 *
 * @param revoked true for those that were revoked, false for the others
 */
public record KeyFilter(
    Optional<String> tenant, Optional<String> environment, Optional<Boolean> revoked) {
  public static final KeyFilter ALL =
      new KeyFilter(Optional.empty(), Optional.empty(), Optional.empty());

  /** Whether a key that cannot be revoked is among them. */
  boolean takes(GivenKey given) {
    return tenant.map(given.key().tenant()::equals).orElse(true)
        && environment.map(given.key().environment()::equals).orElse(true)
        && !revoked.orElse(false);
  }
}

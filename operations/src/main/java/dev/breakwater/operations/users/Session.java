package dev.breakwater.operations.users;

import java.time.Instant;

/**
 * A sign-in that holds.
 *
 * @param hash of its token, which is kept nowhere
 * @param lastSeen to the minute
 * @param expires whatever is done in it
 * @param address where it began
 */
public record Session(
    String hash,
    String userId,
    Instant created,
    Instant lastSeen,
    Instant expires,
    String address) {

  /** A session and whose it is. */
  public record Owned(Session session, User user) {}
}

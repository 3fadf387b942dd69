package dev.breakwater.operations.users;

import dev.breakwater.operations.StoreUnavailable;
import java.time.Instant;
import java.util.Optional;

/**
 * Keeps sessions. Every method throws {@link StoreUnavailable} when the database does not answer.
 */
public interface SessionStore {
  void add(Session session);

  /** The session with whose it is, whether or not it still holds. */
  Optional<Session.Owned> find(String hash);

  /** Notes that it is in use. */
  void seen(String hash, Instant at);

  boolean remove(String hash);

  /**
   * Ends somebody's sessions.
   *
   * @param but the hash of one that stays; empty for none
   */
  void removeAll(String userId, String but);

  /** Removes those that expired, or were last seen before a time. */
  void removeDead(Instant now, Instant idleSince);
}

package dev.breakwater.operations.users;

import dev.breakwater.operations.StoreUnavailable;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Keeps people. Every method throws {@link StoreUnavailable} when the database does not answer. */
public interface UserStore {
  /**
   * Some of them by login.
   *
   * @param tenant whose; empty for all, those above tenants too
   * @param after the login that the page before ended with; empty for the first
   */
  List<User> page(Optional<String> tenant, String after, int limit);

  Optional<User> find(String id);

  Optional<User> byLogin(String login);

  Optional<User> byIdentity(Identity identity);

  /**
   * Keeps somebody new.
   *
   * @return false when the login or the identity is another's; then nothing was kept
   */
  boolean add(User user);

  /**
   * Replaces somebody's name, role and tenant, and whether they are disabled; nothing else.
   *
   * @return false when there is nobody of that id
   */
  boolean put(User user);

  /**
   * Gives somebody another password.
   *
   * @return false when there is nobody of that id
   */
  boolean password(String id, String hash, Instant at);

  /** Replaces a hash by another of the same password, unless the password is another by now. */
  void rehash(String id, String before, String hash);

  /** Notes a sign-in. */
  void signedIn(String id, Instant at);

  /** Removes somebody for good, with their sessions. */
  boolean remove(String id);

  /**
   * How many owners above tenants are not disabled, in the transaction that is under way on this
   * thread; no other transaction changes that before this one ends.
   */
  int standingOwners();
}

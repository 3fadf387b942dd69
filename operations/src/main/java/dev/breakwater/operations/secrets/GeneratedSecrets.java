package dev.breakwater.operations.secrets;

import dev.breakwater.operations.StoreUnavailable;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/** Keeps what an installation made for itself, sealed; all its nodes have the same. */
public interface GeneratedSecrets {
  /**
   * @return sealed; empty when there is none of that name
   * @throws StoreUnavailable when the database does not answer
   */
  Optional<byte[]> find(String name);

  /**
   * Keeps one unless there is one of that name: of nodes that start together one is first, and all
   * go on with what it made.
   *
   * @return the one that is kept
   * @throws StoreUnavailable when it was not kept
   */
  byte[] keepFirst(String name, byte[] sealed, Instant at);

  /**
   * Keeps one in the place of what was there: the same secret, sealed anew.
   *
   * @throws StoreUnavailable when it was not kept
   */
  void put(String name, byte[] sealed, Instant at);

  /**
   * All of them by name, as they are sealed.
   *
   * @throws StoreUnavailable when the database does not answer
   */
  Map<String, byte[]> all();
}

package dev.breakwater.operations.secrets;

import dev.breakwater.operations.StoreUnavailable;
import java.time.Instant;
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
}

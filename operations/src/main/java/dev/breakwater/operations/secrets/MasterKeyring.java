package dev.breakwater.operations.secrets;

import java.io.IOException;

/** The master keys of this node, and how they are exchanged. */
public interface MasterKeyring {
  /**
   * Makes a new key that seals from now on beside those that there are, when they are ours to make;
   * else reads those again that the operator gives.
   *
   * @return whether one was made
   * @throws IOException when it could not be written; then nothing has changed
   */
  boolean begin() throws IOException;

  /**
   * Forgets all keys but the one that seals, when they are ours.
   *
   * @throws IOException when that could not be written; then they go on opening
   */
  void finish() throws IOException;

  /** Reads again what another node or the operator may have changed. */
  void reload() throws IOException;

  /** Whether keys of ours are still there that seal no more: a rotation was interrupted. */
  boolean isUnfinished();

  /** The id of the key that seals. */
  String keyId();
}

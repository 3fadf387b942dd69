package dev.breakwater.server.keys;

import dev.breakwater.gateway.responses.Vault;
import dev.breakwater.operations.secrets.GeneratedSecrets;
import java.io.IOException;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.Optional;

/**
 * The pepper of the key hashes: 32 bytes, made by the first start and kept in the database sealed
 * under the master key. All nodes of a database have the same, and another master key can seal it
 * anew without a key going dead.
 */
public final class Pepper {
  private static final String NAME = "key-pepper";
  private static final String PURPOSE = "generated_secrets/key-pepper";
  private static final int BYTES = 32;

  private Pepper() {}

  /**
   * @param former the one that an older program left in the data directory
   * @throws IOException with a sentence for the operator when it cannot be opened
   */
  public static byte[] open(
      GeneratedSecrets secrets, Vault vault, Former former, InstantSource clock)
      throws IOException {
    Optional<byte[]> kept = secrets.find(NAME);
    byte[] sealed;
    if (kept.isPresent()) {
      sealed = kept.get();
    } else {
      byte[] pepper = former.find().orElseGet(Pepper::random);
      sealed = secrets.keepFirst(NAME, vault.seal(pepper, PURPOSE), clock.instant());
    }
    try {
      return vault.open(sealed, PURPOSE);
    } catch (IllegalArgumentException e) {
      throw new IOException(
          "the pepper of the keys in the database was sealed under another master key; give this"
              + " node the master key of those that share its database",
          e);
    }
  }

  /** What an older program may have left. */
  public interface Former {
    /**
     * @throws IOException when it is there and cannot be opened
     */
    Optional<byte[]> find() throws IOException;
  }

  private static byte[] random() {
    byte[] bytes = new byte[BYTES];
    new SecureRandom().nextBytes(bytes);
    return bytes;
  }
}

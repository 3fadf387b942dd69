package dev.breakwater.server.data;

import dev.breakwater.gateway.responses.Vault;
import dev.breakwater.operations.secrets.GeneratedSecrets;
import java.io.IOException;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

/**
 * Seals what was said in requests and answers: under a key of its own, which alone is sealed under
 * the master key, so that exchanging that one need not touch all that was ever kept.
 */
public final class BodyVault {
  private static final String NAME = "body-keys";
  private static final String PURPOSE = "generated_secrets/" + NAME;

  private BodyVault() {}

  /**
   * @throws IOException with a sentence for the operator when its key was sealed under a master key
   *     that is not there
   */
  public static Vault open(GeneratedSecrets secrets, DataDirectory data, InstantSource clock)
      throws IOException {
    Vault master = data.vault();
    Optional<byte[]> known = secrets.find(NAME);
    byte[] sealed =
        known.isPresent()
            ? known.get()
            : secrets.keepFirst(NAME, master.seal(made(data), PURPOSE), clock.instant());
    try {
      return new MasterVault(new Sealing(MasterKeys.read(master.open(sealed, PURPOSE))));
    } catch (IllegalArgumentException e) {
      throw new IOException(
          "bodies and answers that are kept cannot be opened; nodes that share a database share"
              + " their master key: "
              + e.getMessage(),
          e);
    }
  }

  /** Older programs sealed bodies under the master key itself, which opens them from here on. */
  private static byte[] made(DataDirectory data) throws IOException {
    return new MasterKeys(List.of(MasterKeys.made())).and(data.masterKey()).bytes();
  }
}

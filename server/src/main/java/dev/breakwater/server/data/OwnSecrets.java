package dev.breakwater.server.data;

import dev.breakwater.gateway.responses.Vault;
import dev.breakwater.operations.secrets.GeneratedSecrets;
import java.io.IOException;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.Optional;

/** Secrets that the installation made for itself, sealed under the master key in its database. */
public final class OwnSecrets {
  private static final int BYTES = 32;
  private static final String AUDIT = "audit-key";

  private final GeneratedSecrets secrets;
  private final Vault vault;

  public OwnSecrets(GeneratedSecrets secrets, Vault vault) {
    this.secrets = secrets;
    this.vault = vault;
  }

  /**
   * The key that the audit is chained under, made by the first node that starts.
   *
   * @throws IOException with a sentence for the operator when it was sealed under another master
   *     key
   */
  public byte[] auditKey(InstantSource clock) throws IOException {
    Optional<byte[]> known = existingAuditKey();
    if (known.isPresent()) {
      return known.get();
    }
    byte[] made = new byte[BYTES];
    new SecureRandom().nextBytes(made);
    return open(AUDIT, secrets.keepFirst(AUDIT, vault.seal(made, purpose(AUDIT)), clock.instant()));
  }

  /**
   * The same, where it has been made.
   *
   * @throws IOException as above
   */
  public Optional<byte[]> existingAuditKey() throws IOException {
    Optional<byte[]> sealed = secrets.find(AUDIT);
    return sealed.isPresent() ? Optional.of(open(AUDIT, sealed.get())) : Optional.empty();
  }

  private byte[] open(String name, byte[] sealed) throws IOException {
    try {
      return vault.open(sealed, purpose(name));
    } catch (IllegalArgumentException e) {
      throw new IOException(
          "the database's "
              + name
              + " is damaged or was sealed under another master key; nodes that share a database"
              + " share their master.key",
          e);
    }
  }

  /** The row that the secret is bound to. */
  private static String purpose(String name) {
    return "generated_secrets/" + name;
  }
}

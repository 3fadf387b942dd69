package dev.breakwater.server.data;

import dev.breakwater.gateway.responses.Vault;
import dev.breakwater.operations.secrets.Reseal;
import java.security.GeneralSecurityException;
import java.util.Optional;

/**
 * Seals under keys that may be exchanged while it is used; by many threads, for a cipher is made
 * for each piece.
 */
public final class MasterVault implements Vault, Reseal {
  private volatile Sealing sealing;

  MasterVault(Sealing sealing) {
    this.sealing = sealing;
  }

  /** Goes on with other keys. */
  void use(Sealing next) {
    sealing = next;
  }

  @Override
  public byte[] seal(byte[] plain, String purpose) {
    try {
      return sealing.seal(plain, purpose);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("this Java cannot seal", e);
    }
  }

  @Override
  public byte[] open(byte[] sealed, String purpose) {
    try {
      return sealing.open(sealed, purpose);
    } catch (GeneralSecurityException e) {
      throw new IllegalArgumentException(
          "what was kept as " + purpose + " cannot be opened: " + e.getMessage(), e);
    }
  }

  @Override
  public Optional<byte[]> anew(byte[] sealed, String purpose) {
    return sealing.isUnderFirst(sealed)
        ? Optional.empty()
        : Optional.of(seal(open(sealed, purpose), purpose));
  }
}

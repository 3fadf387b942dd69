package dev.breakwater.server.data;

import dev.breakwater.gateway.responses.Vault;
import java.security.GeneralSecurityException;

/** Seals under the master key; used by many threads, for a cipher is made for each piece. */
record MasterVault(Sealing sealing) implements Vault {
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
          "what was kept as " + purpose + " was damaged, or sealed under another master key", e);
    }
  }
}

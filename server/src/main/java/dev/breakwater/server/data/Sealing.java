package dev.breakwater.server.data;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Optional;
import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * Seals small secrets: AES-256-GCM, in front a mark with the version, the key's id and the nonce,
 * bound to what the secret is for, so that one cannot be put in another's place. What was sealed
 * before there was a mark begins with its nonce, and is opened too.
 */
final class Sealing {
  private static final String CIPHER = "AES/GCM/NoPadding";
  private static final int NONCE_BYTES = 12;
  private static final int TAG_BITS = 128;

  /** Two letters and the version. */
  private static final byte[] MARK = {'B', 'W', 1};

  private static final int PREFIX_BYTES = MARK.length + MasterKeys.ID_BYTES;

  private final MasterKeys keys;

  Sealing(MasterKeys keys) {
    this.keys = keys;
  }

  byte[] seal(byte[] secret, String purpose) throws GeneralSecurityException {
    byte[] nonce = new byte[NONCE_BYTES];
    new SecureRandom().nextBytes(nonce);
    byte[] sealed = cipher(Cipher.ENCRYPT_MODE, keys.first(), nonce, 0, purpose).doFinal(secret);
    byte[] all = new byte[PREFIX_BYTES + NONCE_BYTES + sealed.length];
    System.arraycopy(MARK, 0, all, 0, MARK.length);
    byte[] id = HexFormat.of().parseHex(keys.first().id());
    System.arraycopy(id, 0, all, MARK.length, id.length);
    System.arraycopy(nonce, 0, all, PREFIX_BYTES, NONCE_BYTES);
    System.arraycopy(sealed, 0, all, PREFIX_BYTES + NONCE_BYTES, sealed.length);
    return all;
  }

  /**
   * @throws GeneralSecurityException when none of the keys has sealed it for this purpose
   */
  byte[] open(byte[] sealed, String purpose) throws GeneralSecurityException {
    Optional<String> id = keyId(sealed);
    Optional<MasterKeys.Key> named = id.flatMap(keys::find);
    if (named.isPresent()) {
      try {
        return open(named.get(), sealed, PREFIX_BYTES, purpose);
      } catch (AEADBadTagException e) {
        // a nonce may look like a mark: once in 10^16 values of before
      }
    }
    for (MasterKeys.Key key : keys.keys()) {
      try {
        return open(key, sealed, 0, purpose);
      } catch (AEADBadTagException e) {
        // the next may have
      }
    }
    throw new AEADBadTagException(
        id.isPresent() && named.isEmpty()
            ? "it was sealed under the master key "
                + id.get()
                + ", which is not among those that there are: "
                + keys
            : "it is damaged, or was sealed for something else");
  }

  /** Whether it is sealed under the first key, in the form of today. */
  boolean isUnderFirst(byte[] sealed) {
    return keyId(sealed).filter(keys.first().id()::equals).isPresent();
  }

  /** The id of the key that a mark names. */
  private static Optional<String> keyId(byte[] sealed) {
    return sealed.length >= PREFIX_BYTES + NONCE_BYTES
            && Arrays.equals(sealed, 0, MARK.length, MARK, 0, MARK.length)
        ? Optional.of(HexFormat.of().formatHex(sealed, MARK.length, PREFIX_BYTES))
        : Optional.empty();
  }

  private static byte[] open(MasterKeys.Key key, byte[] sealed, int at, String purpose)
      throws GeneralSecurityException {
    if (sealed.length < at + NONCE_BYTES) {
      throw new AEADBadTagException("too short to be sealed");
    }
    return cipher(Cipher.DECRYPT_MODE, key, sealed, at, purpose)
        .doFinal(sealed, at + NONCE_BYTES, sealed.length - at - NONCE_BYTES);
  }

  private static Cipher cipher(int mode, MasterKeys.Key key, byte[] nonce, int at, String purpose)
      throws GeneralSecurityException {
    Cipher cipher = Cipher.getInstance(CIPHER);
    cipher.init(
        mode,
        new SecretKeySpec(key.bytes(), "AES"),
        new GCMParameterSpec(TAG_BITS, nonce, at, NONCE_BYTES));
    cipher.updateAAD(purpose.getBytes(StandardCharsets.UTF_8));
    return cipher;
  }
}

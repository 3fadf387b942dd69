package dev.breakwater.operations.changes;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * What stands in a secret's place where changes are recorded: it differs when the secret does, and
 * says nothing about it to those who do not have the key. From any thread.
 */
public final class Fingerprints {
  private static final String ALGORITHM = "HmacSHA256";
  private static final String PREFIX = "fp_";
  private static final int SHOWN_BYTES = 6;

  private final SecretKeySpec key;

  /**
   * @param auditKey the one that the audit is chained under; a key of its own is derived from it
   */
  public Fingerprints(byte[] auditKey) {
    byte[] derived =
        mac(
            new SecretKeySpec(auditKey, ALGORITHM),
            "fingerprints of secrets".getBytes(StandardCharsets.UTF_8));
    this.key = new SecretKeySpec(derived, ALGORITHM);
  }

  /** {@code fp_} and 12 hexadecimal digits; empty for an empty secret. */
  public String of(String secret) {
    if (secret.isEmpty()) {
      return "";
    }
    byte[] whole = mac(key, secret.getBytes(StandardCharsets.UTF_8));
    return PREFIX + HexFormat.of().formatHex(whole, 0, SHOWN_BYTES);
  }

  private static byte[] mac(SecretKeySpec key, byte[] content) {
    try {
      Mac mac = Mac.getInstance(ALGORITHM);
      mac.init(key);
      return mac.doFinal(content);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("this Java has no " + ALGORITHM, e);
    }
  }
}

package dev.breakwater.gateway.access;

import java.security.GeneralSecurityException;
import java.util.Arrays;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** What is kept of a key: HMAC-SHA-256 of its whole text under a pepper. */
public final class KeyHash {
  private static final String ALGORITHM = "HmacSHA256";

  private final byte[] bytes;
  private final int hashCode;

  private KeyHash(byte[] bytes) {
    this.bytes = bytes;
    this.hashCode = Arrays.hashCode(bytes);
  }

  public static KeyHash of(byte[] bytes) {
    return new KeyHash(bytes.clone());
  }

  public byte[] bytes() {
    return bytes.clone();
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof KeyHash hash && Arrays.equals(bytes, hash.bytes);
  }

  @Override
  public int hashCode() {
    return hashCode;
  }

  /** The hash in hexadecimal; it is no secret that opens anything. */
  @Override
  public String toString() {
    return HexFormat.of().formatHex(bytes);
  }

  /** Hashes keys under one pepper; not for several threads at once. */
  public static final class Hasher {
    private final Mac mac;

    /**
     * @param pepper at least 16 bytes
     */
    public Hasher(byte[] pepper) {
      try {
        mac = Mac.getInstance(ALGORITHM);
        mac.init(new SecretKeySpec(pepper, ALGORITHM));
      } catch (GeneralSecurityException e) {
        throw new IllegalStateException("the JDK lacks " + ALGORITHM, e);
      }
    }

    public KeyHash hash(String key) {
      return new KeyHash(mac.doFinal(key.getBytes(java.nio.charset.StandardCharsets.UTF_8)));
    }
  }
}

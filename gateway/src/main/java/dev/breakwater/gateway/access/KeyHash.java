package dev.breakwater.gateway.access;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.security.GeneralSecurityException;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** What is kept of a key: HMAC-SHA-256 of its whole text under a pepper. */
public final class KeyHash {
  private static final String ALGORITHM = "HmacSHA256";

  private static final int LENGTH = 32;
  private static final VarHandle LONGS =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);

  // Four numbers take half the room of an array, and there may be a hundred thousand.
  private final long first;
  private final long second;
  private final long third;
  private final long fourth;

  private KeyHash(byte[] bytes) {
    this.first = (long) LONGS.get(bytes, 0);
    this.second = (long) LONGS.get(bytes, Long.BYTES);
    this.third = (long) LONGS.get(bytes, 2 * Long.BYTES);
    this.fourth = (long) LONGS.get(bytes, 3 * Long.BYTES);
  }

  /**
   * @param bytes 32 of them
   */
  public static KeyHash of(byte[] bytes) {
    if (bytes.length != LENGTH) {
      throw new IllegalArgumentException("a key's hash has 32 bytes, not " + bytes.length);
    }
    return new KeyHash(bytes);
  }

  public byte[] bytes() {
    byte[] bytes = new byte[LENGTH];
    LONGS.set(bytes, 0, first);
    LONGS.set(bytes, Long.BYTES, second);
    LONGS.set(bytes, 2 * Long.BYTES, third);
    LONGS.set(bytes, 3 * Long.BYTES, fourth);
    return bytes;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof KeyHash hash
        && first == hash.first
        && second == hash.second
        && third == hash.third
        && fourth == hash.fourth;
  }

  /** A part of the hash: nobody without the pepper chooses what it is. */
  @Override
  public int hashCode() {
    return Long.hashCode(first);
  }

  /** The hash in hexadecimal; it is no secret that opens anything. */
  @Override
  public String toString() {
    return HexFormat.of().formatHex(bytes());
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

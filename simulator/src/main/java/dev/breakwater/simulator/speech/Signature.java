package dev.breakwater.simulator.speech;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Marks thoughts as the simulator's own, so that a client that gives back altered ones is found
 * out. The same text has the same signature always.
 */
public final class Signature {
  private static final byte[] KEY = "simulated providers".getBytes(StandardCharsets.UTF_8);
  private static final int LENGTH = 32;

  private Signature() {}

  /** A signature of {@code text}, in Base64. */
  public static String of(String text) {
    return Base64.getEncoder().encodeToString(mac(text));
  }

  /** Whether {@code signature} was made by {@link #of} for this text. */
  public static boolean genuine(String text, String signature) {
    return MessageDigest.isEqual(
        of(text).getBytes(StandardCharsets.UTF_8), signature.getBytes(StandardCharsets.UTF_8));
  }

  /** The text and its signature as one opaque word, in URL-safe Base64. */
  public static String seal(String text) {
    byte[] mac = mac(text);
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    byte[] sealed = Arrays.copyOf(mac, LENGTH + bytes.length);
    for (int index = 0; index < bytes.length; index++) {
      sealed[LENGTH + index] = (byte) (bytes[index] ^ mac[index % LENGTH]);
    }
    return Base64.getUrlEncoder().encodeToString(sealed);
  }

  /** The text of a word that {@link #seal} made; empty for any other. */
  public static Optional<String> open(String sealed) {
    byte[] bytes;
    try {
      bytes = Base64.getUrlDecoder().decode(sealed);
    } catch (IllegalArgumentException _) {
      return Optional.empty();
    }
    if (bytes.length < LENGTH) {
      return Optional.empty();
    }
    byte[] text = Arrays.copyOfRange(bytes, LENGTH, bytes.length);
    for (int index = 0; index < text.length; index++) {
      text[index] ^= bytes[index % LENGTH];
    }
    String opened = new String(text, StandardCharsets.UTF_8);
    return seal(opened).equals(sealed) ? Optional.of(opened) : Optional.empty();
  }

  private static byte[] mac(String text) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(KEY, "HmacSHA256"));
      return mac.doFinal(text.getBytes(StandardCharsets.UTF_8));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every JDK has HmacSHA256", e);
    }
  }
}

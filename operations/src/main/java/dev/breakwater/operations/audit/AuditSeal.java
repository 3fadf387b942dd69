package dev.breakwater.operations.audit;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Hashes entries and signs heads: HMAC-SHA-256 over every column as it is kept, each with its
 * length in front, so that nothing can be shifted from one into the next. From any thread.
 */
public final class AuditSeal {
  private static final String ALGORITHM = "HmacSHA256";

  private final SecretKeySpec key;

  /**
   * @param key 32 random bytes that are used for nothing else
   */
  public AuditSeal(byte[] key) {
    this.key = new SecretKeySpec(key, ALGORITHM);
  }

  /** The hash of an entry, whatever hash it says itself. */
  String hash(AuditEntry entry) {
    return mac(
        "entry",
        Long.toString(entry.sequence()),
        entry.id(),
        entry.at().toString(),
        entry.who().kind(),
        entry.who().id(),
        entry.who().name(),
        entry.who().role(),
        entry.who().address(),
        entry.tenant(),
        entry.what().action(),
        entry.what().object(),
        entry.what().before(),
        entry.what().after(),
        entry.link().previous());
  }

  AuditHead head(long sequence, String hash, long entries) {
    return new AuditHead(sequence, hash, entries, signature(sequence, hash, entries));
  }

  /** Whether a head was signed here. */
  boolean isOurs(AuditHead head) {
    return same(head.signature(), signature(head.sequence(), head.hash(), head.entries()));
  }

  private String signature(long sequence, String hash, long entries) {
    return mac("head", Long.toString(sequence), hash, Long.toString(entries));
  }

  /** Takes the same time wherever they differ. */
  static boolean same(String one, String other) {
    return MessageDigest.isEqual(
        one.getBytes(StandardCharsets.UTF_8), other.getBytes(StandardCharsets.UTF_8));
  }

  private String mac(String... fields) {
    ByteArrayOutputStream content = new ByteArrayOutputStream();
    for (String field : fields) {
      byte[] bytes = field.getBytes(StandardCharsets.UTF_8);
      content.writeBytes(ByteBuffer.allocate(Integer.BYTES).putInt(bytes.length).array());
      content.writeBytes(bytes);
    }
    try {
      Mac mac = Mac.getInstance(ALGORITHM);
      mac.init(key);
      return HexFormat.of().formatHex(mac.doFinal(content.toByteArray()));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("this Java has no " + ALGORITHM, e);
    }
  }
}

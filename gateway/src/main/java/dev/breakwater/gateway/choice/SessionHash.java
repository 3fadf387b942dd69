package dev.breakwater.gateway.choice;

import dev.breakwater.gateway.access.VirtualKey;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import org.jspecify.annotations.Nullable;

/**
 * Tells sessions apart by a hash, the only thing of them that leaves this class: names of end users
 * are no one's business here. Keeps state while it hashes, so one for each thread that asks.
 */
final class SessionHash {
  private static final String ALGORITHM = "SHA-256";

  private final MessageDigest digest;

  SessionHash() {
    try {
      digest = MessageDigest.getInstance(ALGORITHM);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("the JDK lacks " + ALGORITHM, e);
    }
  }

  /**
   * The first eight bytes of SHA-256 over the length-prefixed UTF-8 of tenant and session, so that
   * two tenants' sessions of one name are two.
   *
   * @param named the client's own name for the session
   * @param user the end user that the body names, who stands for a session without a name; without
   *     both it is the key's
   */
  long of(VirtualKey caller, @Nullable String named, @Nullable String user) {
    update(caller.tenant());
    update(name(caller, named, user));
    return ByteBuffer.wrap(digest.digest()).getLong();
  }

  private void update(String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    digest.update(ByteBuffer.allocate(Integer.BYTES).putInt(bytes.length).flip());
    digest.update(bytes);
  }

  private static String name(VirtualKey caller, @Nullable String named, @Nullable String user) {
    if (named != null && !named.isEmpty()) {
      return named;
    }
    return user != null && !user.isEmpty() ? user : caller.id();
  }
}

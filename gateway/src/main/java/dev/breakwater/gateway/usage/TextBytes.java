package dev.breakwater.gateway.usage;

import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * Remembers in what bytes texts are written that come again and again, such as the names of models,
 * tenants and keys, so that writing one copies them. It is what {@link TextPool} is to reading. One
 * writer's own.
 */
final class TextBytes {
  private static final int SLOTS = 256;
  private static final int LONGEST = 64;

  private final @Nullable String[] texts = new String[SLOTS];
  private final byte[] @Nullable [] bytes = new byte[SLOTS][];

  /** The text in UTF-8, which nobody may change; null when it is not one to be remembered. */
  byte @Nullable [] of(String text) {
    int slot = text.hashCode() & (SLOTS - 1);
    byte[] known = bytes[slot];
    if (known != null && text.equals(texts[slot])) {
      return known;
    }
    if (text.length() > LONGEST) {
      return null;
    }
    byte[] made = text.getBytes(StandardCharsets.UTF_8);
    texts[slot] = text;
    bytes[slot] = made;
    return made;
  }
}

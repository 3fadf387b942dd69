package dev.breakwater.gateway.usage;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Gives texts that come again and again, such as the names of models, tenants and keys, as one
 * object each: nothing is made for them, and maps that are asked with them have their hash already.
 * What does not come again is pushed out by what does. One reader's own.
 */
final class TextPool {
  /** A tenth of a megabyte at the very most. */
  private static final int SLOTS = 1_024;

  private static final int LONGEST = 64;

  private final byte[] @Nullable [] bytes = new byte[SLOTS][];
  private final @Nullable String[] texts = new String[SLOTS];

  /** The text that some bytes are in UTF-8. */
  String text(byte[] from, int start, int length) {
    if (length > LONGEST) {
      return new String(from, start, length, StandardCharsets.UTF_8);
    }
    int slot = slot(from, start, length);
    byte[] known = bytes[slot];
    String text = texts[slot];
    if (known != null
        && text != null
        && Arrays.equals(known, 0, known.length, from, start, start + length)) {
      return text;
    }
    String made = new String(from, start, length, StandardCharsets.UTF_8);
    bytes[slot] = Arrays.copyOfRange(from, start, start + length);
    texts[slot] = made;
    return made;
  }

  private static int slot(byte[] from, int start, int length) {
    int hash = length;
    for (int index = start; index < start + length; index++) {
      hash = 31 * hash + from[index];
    }
    return (hash ^ hash >>> 15) & SLOTS - 1;
  }
}

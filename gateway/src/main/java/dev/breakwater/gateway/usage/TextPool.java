package dev.breakwater.gateway.usage;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Gives texts that come again and again, such as the names of models, tenants and keys, as one
 * object each: nothing is made for them, and maps that are asked with them have their hash already.
 * What does not come again is pushed out by what does. One reader's own.
 */
final class TextPool {
  private static final VarHandle LONG =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.nativeOrder());

  private static final int SLOT_BITS = 10;

  /** A fifth of a megabyte at the very most. */
  private static final int SLOTS = 1 << SLOT_BITS;

  /**
   * Two to the 64th by the golden ratio: the topmost bits of a product depend on all the others.
   */
  private static final long SCATTER = 0x9E3779B97F4A7C15L;

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

  /** By its length and the eight bytes at both its ends, which tell ids and names apart. */
  private static int slot(byte[] from, int start, int length) {
    long hash;
    if (length < Long.BYTES) {
      hash = 0;
      for (int index = start; index < start + length; index++) {
        hash = (hash << Byte.SIZE) ^ from[index];
      }
    } else {
      hash = (long) LONG.get(from, start) * 31 + (long) LONG.get(from, start + length - Long.BYTES);
    }
    return (int) (((hash + length) * SCATTER) >>> (Long.SIZE - SLOT_BITS));
  }
}

package dev.breakwater.wire.json;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/** Finds bytes eight at a time: the tests are exact for the first match in a word. */
public final class Words {
  private static final VarHandle WORDS =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
  private static final long ONES = 0x0101010101010101L;
  private static final long HIGHS = 0x8080808080808080L;

  private Words() {}

  /** The eight bytes at an offset, the first one lowest. */
  static long at(byte[] bytes, int offset) {
    return (long) WORDS.get(bytes, offset);
  }

  /** The first byte that ends a line (LF or CR); {@code end} when there is none. */
  public static int lineEnd(byte[] bytes, int start, int end) {
    int i = start;
    for (; i + 8 <= end; i += 8) {
      long word = at(bytes, i);
      long found = equal(word, '\n') | equal(word, '\r');
      if (found != 0) {
        return i + (Long.numberOfTrailingZeros(found) >>> 3);
      }
    }
    while (i < end && bytes[i] != '\n' && bytes[i] != '\r') {
      i++;
    }
    return i;
  }

  /**
   * The first byte inside a JSON string that needs a look: a quote, a backslash, a control byte or
   * one outside ASCII; {@code end} when there is none.
   */
  static int stringSpecial(byte[] bytes, int start, int end) {
    int i = start;
    for (; i + 8 <= end; i += 8) {
      long word = at(bytes, i);
      long control = (word - ONES * 0x20) & ~word & HIGHS;
      long found = equal(word, '"') | equal(word, '\\') | control | (word & HIGHS);
      if (found != 0) {
        return i + (Long.numberOfTrailingZeros(found) >>> 3);
      }
    }
    while (i < end && bytes[i] >= 0x20 && bytes[i] != '"' && bytes[i] != '\\') {
      i++;
    }
    return i;
  }

  private static long equal(long word, char wanted) {
    long difference = word ^ (ONES * wanted);
    return (difference - ONES) & ~difference & HIGHS;
  }
}

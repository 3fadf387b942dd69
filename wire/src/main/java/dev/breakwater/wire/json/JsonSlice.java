package dev.breakwater.wire.json;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * The inside of a JSON string that is left where it was received: an image of megabytes is carried
 * from one body to the other without ever becoming a text. Valid JSON, escapes included; equal when
 * the bytes are.
 */
public final class JsonSlice {
  private final byte[] bytes;
  private final int start;
  private final int end;

  JsonSlice(byte[] bytes, int start, int end) {
    this.bytes = bytes;
    this.start = start;
    this.end = end;
  }

  /** A text as the inside of a JSON string. */
  public static JsonSlice of(String text) {
    byte[] quoted = JsonText.quote(text);
    return new JsonSlice(quoted, 1, quoted.length - 1);
  }

  /** Bytes between the quotes, escapes counted as they stand. */
  public int length() {
    return end - start;
  }

  /** What follows the first {@code count} bytes; they must not end inside an escape. */
  public JsonSlice from(int count) {
    return new JsonSlice(bytes, start + count, end);
  }

  /** The first {@code count} bytes at most, as they stand, for looking at a prefix. */
  public String head(int count) {
    return new String(bytes, start, Math.min(count, end - start), StandardCharsets.UTF_8);
  }

  /** The text that it stands for. */
  public String text() {
    return JsonText.unescape(bytes, start, end);
  }

  /** Appends it between quotes. */
  public void writeTo(ByteSink out) {
    out.write('"').write(bytes, start, end).write('"');
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof JsonSlice slice
        && Arrays.equals(bytes, start, end, slice.bytes, slice.start, slice.end);
  }

  @Override
  public int hashCode() {
    int hash = end - start;
    for (int i = start; i < Math.min(end, start + 64); i++) {
      hash = 31 * hash + bytes[i];
    }
    return hash;
  }

  @Override
  public String toString() {
    return length() <= 40 ? head(40) : head(40) + "…";
  }
}

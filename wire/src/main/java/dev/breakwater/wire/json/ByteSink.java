package dev.breakwater.wire.json;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** A growing byte array that is written once and handed on; belongs to one thread. */
public final class ByteSink {
  /** A stream lives long: five thousand of them must not each keep their largest burst. */
  private static final int MOST_KEPT = 1024;

  private static final byte[] NOTHING = new byte[0];

  private byte[] bytes;
  private int size;

  public ByteSink() {
    this(512);
  }

  public ByteSink(int capacity) {
    bytes = new byte[capacity];
  }

  public ByteSink write(byte[] source, int start, int end) {
    int length = end - start;
    ensure(length);
    System.arraycopy(source, start, bytes, size, length);
    size += length;
    return this;
  }

  public ByteSink write(byte[] source) {
    return write(source, 0, source.length);
  }

  public ByteSink write(String text) {
    return text(text, 0, text.length());
  }

  /** Appends an array that nobody else keeps, without a copy where nothing was written before. */
  public ByteSink adopt(byte[] owned) {
    if (size > 0) {
      return write(owned);
    }
    bytes = owned;
    size = owned.length;
    return this;
  }

  /**
   * Appends one byte.
   *
   * @param ascii 0 to 127
   */
  public ByteSink write(char ascii) {
    ensure(1);
    bytes[size++] = (byte) ascii;
    return this;
  }

  /** Appends a part of a text in UTF-8; a surrogate without its other half becomes a '?'. */
  ByteSink text(String text, int start, int end) {
    ensure(end - start);
    for (int i = start; i < end; i++) {
      char c = text.charAt(i);
      if (c >= 0x80) {
        return write(text.substring(i, end).getBytes(StandardCharsets.UTF_8));
      }
      bytes[size++] = (byte) c;
    }
    return this;
  }

  public int size() {
    return size;
  }

  public boolean isEmpty() {
    return size == 0;
  }

  /** Hands out what was written and starts empty again; room that a burst needed is let go. */
  public byte[] take() {
    byte[] taken;
    if (bytes.length <= MOST_KEPT) {
      taken = Arrays.copyOf(bytes, size);
    } else {
      taken = size == bytes.length ? bytes : Arrays.copyOf(bytes, size);
      bytes = NOTHING;
    }
    size = 0;
    return taken;
  }

  /** As {@link #take}, for the last time: no room is kept, and nothing copied that fits. */
  public byte[] takeLast() {
    byte[] taken = size == bytes.length ? bytes : Arrays.copyOf(bytes, size);
    bytes = NOTHING;
    size = 0;
    return taken;
  }

  public void clear() {
    size = 0;
  }

  @Override
  public String toString() {
    return new String(bytes, 0, size, StandardCharsets.UTF_8);
  }

  private void ensure(int more) {
    if (bytes.length - size < more) {
      bytes = Arrays.copyOf(bytes, Math.max(bytes.length * 2, Math.addExact(size, more)));
    }
  }
}

package dev.breakwater.gateway.trace;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** A request's decision trace as journal and ledger keep it; {@link Trace} reads it. */
public final class KeptTrace {
  /** Bytes of the longest one. */
  public static final int LARGEST = 2048;

  private final byte[] utf8;

  /** Made when it is asked for; one trace serves many requests. */
  private @Nullable String text;

  private KeptTrace(byte[] utf8) {
    if (utf8.length > LARGEST) {
      throw new IllegalArgumentException("a trace of " + utf8.length + " bytes is too long");
    }
    this.utf8 = utf8;
  }

  /**
   * @throws IllegalArgumentException over {@link #LARGEST} bytes of UTF-8
   */
  public static KeptTrace of(String text) {
    return new KeptTrace(text.getBytes(StandardCharsets.UTF_8));
  }

  /**
   * The one that {@link #copyTo} has put there.
   *
   * @throws IllegalArgumentException over {@link #LARGEST} bytes
   */
  public static KeptTrace of(byte[] bytes, int from, int length) {
    return new KeptTrace(Arrays.copyOfRange(bytes, from, from + length));
  }

  public int length() {
    return utf8.length;
  }

  public void copyTo(byte[] bytes, int at) {
    System.arraycopy(utf8, 0, bytes, at, utf8.length);
  }

  /** Whether {@link #copyTo} would put just these bytes there. */
  public boolean is(byte[] bytes, int from, int length) {
    return Arrays.equals(utf8, 0, utf8.length, bytes, from, from + length);
  }

  public String text() {
    String known = text;
    if (known == null) {
      known = new String(utf8, StandardCharsets.UTF_8);
      text = known;
    }
    return known;
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof KeptTrace trace && Arrays.equals(utf8, trace.utf8);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(utf8);
  }

  @Override
  public String toString() {
    return text();
  }
}

package dev.breakwater.simulator.delivery;

import io.vertx.core.buffer.Buffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Damages rendered answers, without a need to know their format beyond that it holds a JSON object.
 */
final class Spoiler {
  /** Length of the padding that makes a line huge, in bytes. */
  static final int HUGE = 8 << 20;

  private static final byte[] JUNK = "\u0001<<garbled>>}{\"".getBytes(StandardCharsets.UTF_8);

  static final Buffer HTML_PAGE =
      Buffer.buffer(
          """
          <!DOCTYPE html>
          <html>
          <head><title>Just a moment</title></head>
          <body>
          <h1>We will be right back</h1>
          <p>The service is temporarily unavailable.</p>
          </body>
          </html>
          """);

  private Spoiler() {}

  /**
   * Cuts the JSON in its middle, puts junk there and keeps the line ends, so that the framing stays
   * intact.
   */
  static Buffer garble(Buffer frame) {
    byte[] bytes = frame.getBytes();
    int end = bytes.length;
    while (end > 0 && (bytes[end - 1] == '\n' || bytes[end - 1] == '\r')) {
      end--;
    }
    int start = Math.max(0, indexOf(bytes, '{'));
    int middle = start + (end - start) / 2;
    return Buffer.buffer(bytes.length)
        .appendBytes(bytes, 0, middle)
        .appendBytes(JUNK)
        .appendBytes(bytes, end, bytes.length - end);
  }

  /** Adds an unknown field of 8 MB in front of the first JSON object's others. */
  static Buffer swell(Buffer frame) {
    byte[] bytes = frame.getBytes();
    int brace = indexOf(bytes, '{');
    byte[] padding = new byte[HUGE];
    Arrays.fill(padding, (byte) 'x');
    return Buffer.buffer(bytes.length + HUGE + 16)
        .appendBytes(bytes, 0, brace + 1)
        .appendString("\"padding\":\"")
        .appendBytes(padding)
        .appendString("\",")
        .appendBytes(bytes, brace + 1, bytes.length - brace - 1);
  }

  private static int indexOf(byte[] bytes, char wanted) {
    for (int index = 0; index < bytes.length; index++) {
      if (bytes[index] == wanted) {
        return index;
      }
    }
    return -1;
  }
}

package dev.breakwater.gateway.provider;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * A request's first line and headers, as bytes that calls which differ in nothing but their bodies
 * share (RFC 9112, 2 to 6). Complete before it is first sent.
 */
final class RequestHead {
  private static final byte[] NOTHING_FOLLOWS = "\r\n".getBytes(StandardCharsets.US_ASCII);

  private final String method;
  private final String target;
  private final ByteArrayOutputStream written = new ByteArrayOutputStream(512);
  private byte @Nullable [] bytes;

  /**
   * @param target path and query
   * @throws IllegalArgumentException when the target has characters that would end it
   */
  RequestHead(String method, Origin origin, String target) {
    this.method = method;
    this.target = target;
    if (target.chars().anyMatch(character -> character <= ' ' || character == 0x7f)) {
      throw new IllegalArgumentException("a request's target has no blanks: " + target);
    }
    written.writeBytes((method + ' ' + target + " HTTP/1.1\r\n").getBytes(StandardCharsets.UTF_8));
    header("host", origin.authority());
  }

  String method() {
    return method;
  }

  /** Path and query. */
  String target() {
    return target;
  }

  /**
   * Adds one; before the head is sent.
   *
   * @throws IllegalArgumentException when it has characters that would end it
   */
  RequestHead header(String name, String value) {
    if (bytes != null) {
      throw new IllegalStateException("the head is in use");
    }
    if (name.isEmpty() || !name.chars().allMatch(RequestHead::isOfToken)) {
      throw new IllegalArgumentException("no header has the name '" + name + "'");
    }
    if (value.chars().anyMatch(RequestHead::endsValue)) {
      throw new IllegalArgumentException("the value of the header " + name + " has line breaks");
    }
    written.writeBytes((name + ": " + value + "\r\n").getBytes(StandardCharsets.ISO_8859_1));
    return this;
  }

  /** Everything before what depends on the body, not to be changed. */
  byte[] bytes() {
    byte[] made = bytes;
    if (made == null) {
      made = written.toByteArray();
      bytes = made;
    }
    return made;
  }

  /** What ends the head of a request with a body of so many bytes. */
  byte[] end(int bodyBytes) {
    return bodyBytes == 0 && method.equals("GET")
        ? NOTHING_FOLLOWS
        : ("content-length: " + bodyBytes + "\r\n\r\n").getBytes(StandardCharsets.ISO_8859_1);
  }

  private static boolean isOfToken(int character) {
    return character > ' ' && character < 0x7f && "\"(),/:;<=>?@[\\]{}".indexOf(character) < 0;
  }

  private static boolean endsValue(int character) {
    return (character < ' ' && character != '\t') || character == 0x7f;
  }
}

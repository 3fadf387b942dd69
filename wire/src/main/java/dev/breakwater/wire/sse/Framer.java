package dev.breakwater.wire.sse;

import dev.breakwater.wire.json.MalformedBody;

/** Finds the events in the bytes of one stream, which are cut anywhere. */
public interface Framer {
  /** The largest event accepted, in bytes. */
  int LARGEST = 16 << 20;

  /** Takes the events. */
  interface Handler {
    /**
     * One event with everything that belongs to it, such as the blank line that ends a server-sent
     * one.
     *
     * @param start of the whole event as it came, its comments and line ends included
     * @param data where its data stands, between {@code dataStart} and {@code dataEnd}; the two are
     *     equal when it has none
     */
    void event(byte[] bytes, int start, int end, byte[] data, int dataStart, int dataEnd)
        throws MalformedBody;

    /** The LF of a CRLF that was cut after the CR which ended the last server-sent event. */
    void lateLineFeed();
  }

  /**
   * @throws MalformedBody from the handler, or when the bytes are no events, or one is larger than
   *     {@link #LARGEST}
   */
  void feed(byte[] bytes, int start, int end, Handler handler) throws MalformedBody;
}

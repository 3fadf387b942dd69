package dev.breakwater.simulator;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;

/**
 * One request over a plain socket, to see on the wire what HTTP clients hide: resets, clean ends,
 * silence.
 */
final class RawConversation implements AutoCloseable {

  /** How the other side left the connection. */
  enum Close {
    /** FIN. */
    CLEAN,
    /** RST. */
    RESET,
    /** Still open when the patience was over. */
    OPEN
  }

  private final Socket socket = new Socket();
  private final ByteArrayOutputStream received = new ByteArrayOutputStream();

  RawConversation(int port, String path, String headers, String body) throws IOException {
    socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 5_000);
    byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
    String head =
        "POST "
            + path
            + " HTTP/1.1\r\nHost: test\r\nContent-Length: "
            + bytes.length
            + "\r\n"
            + headers
            + "\r\n\r\n";
    socket.getOutputStream().write(head.getBytes(StandardCharsets.UTF_8));
    socket.getOutputStream().write(bytes);
    socket.getOutputStream().flush();
  }

  static RawConversation ask(int port, Dialect dialect, boolean stream) throws IOException {
    return new RawConversation(
        port, dialect.path(stream), dialect.key(), dialect.body(Rig.PROMPT, stream));
  }

  /** Reads until the other side closes or nothing comes for so many milliseconds. */
  Close readAll(int patience) throws IOException {
    socket.setSoTimeout(patience);
    byte[] buffer = new byte[1 << 16];
    while (true) {
      try {
        int count = socket.getInputStream().read(buffer);
        if (count < 0) {
          return Close.CLEAN;
        }
        received.write(buffer, 0, count);
      } catch (SocketTimeoutException _) {
        return Close.OPEN;
      } catch (SocketException _) {
        return Close.RESET;
      }
    }
  }

  /** Reads until that many bytes in all have come, or the other side closes. */
  void readAtLeast(int bytes) throws IOException {
    socket.setSoTimeout(5_000);
    byte[] buffer = new byte[1 << 12];
    while (received.size() < bytes) {
      int count = socket.getInputStream().read(buffer);
      if (count < 0) {
        return;
      }
      received.write(buffer, 0, count);
    }
  }

  /** All that has come so far. */
  String received() {
    return received.toString(StandardCharsets.UTF_8);
  }

  int receivedBytes() {
    return received.size();
  }

  /** Bytes that came after the head. */
  int bodyBytes() {
    int end = received().indexOf("\r\n\r\n");
    return end < 0 ? 0 : received.size() - end - 4;
  }

  /** What came after the head, the chunked encoding taken off as far as it goes. */
  String dechunked() {
    String rest = received().substring(received().indexOf("\r\n\r\n") + 4);
    byte[] bytes = rest.getBytes(StandardCharsets.UTF_8);
    ByteArrayOutputStream body = new ByteArrayOutputStream();
    int index = 0;
    while (index < bytes.length) {
      int line = index;
      while (line < bytes.length && bytes[line] != '\r') {
        line++;
      }
      int size =
          Integer.parseInt(new String(bytes, index, line - index, StandardCharsets.UTF_8), 16);
      body.write(bytes, line + 2, Math.min(size, bytes.length - line - 2));
      index = line + 2 + size + 2;
    }
    return body.toString(StandardCharsets.UTF_8);
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}

package dev.breakwater.acceptance.faults;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;

/** A client that does with its connection what no library would. */
final class RawClient implements AutoCloseable {
  private final Socket socket = new Socket();

  /**
   * @param receiveBuffer in bytes; small, so that little of what is not read is the kernel's
   * @param port where it connects to
   */
  RawClient(int receiveBuffer, int port) {
    try {
      socket.setReceiveBufferSize(receiveBuffer);
      socket.connect(new InetSocketAddress("127.0.0.1", port));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Asks for a chat completion, and reads nothing. */
  RawClient ask(URI server, String model, String prompt, boolean stream) {
    String body =
        "{\"model\": \"%s\", \"stream\": %s, \"messages\": [{\"role\": \"user\", \"content\": \"%s\"}]}"
            .formatted(model, stream, prompt);
    write(
        "POST /v1/chat/completions HTTP/1.1\r\nHost: %s\r\nAuthorization: Bearer %s\r\nContent-Length: %d\r\n\r\n%s"
            .formatted(server.getAuthority(), Scene.ACME_KEY, body.length(), body));
    return this;
  }

  private void write(String text) {
    try {
      socket.getOutputStream().write(text.getBytes(UTF_8));
      socket.getOutputStream().flush();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Reads until this has come. */
  void readUntil(String wanted) {
    StringBuilder read = new StringBuilder();
    try {
      while (read.indexOf(wanted) < 0) {
        int next = socket.getInputStream().read();
        if (next < 0) {
          throw new AssertionError("it ended with " + read);
        }
        read.append((char) next);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  int port() {
    return socket.getLocalPort();
  }

  /** RST. */
  void reset() {
    try {
      socket.setSoLinger(true, 0);
      socket.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** FIN for what it says; it would still read. */
  void endItsHalf() {
    try {
      socket.shutdownOutput();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    try {
      socket.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}

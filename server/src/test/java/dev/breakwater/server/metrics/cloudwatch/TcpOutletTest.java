package dev.breakwater.server.metrics.cloudwatch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Lines over real sockets, to receivers that listen, leave, hang or are not there. */
class TcpOutletTest {
  private static final String HOST = "127.0.0.1";

  private static ServerSocket receiver() throws IOException {
    return new ServerSocket(0, 5, InetAddress.getLoopbackAddress());
  }

  private static BufferedReader reader(Socket socket) throws IOException {
    return new BufferedReader(
        new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
  }

  @Test
  void linesArriveInOrderOverOneConnection() throws IOException {
    try (ServerSocket receiver = receiver();
        TcpOutlet outlet = new TcpOutlet(HOST, receiver.getLocalPort())) {
      outlet.write("{\"one\":1}");
      outlet.write("{\"two\":\"zwei ü\"}");
      try (BufferedReader lines = reader(receiver.accept())) {
        assertThat(lines.readLine()).isEqualTo("{\"one\":1}");
        assertThat(lines.readLine()).isEqualTo("{\"two\":\"zwei ü\"}");
      }
    }
  }

  @Test
  void aReceiverThatHasLeftGetsANewConnection() throws IOException {
    try (ServerSocket receiver = receiver();
        TcpOutlet outlet = new TcpOutlet(HOST, receiver.getLocalPort())) {
      outlet.write("first");
      try (BufferedReader lines = reader(receiver.accept())) {
        assertThat(lines.readLine()).isEqualTo("first");
      }
      outlet.write("second");
      try (BufferedReader lines = reader(receiver.accept())) {
        assertThat(lines.readLine()).isEqualTo("second");
      }
    }
  }

  @Test
  void aReceiverThatTakesNothingIsGivenUp() throws IOException {
    String line = "x".repeat(1024 * 1024);
    try (ServerSocket receiver = receiver();
        TcpOutlet outlet = new TcpOutlet(HOST, receiver.getLocalPort(), Duration.ofMillis(50))) {
      assertThatIOException()
          .isThrownBy(() -> {
            for (int i = 0; i < 100; i++) {
              outlet.write(line);
            }
          })
          .withMessageContaining("takes nothing");
    }
  }

  @Test
  void aReceiverThatIsNotThereIsSaidToBe() throws IOException {
    int port;
    try (ServerSocket closed = receiver()) {
      port = closed.getLocalPort();
    }
    try (TcpOutlet outlet = new TcpOutlet(HOST, port)) {
      assertThatIOException().isThrownBy(() -> outlet.write("lost"));
      assertThatIOException().isThrownBy(() -> outlet.write("lost"));
    }
    try (TcpOutlet nowhere = new TcpOutlet("nowhere.invalid", 1)) {
      assertThatIOException().isThrownBy(() -> nowhere.write("lost"));
    }
  }
}

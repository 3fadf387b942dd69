package dev.breakwater.benchmarks;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** Asks a starting server whether it is there yet. */
final class Probe {
  private static final Duration INTERVAL = Duration.ofMillis(2);
  private static final int ANSWER_MILLIS = 2_000;

  private Probe() {}

  /**
   * Waits for a 200.
   *
   * @param log what to quote when the process ends instead, or the patience
   * @return milliseconds since {@code since}, a reading of {@link System#nanoTime}
   */
  static double await(
      Process process, int port, String path, long since, Duration patience, Path log)
      throws IOException, InterruptedException {
    while (!answersOk(port, path)) {
      boolean late = System.nanoTime() - since > patience.toNanos();
      if (late || !process.isAlive()) {
        List<String> lines = Files.readAllLines(log);
        String end = String.join("\n", lines.subList(Math.max(0, lines.size() - 20), lines.size()));
        throw new IOException(
            (late ? "No 200 from port " + port + path + " in " + patience : "It ended at once")
                + "; its last words:\n"
                + end);
      }
      Thread.sleep(INTERVAL);
    }
    return (System.nanoTime() - since) / 1e6;
  }

  private static boolean answersOk(int port, String path) {
    try (Socket socket = new Socket()) {
      socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), ANSWER_MILLIS);
      socket.setSoTimeout(ANSWER_MILLIS);
      String request = "GET " + path + " HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n";
      socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
      BufferedReader reader =
          new BufferedReader(
              new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII));
      String status = reader.readLine();
      return status != null && status.startsWith("HTTP/1.1 200");
    } catch (IOException notYet) {
      return false;
    }
  }

  /** A port that was free a moment ago. */
  static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }
}

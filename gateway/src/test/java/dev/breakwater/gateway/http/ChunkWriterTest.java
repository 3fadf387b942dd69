package dev.breakwater.gateway.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerRequest;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Reads from the socket what the writer puts on the wire among what Vert.x writes itself. */
@Timeout(60)
class ChunkWriterTest {
  private static final List<Integer> SIZES = List.of(1, 9, 15, 16, 255, 256, 4_095, 4_096, 1 << 20);

  /** Together more than the sockets between take. */
  private static final int FLOOD = 10_000;

  private final CountDownLatch flooded = new CountDownLatch(2);
  private final AtomicReference<Optional<ChunkWriter>> made = new AtomicReference<>();
  private final Vertx vertx = Vertx.vertx();
  private HttpServer server;

  @BeforeEach
  void serve() throws Exception {
    server =
        vertx
            .createHttpServer()
            .requestHandler(this::answer)
            .listen(0, "127.0.0.1")
            .toCompletionStage()
            .toCompletableFuture()
            .get(30, TimeUnit.SECONDS);
  }

  @AfterEach
  void close() throws Exception {
    vertx.close().toCompletionStage().toCompletableFuture().get(30, TimeUnit.SECONDS);
  }

  private void answer(HttpServerRequest request) {
    if ("/flood".equals(request.path())) {
      flood(request);
      return;
    }
    List<Integer> sizes = "/empty".equals(request.path()) ? List.of(0, 1) : SIZES;
    request.response().setChunked(true).write("begin");
    made.set(ChunkWriter.of(request));
    made.get()
        .ifPresent(writer ->
            sizes.forEach(size -> writer.write(part(size).getBytes(StandardCharsets.UTF_8))));
    request.response().end("end");
  }

  private void flood(HttpServerRequest request) {
    request.response().setChunked(true).write("begin");
    ChunkWriter writer = ChunkWriter.of(request).orElseThrow();
    for (int number = 0; number < FLOOD; number++) {
      writer.write(numbered(number).getBytes(StandardCharsets.US_ASCII));
    }
    request.response().end("end");
    flooded.countDown();
  }

  private static String numbered(int number) {
    return (number + ",").repeat(500);
  }

  private static String part(int size) {
    return "x".repeat(size);
  }

  private String ask(String requests) throws IOException {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.actualPort())) {
      socket.getOutputStream().write(requests.getBytes(StandardCharsets.US_ASCII));
      return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  private static String chunk(String part) {
    return Integer.toHexString(part.length()) + "\r\n" + part + "\r\n";
  }

  @Test
  void partsOfEverySizeStandBetweenWhatVertxWrites() throws IOException {
    String answer = ask("GET / HTTP/1.1\r\nHost: here\r\nConnection: close\r\n\r\n");

    assertThat(answer.substring(answer.indexOf("\r\n\r\n") + 4))
        .isEqualTo(
            chunk("begin")
                + SIZES.stream().map(size -> chunk(part(size))).collect(Collectors.joining())
                + chunk("end")
                + "0\r\n\r\n");
  }

  @Test
  void partsThatWaitForTheirSocketAreNotWrittenOverByLaterOnes()
      throws IOException, InterruptedException {
    byte[] request =
        "GET /flood HTTP/1.1\r\nHost: here\r\nConnection: close\r\n\r\n"
            .getBytes(StandardCharsets.US_ASCII);
    String all =
        chunk("begin")
            + IntStream.range(0, FLOOD)
                .mapToObj(number -> chunk(numbered(number)))
                .collect(Collectors.joining())
            + chunk("end")
            + "0\r\n\r\n";
    try (Socket one = new Socket(InetAddress.getLoopbackAddress(), server.actualPort());
        Socket other = new Socket(InetAddress.getLoopbackAddress(), server.actualPort())) {
      one.getOutputStream().write(request);
      other.getOutputStream().write(request);
      assertThat(flooded.await(30, TimeUnit.SECONDS)).isTrue();
      for (Socket socket : List.of(one, other)) {
        String answer =
            new String(socket.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
        assertThat(answer.substring(answer.indexOf("\r\n\r\n") + 4).equals(all))
            .as("all of it, in order")
            .isTrue();
      }
    }
  }

  @Test
  void aPartWithoutBytesDoesNotEndTheAnswer() throws IOException {
    String answer = ask("GET /empty HTTP/1.1\r\nHost: here\r\nConnection: close\r\n\r\n");

    assertThat(answer.substring(answer.indexOf("\r\n\r\n") + 4))
        .isEqualTo(chunk("begin") + chunk("x") + chunk("end") + "0\r\n\r\n");
  }

  @Test
  void theNextRequestOfTheConnectionIsAnsweredToo() throws IOException {
    String answers =
        ask(
            "GET / HTTP/1.1\r\nHost: here\r\n\r\n"
                + "GET / HTTP/1.1\r\nHost: here\r\nConnection: close\r\n\r\n");

    assertThat(answers.split("HTTP/1.1 200 OK", -1)).hasSize(3);
    assertThat(answers).endsWith(chunk("end") + "0\r\n\r\n");
  }

  @Test
  void anAnswerWithoutChunksIsLeftToVertx() throws IOException {
    String answer = ask("GET / HTTP/1.0\r\nHost: here\r\n\r\n");

    assertThat(made.get()).isEmpty();
    assertThat(answer).endsWith("\r\n\r\nbeginend");
  }
}

package dev.breakwater.gateway.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.breakwater.wire.format.Header;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOutboundHandlerAdapter;
import io.netty.channel.ChannelPromise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.net.impl.VertxConnection;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Compares on the socket what goes out in one buffer with what Vert.x writes of the same answer.
 * The last part of a path is the body's length.
 */
@Timeout(60)
class AnswerEncoderTest {
  private static final AtomicInteger WRITES = new AtomicInteger();
  private static Vertx vertx;
  private static HttpServer server;

  @BeforeAll
  static void serve() throws Exception {
    vertx = Vertx.vertx();
    server =
        vertx
            .createHttpServer()
            .connectionHandler(AnswerEncoderTest::count)
            .requestHandler(AnswerEncoderTest::answer)
            .listen(0, "127.0.0.1")
            .toCompletionStage()
            .toCompletableFuture()
            .get(30, TimeUnit.SECONDS);
  }

  @AfterAll
  static void close() throws Exception {
    vertx.close().toCompletionStage().toCompletableFuture().get(30, TimeUnit.SECONDS);
  }

  @BeforeEach
  void forget() {
    WRITES.set(0);
  }

  private static void count(HttpConnection connection) {
    ((VertxConnection) connection)
        .channel()
        .pipeline()
        .addFirst(
            new ChannelOutboundHandlerAdapter() {
              @Override
              @SuppressWarnings("FutureReturnValueIgnored") // the promise tells
              public void write(
                  ChannelHandlerContext context, Object message, ChannelPromise promise) {
                WRITES.incrementAndGet();
                context.write(message, promise);
              }
            });
  }

  private static void answer(HttpServerRequest request) {
    HttpServerResponse response = request.response();
    String[] path = String.valueOf(request.path()).split("/", -1);
    byte[] body = "x".repeat(Integer.parseInt(path[3])).getBytes(StandardCharsets.US_ASCII);
    response.setStatusCode(Integer.parseInt(path[2]));
    AnswerHeaders headers =
        new AnswerHeaders("req_1", AnswerHeaders.JSON)
            .attempts(1)
            .cost(1_250)
            .setAll(List.of(new Header("x-ratelimit-limit-requests", "caf\u00e9 模")));
    switch (path[1]) {
      case "whole" -> response.end(AnswerEncoder.end(request, headers, body));
      case "plain" -> {
        headers.putInto(response.headers());
        response.end(Buffer.buffer(body));
      }
      default -> {
        headers.putInto(response.headers());
        response.setChunked(true).write("begin");
        ChunkWriter.of(request).orElseThrow().write(body);
        response.end("end");
      }
    }
  }

  private static String request(String method, String path, String version, String more) {
    return method + " " + path + " " + version + "\r\nHost: here\r\n" + more + "\r\n";
  }

  private static String get(String path) {
    return request("GET", path, "HTTP/1.1", "");
  }

  private static String last(String path) {
    return request("GET", path, "HTTP/1.1", "Connection: close\r\n");
  }

  /** All that the server says until it closes the connection. */
  private static String ask(String requests) throws IOException {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.actualPort())) {
      socket.getOutputStream().write(requests.getBytes(StandardCharsets.US_ASCII));
      return new String(socket.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
    }
  }

  private static void assertSame(String whole) throws IOException {
    String plain = ask(whole.replace("/whole/", "/plain/"));
    assertThat(plain).as("the same answer by Vert.x").startsWith("HTTP/1.");
    assertThat(ask(whole)).isEqualTo(plain);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 300, 8_192, 65_536})
  void aBodyOfAnySizeStandsAfterTheHeadersThatVertxWouldWrite(int size) throws IOException {
    assertSame(last("/whole/200/" + size));
  }

  @ParameterizedTest
  @ValueSource(ints = {200, 429, 503, 599})
  void theStatusIsTheAnswersOwn(int status) throws IOException {
    assertSame(last("/whole/" + status + "/10"));
  }

  @ParameterizedTest
  @ValueSource(ints = {204, 205, 304})
  void anAnswerThatHasNoBodyGetsNone(int status) throws IOException {
    assertSame(last("/whole/" + status + "/10"));
  }

  @Test
  void whoAsksForTheHeadAloneGetsNoBody() throws IOException {
    assertSame(request("HEAD", "/whole/200/10", "HTTP/1.1", "Connection: close\r\n"));
  }

  @Test
  void anOldClientIsToldWhetherTheConnectionStays() throws IOException {
    assertSame(request("GET", "/whole/200/10", "HTTP/1.0", ""));
    String kept = request("GET", "/whole/200/10", "HTTP/1.0", "Connection: keep-alive\r\n");
    assertThat(ask(kept + last("/whole/200/3"))).contains("connection: keep-alive");
    assertSame(kept + last("/whole/200/3"));
  }

  @Test
  void itTakesOneWrite() throws IOException {
    ask(last("/whole/200/300"));
    int whole = WRITES.getAndSet(0);
    ask(last("/plain/200/300"));
    assertThat(WRITES.get() - whole).as("writes of the body alone").isEqualTo(1);
  }

  @Test
  void answersOfEveryKindFollowEachOtherOnOneConnection() throws IOException {
    List<String> paths = new ArrayList<>();
    for (int turn = 0; turn < 50; turn++) {
      paths.add("/whole/200/" + turn * 7);
      paths.add("/chunks/200/" + (turn + 1));
      paths.add("/whole/404/" + turn);
      paths.add("/plain/200/" + turn * 5);
    }
    List<String> alone = new ArrayList<>();
    for (String path : paths) {
      alone.add(ask(last(path)).replace("connection: close\r\n", ""));
    }
    StringBuilder pipelined = new StringBuilder();
    paths.forEach(path -> pipelined.append(get(path)));

    assertThat(oneByOne(paths, alone)).isEqualTo(alone);
    String end = ask(last("/whole/200/3"));
    assertThat(ask(pipelined + last("/whole/200/3"))).isEqualTo(String.join("", alone) + end);
  }

  /** Each is asked once the one before has come, as long as it is expected to be. */
  private static List<String> oneByOne(List<String> paths, List<String> expected)
      throws IOException {
    List<String> answers = new ArrayList<>();
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.actualPort())) {
      InputStream in = socket.getInputStream();
      for (int index = 0; index < paths.size(); index++) {
        socket.getOutputStream().write(get(paths.get(index)).getBytes(StandardCharsets.US_ASCII));
        int length = expected.get(index).getBytes(StandardCharsets.ISO_8859_1).length;
        answers.add(new String(in.readNBytes(length), StandardCharsets.ISO_8859_1));
      }
    }
    return answers;
  }
}

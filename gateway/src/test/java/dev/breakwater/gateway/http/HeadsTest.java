package dev.breakwater.gateway.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.breakwater.gateway.exchange.Arrival;
import dev.breakwater.gateway.simulation.SeededScheduler;
import dev.breakwater.wire.format.Header;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What is read from a head that came over a socket. */
@Timeout(60)
class HeadsTest {
  private static final BlockingQueue<Arrival> ARRIVALS = new LinkedBlockingQueue<>();
  private static final SeededScheduler TIME = new SeededScheduler(1);
  private static Vertx vertx;
  private static HttpServer server;

  @BeforeAll
  static void serve() throws Exception {
    vertx = Vertx.vertx();
    server =
        vertx
            .createHttpServer()
            .requestHandler(request -> {
              ARRIVALS.add(Heads.arrival(request, "req_1", TIME, 7, "192.0.2.1"));
              request.response().end();
            })
            .listen(0, "127.0.0.1")
            .toCompletionStage()
            .toCompletableFuture()
            .get(30, TimeUnit.SECONDS);
  }

  @AfterAll
  static void close() throws Exception {
    vertx.close().toCompletionStage().toCompletableFuture().get(30, TimeUnit.SECONDS);
  }

  private static Arrival arrival(String uri, String... headers) throws Exception {
    String head =
        "GET " + uri + " HTTP/1.1\r\nHost: here\r\n" + String.join("\r\n", headers) + "\r\n\r\n";
    send(head.replace("\r\n\r\n\r\n", "\r\n\r\n"));
    Arrival arrival = ARRIVALS.poll(30, TimeUnit.SECONDS);
    assertThat(arrival).isNotNull();
    return arrival;
  }

  private static void send(String head) throws IOException {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.actualPort())) {
      socket.getOutputStream().write(head.getBytes(StandardCharsets.ISO_8859_1));
      assertThat(socket.getInputStream().read()).isEqualTo('H');
    }
  }

  @Test
  void aPlainHeadSaysNothingSpecial() throws Exception {
    Arrival plain = arrival("/");
    assertThat(plain.requestId()).isEqualTo("req_1");
    assertThat(plain.arrivedMillis()).isEqualTo(7);
    assertThat(plain.clientRequestId()).isNull();
    assertThat(plain.session()).isNull();
    assertThat(plain.fallback()).isTrue();
    assertThat(plain.timeout()).isEmpty();
    assertThat(plain.credentials().values()).isEmpty();
    assertThat(plain.passOn().headers()).isEmpty();
    assertThat(plain.passOn().query()).isEmpty();
  }

  @Test
  void whatAClientWishesIsReadHoweverItsNamesAreSpelt() throws Exception {
    Arrival wishes =
        arrival(
            "/",
            "X-Request-ID: mine",
            "X-BREAKWATER-SESSION: tuesday",
            "x-Breakwater-Fallback: Off",
            "X-Breakwater-Timeout: 1500");
    assertThat(wishes.clientRequestId()).isEqualTo("mine");
    assertThat(wishes.session()).isEqualTo("tuesday");
    assertThat(wishes.fallback()).isFalse();
    assertThat(wishes.timeout()).contains(Duration.ofMillis(1_500));
  }

  @Test
  void aLongIdOfTheClientsIsCut() throws Exception {
    assertThat(arrival("/", "x-request-id: " + "x".repeat(300)).clientRequestId()).hasSize(200);
  }

  @Test
  void anSdksTimeoutIsInSeconds() throws Exception {
    assertThat(arrival("/", "X-Stainless-Timeout: 600").timeout()).contains(Duration.ofMinutes(10));
    assertThat(arrival("/", "X-Stainless-Timeout: 0.5").timeout()).contains(Duration.ofMillis(500));
    assertThat(arrival("/", "X-Stainless-Timeout: 12345678901").timeout())
        .contains(Duration.ofSeconds(12_345_678_901L));
    for (String nothing : new String[] {"0", "-1", "NOT_GIVEN", "1e3", ""}) {
      assertThat(arrival("/", "X-Stainless-Timeout: " + nothing).timeout()).as(nothing).isEmpty();
    }
    assertThat(arrival("/", "X-Stainless-Timeout: 600", "X-Breakwater-Timeout: 2s").timeout())
        .contains(Duration.ofSeconds(2));
  }

  @Test
  void aKeyIsFoundInAnyOfItsPlaces() throws Exception {
    assertThat(arrival("/", "Authorization: bearer one ").credentials().values())
        .containsExactly("one");
    assertThat(
            arrival("/?key=one&alt=sse", "x-api-key: one", "X-Goog-Api-Key: one")
                .credentials()
                .values())
        .containsExactly("one");
    assertThat(
            arrival("/?key=three", "x-api-key: two", "Authorization: Bearer one")
                .credentials()
                .values())
        .containsExactly("one", "two", "three");
  }

  @Test
  void aProviderSeesTheHeadersOfItsProtocolAndTheRestOfTheQuery() throws Exception {
    Arrival arrival =
        arrival(
            "/?key=secret&alt=sse&$fields=usage",
            "OpenAI-Beta: assistants=v2",
            "openai: no",
            "Anthropic-Version: 2023-06-01",
            "X-OpenAI-Other: no",
            "OPENAI-BETA: more");
    assertThat(arrival.passOn().headers())
        .containsExactly(
            new Header("openai-beta", "assistants=v2"),
            new Header("anthropic-version", "2023-06-01"),
            new Header("openai-beta", "more"));
    assertThat(arrival.passOn().query()).isEqualTo("$fields=usage");
  }
}

package dev.breakwater.gateway.provider;

import static dev.breakwater.gateway.provider.ProviderRig.PATIENT;
import static dev.breakwater.gateway.provider.ProviderRig.times;
import static org.assertj.core.api.Assertions.assertThat;

import dev.breakwater.wire.bridge.Ask;
import dev.breakwater.wire.conversation.Tokens;
import dev.breakwater.wire.format.Header;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Whole answers, and everything that can happen to them, over real sockets. */
@Timeout(30)
class WholeAnswerTest {
  private static final Ask ASK = Chat.ask(false, "");
  private final RawUpstream upstream;
  private final ProviderRig rig;

  WholeAnswerTest() throws IOException {
    upstream = new RawUpstream();
    rig = new ProviderRig(upstream.baseUrl());
  }

  @AfterEach
  void close() throws IOException {
    rig.close();
    upstream.close();
    assertThat(upstream.failures()).isEmpty();
  }

  @Test
  void anAnswerComesBackByteForByteWithItsUsageAndTheHeadersThatClientsMaySee() {
    upstream.then(peer -> {
      peer.readRequest();
      peer.send(
          Chat.response(
              200,
              "application/json",
              Chat.ANSWER,
              "X-RateLimit-Remaining-Requests: 9\r\n",
              "Request-Id: theirs\r\n",
              "Set-Cookie: session=1\r\n",
              "Server: nginx\r\n"));
      peer.silence();
    });
    Outcome outcome = rig.start(ASK, PATIENT).outcome();
    Answer answer = ((Outcome.Answered) outcome).answer();
    assertThat(new String(answer.body(), StandardCharsets.UTF_8)).isEqualTo(Chat.ANSWER);
    assertThat(answer.tokens()).isEqualTo(Tokens.reported(7, 3));
    assertThat(answer.headers())
        .containsExactlyInAnyOrder(
            new Header("x-ratelimit-remaining-requests", "9"), new Header("request-id", "theirs"));
  }

  @Test
  void theRequestCarriesOurCredentialTheTargetsModelAndOnlyHeadersOfItsProtocol() {
    upstream.then(peer -> {
      peer.readRequest();
      peer.send(Chat.answer());
      peer.silence();
    });
    List<Header> passOn =
        List.of(
            new Header("openai-organization", "org-1"),
            new Header("anthropic-version", "2023-06-01"),
            new Header("anthropic-api-secret", "no"));
    rig.start(ASK, PATIENT, new ProviderRig.Attempt(), new PassOn(passOn, "")).outcome();
    String request = upstream.peer(0).requests().getFirst();
    assertThat(request)
        .startsWith("POST /v1/chat/completions HTTP/1.1\r\n")
        .containsIgnoringCase("authorization: Bearer " + ProviderRig.SECRET)
        .containsIgnoringCase("openai-organization: org-1")
        .containsIgnoringCase("content-type: application/json")
        .contains("\"model\":\"m\"")
        .doesNotContain("asked")
        .doesNotContain("anthropic-api-secret");
  }

  @Test
  void anAnswerWithoutUsageIsBilledByAnEstimate() {
    String without = Chat.ANSWER.replaceAll(",\"usage\":.*", "}");
    upstream.then(peer -> {
      peer.readRequest();
      peer.send(Chat.response(200, "application/json", without));
      peer.silence();
    });
    Answer answer = ((Outcome.Answered) rig.start(ASK, PATIENT).outcome()).answer();
    assertThat(answer.tokens().reported()).isFalse();
    assertThat(answer.tokens().input()).isPositive();
    assertThat(answer.tokens().output()).isPositive();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          {"prompt_tokens":-10,"completion_tokens":5}             | cannot be
          {"prompt_tokens":10,"completion_tokens":5000000}        | 5000000 output tokens
          {"prompt_tokens":100000000,"completion_tokens":5}       | 100000000 input tokens
          """)
  void absurdUsageIsToldAndBilledByAnEstimate(String usage, String reason) {
    String absurd = Chat.ANSWER.replaceAll("\"usage\":.*", "\"usage\":" + usage + "}");
    upstream.then(peer -> {
      peer.readRequest();
      peer.send(Chat.response(200, "application/json", absurd));
      peer.silence();
    });
    Answer answer = ((Outcome.Answered) rig.start(ASK, PATIENT).outcome()).answer();
    assertThat(new String(answer.body(), StandardCharsets.UTF_8)).isEqualTo(absurd);
    assertThat(answer.tokens().reported()).isFalse();
    assertThat(answer.tokens().total()).isBetween(1L, 100L);
    assertThat(rig.doubts).singleElement().asString().contains(reason);
  }

  @Test
  void aPortWhereNobodyListensIsRefused() throws IOException {
    int port;
    try (ServerSocket closed = new ServerSocket(0)) {
      port = closed.getLocalPort();
    }
    try (ProviderRig alone = new ProviderRig(URI.create("http://127.0.0.1:" + port + "/v1"))) {
      Fault fault = alone.start(ASK, PATIENT).failure();
      assertThat(fault).isInstanceOf(Fault.Transient.class);
      assertThat(fault.code()).isEqualTo("refused");
      assertThat(fault.status()).isZero();
      assertThat(fault.message()).contains("up/m").doesNotContain(ProviderRig.SECRET);
    }
  }

  @Test
  void aHostThatDoesNotExistSaysSo() {
    try (ProviderRig nowhere = new ProviderRig(URI.create("http://does-not-exist.invalid/v1"))) {
      assertThat(nowhere.start(ASK, PATIENT).failure().code()).isEqualTo("unknown_host");
    }
  }

  @Test
  void aResetBeforeTheHeadIsATransientFault() {
    upstream.then(peer -> {
      peer.readRequest();
      peer.reset();
    });
    Fault fault = rig.start(ASK, PATIENT).failure();
    assertThat(fault).isInstanceOf(Fault.Transient.class);
    assertThat(fault.code()).isEqualTo("reset");
    upstream.peer(0).isAsked();
  }

  @Test
  void aCloseBeforeTheHeadIsATransientFault() {
    upstream.then(RawUpstream.Peer::readRequest);
    assertThat(rig.start(ASK, PATIENT).failure().code()).isEqualTo("reset");
    upstream.peer(0).isAsked();
  }

  @Test
  void aResetAfterTheHeadIsACutAnswer() {
    upstream.then(peer -> {
      peer.readRequest();
      peer.send(
          "HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: 500\r\n\r\n{");
      peer.reset();
    });
    assertThat(rig.start(ASK, PATIENT).failure().code()).isIn("cut", "reset");
    upstream.peer(0).isAsked();
  }

  @Test
  void anAnswerShorterThanItsLengthIsNeverTakenForAWholeOne() {
    upstream.then(peer -> {
      peer.readRequest();
      String whole = Chat.response(200, "application/json", Chat.ANSWER + " ");
      peer.send(whole.substring(0, whole.length() - 1));
    });
    Fault fault = rig.start(ASK, PATIENT).failure();
    assertThat(fault.code()).isEqualTo("cut");
    assertThat(fault.status()).isEqualTo(200);
  }

  @Test
  void anAnswerInChunksWithoutTheLastOneIsNeverTakenForAWholeOne() {
    upstream.then(peer -> {
      peer.readRequest();
      peer.send(
          "HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ntransfer-encoding: chunked\r\n\r\n");
      peer.chunk(Chat.ANSWER);
    });
    assertThat(rig.start(ASK, PATIENT).failure().code()).isEqualTo("cut");
  }

  @Test
  void anAnswerThatEndsWithItsConnectionIsWholeWhenItIsComplete() {
    upstream.then(peer -> {
      peer.readRequest();
      peer.send("HTTP/1.0 200 OK\r\ncontent-type: application/json\r\n\r\n" + Chat.ANSWER);
    });
    assertThat(rig.start(ASK, PATIENT).outcome()).isInstanceOf(Outcome.Answered.class);
  }

  @Test
  void garbageInsteadOfHttpIsATransientFault() {
    upstream.then(peer -> {
      peer.readRequest();
      peer.send("\u0000\u0001 this is not HTTP\r\n\r\n");
      peer.silence();
    });
    Fault fault = rig.start(ASK, PATIENT).failure();
    assertThat(fault).isInstanceOf(Fault.Transient.class);
    upstream.peer(0).seesCloseWithin(Duration.ofSeconds(1));
  }

  @Test
  void silenceEndsWithTheTimeOfOneAttemptAndClosesTheConnection() {
    upstream.then(peer -> {
      peer.readRequest();
      peer.silence();
    });
    long began = System.nanoTime();
    Fault fault = rig.start(ASK, times(5_000, 50, 50, 300)).failure();
    assertThat(fault).isInstanceOf(Fault.Silent.class);
    assertThat(fault.message()).contains("300 ms");
    assertThat(Duration.ofNanos(System.nanoTime() - began))
        .isGreaterThanOrEqualTo(Duration.ofMillis(300));
    upstream.peer(0).seesCloseWithin(Duration.ofSeconds(1));
  }

  @Test
  void anAnswerThatDribblesPastTheTimeOfOneAttemptIsGivenUp() {
    upstream.then(peer -> {
      peer.readRequest();
      peer.send(Chat.answer().substring(0, 120));
      peer.silence();
    });
    Fault fault = rig.start(ASK, times(5_000, 50, 50, 300)).failure();
    assertThat(fault.code()).isEqualTo("attempt_timeout");
    upstream.peer(0).seesCloseWithin(Duration.ofSeconds(1));
  }

  @Test
  void aPageWithStatus200IsABrokenAnswer() {
    upstream.then(peer -> {
      peer.readRequest();
      peer.send(Chat.response(200, "text/html", "<html><body>Bad gateway</body></html>"));
      peer.silence();
    });
    Fault fault = rig.start(ASK, PATIENT).failure();
    assertThat(fault).isInstanceOf(Fault.Transient.class);
    assertThat(fault.code()).isEqualTo("malformed");
  }

  @Test
  void anErrorInsideStatus200IsABrokenAnswer() {
    upstream.then(peer -> {
      peer.readRequest();
      peer.send(
          Chat.response(
              200, "application/json", "{\"error\":{\"message\":\"down\",\"type\":\"x\"}}"));
      peer.silence();
    });
    Fault fault = rig.start(ASK, PATIENT).failure();
    assertThat(fault).isInstanceOf(Fault.Transient.class);
    assertThat(fault.message()).contains("down");
  }

  @Test
  void anErrorWithAHugeBodyIsJudgedByItsStatusWithoutReadingItAll() {
    String mega = "x".repeat(1024 * 1024);
    upstream.then(peer -> {
      peer.readRequest();
      peer.send(
          "HTTP/1.1 503 Busy\r\ncontent-type: text/plain\r\ncontent-length: 209715200\r\n\r\n");
      for (int i = 0; i < 200; i++) {
        peer.send(mega);
      }
    });
    Fault fault = rig.start(ASK, PATIENT).failure();
    assertThat(fault.code()).isEqualTo("status_503");
    assertThat(fault.message().length()).isLessThan(1_000);
    upstream.peer(0).isOverWithin(Duration.ofSeconds(1));
    assertThat(upstream.peer(0).written()).isLessThan(100L * 1024 * 1024);
  }

  @Test
  void anErrorWhoseBodyNeverEndsIsJudgedByItsStatusInTheEnd() {
    upstream.then(peer -> {
      peer.readRequest();
      peer.send("HTTP/1.1 503 Busy\r\ncontent-type: text/plain\r\ncontent-length: 99\r\n\r\nbusy");
      peer.silence();
    });
    assertThat(rig.start(ASK, times(5_000, 50, 50, 300)).failure().code()).isEqualTo("status_503");
    upstream.peer(0).seesCloseWithin(Duration.ofSeconds(1));
  }

  @Test
  void anErrorOfTheCallerComesBackAsItIs() {
    String body = "{\"error\":{\"message\":\"no such tool\",\"type\":\"invalid_request_error\"}}";
    upstream.then(peer -> {
      peer.readRequest();
      peer.send(Chat.response(400, "application/json", body));
      peer.silence();
    });
    Outcome.Refused refused = (Outcome.Refused) rig.start(ASK, PATIENT).outcome();
    assertThat(refused.refusal()).isInstanceOf(Refusal.CallersOwn.class);
    assertThat(refused.refusal().rejected().status()).isEqualTo(400);
    assertThat(new String(refused.refusal().rejected().body(), StandardCharsets.UTF_8))
        .isEqualTo(body);
  }

  @Test
  void aRedirectIsNotFollowed() throws IOException {
    try (RawUpstream elsewhere = new RawUpstream()) {
      upstream.then(peer -> {
        peer.readRequest();
        peer.send(
            Chat.response(
                307, "text/plain", "", "location: " + elsewhere.baseUrl() + "/elsewhere\r\n"));
        peer.silence();
      });
      Fault fault = rig.start(ASK, PATIENT).failure();
      assertThat(fault).isInstanceOf(Fault.Transient.class);
      assertThat(fault.code()).isEqualTo("status_307");
      assertThat(elsewhere.connections()).isZero();
    }
  }

  @Test
  void aConnectionThatIsNotTakenUpEndsWithTheTimeForConnecting() throws IOException {
    try (FullBacklog full = new FullBacklog();
        ProviderRig stuck = new ProviderRig(full.baseUrl())) {
      long began = System.nanoTime();
      Fault fault = stuck.start(ASK, times(300, 10_000, 10_000, 10_000)).failure();
      assertThat(fault).isInstanceOf(Fault.Transient.class);
      assertThat(fault.code()).as(fault.message()).isEqualTo("connect_timeout");
      assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Duration.ofSeconds(5));
    }
  }
}

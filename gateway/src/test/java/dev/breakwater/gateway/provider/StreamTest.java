package dev.breakwater.gateway.provider;

import static dev.breakwater.gateway.provider.Chat.DONE;
import static dev.breakwater.gateway.provider.Chat.FINISH;
import static dev.breakwater.gateway.provider.Chat.ROLE;
import static dev.breakwater.gateway.provider.Chat.STREAM_HEAD;
import static dev.breakwater.gateway.provider.Chat.USAGE;
import static dev.breakwater.gateway.provider.Chat.text;
import static dev.breakwater.gateway.provider.Chat.thinking;
import static dev.breakwater.gateway.provider.ProviderRig.PATIENT;
import static dev.breakwater.gateway.provider.ProviderRig.times;
import static org.assertj.core.api.Assertions.assertThat;

import dev.breakwater.gateway.provider.ProviderRig.Attempt;
import dev.breakwater.gateway.settings.Timeouts;
import dev.breakwater.wire.bridge.Ask;
import dev.breakwater.wire.conversation.Tokens;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Streams, and everything that can happen to them, over real sockets. */
@Timeout(30)
class StreamTest {
  private static final Ask ASK = Chat.ask(true, "");
  private static final Duration A_SECOND = Duration.ofSeconds(1);
  private final RawUpstream upstream;
  private final ProviderRig rig;

  StreamTest() throws IOException {
    upstream = new RawUpstream();
    rig = new ProviderRig(upstream.baseUrl());
  }

  @AfterEach
  void close() throws IOException {
    rig.close();
    upstream.close();
    assertThat(upstream.failures()).isEmpty();
  }

  private Attempt attempt() {
    return rig.start(ASK, PATIENT);
  }

  private static Answer answered(Attempt attempt) {
    return ((Outcome.Answered) attempt.outcome()).answer();
  }

  private static Fault broken(Attempt attempt) {
    Outcome outcome = attempt.outcome();
    assertThat(outcome).isInstanceOf(Outcome.Broken.class);
    assertThat(attempt.sent()).contains("\"error\"").doesNotContain("[DONE]");
    return ((Outcome.Broken) outcome).fault();
  }

  @Test
  void whatHasComeIsNotedBeforeTheClientSeesIt() {
    upstream.then(peer -> {
      peer.readRequest();
      peer.send(STREAM_HEAD).chunk(ROLE).chunk(text("a".repeat(40)));
      peer.silence();
    });
    Attempt attempt = attempt();
    attempt.awaitSent();
    assertThat(attempt.progress()).isNotEmpty();
    long first = attempt.progress().element();
    assertThat(first).isBetween(1L, 40L);
    attempt.leave();
    Outcome.Abandoned abandoned = (Outcome.Abandoned) attempt.outcome();
    assertThat(abandoned.soFar().output()).isEqualTo(first);
  }

  @Test
  void eventsPassByteForByteAndTheUsageThatNobodyAskedForIsTakenOut() {
    upstream.then(peer -> {
      peer.readRequest();
      peer.send(STREAM_HEAD).chunk(ROLE).chunk(text("a")).chunk(text("b")).chunk(FINISH);
      peer.chunk(USAGE).chunk(DONE).lastChunk();
      peer.silence();
    });
    Attempt attempt = attempt();
    assertThat(answered(attempt).tokens()).isEqualTo(Tokens.reported(7, 3));
    assertThat(attempt.sent()).isEqualTo(ROLE + text("a") + text("b") + FINISH + DONE);
    assertThat(attempt.commits()).isOne();
    assertThat(upstream.peer(0).requests().getFirst()).contains("\"include_usage\":true");
  }

  @Test
  void theUsageThatTheClientAskedForPasses() {
    upstream.then(peer -> {
      peer.readRequest();
      peer.send(STREAM_HEAD).chunk(text("a") + FINISH + USAGE + DONE).lastChunk();
      peer.silence();
    });
    Ask ask = Chat.ask(true, ",\"stream_options\":{\"include_usage\":true}");
    Attempt attempt = rig.start(ask, PATIENT);
    answered(attempt);
    assertThat(attempt.sent()).isEqualTo(text("a") + FINISH + USAGE + DONE);
  }

  @Test
  void anAnswerIsCompleteWithItsFinishEvenWithoutTheEndMarker() {
    upstream.then(peer -> {
      peer.readRequest();
      peer.send(STREAM_HEAD).chunk(text("a")).chunk(FINISH).lastChunk();
      peer.silence();
    });
    Attempt attempt = attempt();
    answered(attempt);
    assertThat(attempt.sent()).isEqualTo(text("a") + FINISH + DONE);
  }

  @Test
  void anAnswerIsCompleteWithItsFinishEvenWhenTheConnectionThenBreaks() {
    upstream.then(peer -> {
      peer.readRequest();
      peer.send(STREAM_HEAD).chunk(text("a")).chunk(FINISH);
    });
    Attempt attempt = attempt();
    answered(attempt);
    assertThat(attempt.sent()).isEqualTo(text("a") + FINISH + DONE);
  }

  @Test
  void aStreamCutBeforeItsFirstContentFailsSilently() {
    upstream.then(peer -> {
      peer.readRequest();
      peer.send(STREAM_HEAD).chunk(ROLE);
    });
    assertThat(attempt().failure().code()).isEqualTo("cut");
  }

  @Test
  void aStreamThatEndsProperlyWithoutAnythingInItFailsSilently() {
    upstream.then(peer -> {
      peer.readRequest();
      peer.send(STREAM_HEAD).lastChunk();
      peer.silence();
    });
    assertThat(attempt().failure().code()).isEqualTo("cut");
  }

  @Test
  void aStreamCutAfterItsFirstContentEndsWithAnErrorEvent() {
    upstream.then(peer -> {
      peer.readRequest();
      peer.send(STREAM_HEAD).chunk(text("a"));
    });
    Attempt attempt = attempt();
    assertThat(broken(attempt).code()).isEqualTo("cut");
    assertThat(attempt.sent()).startsWith(text("a"));
    Tokens soFar = ((Outcome.Broken) attempt.outcome()).soFar();
    assertThat(soFar.reported()).isFalse();
    assertThat(soFar.input()).isPositive();
    assertThat(soFar.output()).isPositive();
  }

  @Test
  void aStreamResetAfterItsFirstContentEndsWithAnErrorEvent() {
    CountDownLatch seen = new CountDownLatch(1);
    upstream.then(peer -> {
      peer.readRequest();
      peer.send(STREAM_HEAD).chunk(text("a"));
      peer.await(seen);
      peer.reset();
    });
    Attempt attempt = attempt();
    attempt.awaitSent();
    seen.countDown();
    assertThat(broken(attempt).code()).isEqualTo("cut");
  }

  @Test
  void aStreamThatEndsWithoutItsFinishIsBrokenThoughItsConnectionIsWell() {
    upstream.then(peer -> {
      peer.readRequest();
      peer.send(STREAM_HEAD).chunk(text("a")).lastChunk();
      peer.silence();
    });
    assertThat(broken(attempt()).code()).isEqualTo("cut");
  }

  @Test
  void aStreamThatEndsWithItsMarkerButWithoutItsFinishIsBroken() {
    upstream.then(peer -> {
      peer.readRequest();
      peer.send(STREAM_HEAD).chunk(text("a")).chunk(DONE).lastChunk();
      peer.silence();
    });
    Attempt attempt = attempt();
    assertThat(attempt.outcome()).isInstanceOf(Outcome.Broken.class);
    assertThat(attempt.sent()).contains("\"error\"");
    assertThat(attempt.sent().indexOf("[DONE]")).isNegative();
  }

  @Test
  void anErrorInTheStreamBeforeItsFirstContentFailsSilently() {
    upstream.then(peer -> {
      peer.readRequest();
      peer.send(STREAM_HEAD).chunk("data: {\"error\":{\"message\":\"overloaded\"}}\n\n");
      peer.silence();
    });
    Fault fault = attempt().failure();
    assertThat(fault.code()).isEqualTo("error_in_stream");
    assertThat(fault.message()).contains("overloaded");
  }

  @Test
  void garbageInTheStreamEndsItWithAnErrorEvent() {
    upstream.then(peer -> {
      peer.readRequest();
      peer.send(STREAM_HEAD).chunk(text("a")).chunk("data: {\"choices\": [nonsense\n\n");
      peer.silence();
    });
    assertThat(broken(attempt()).code()).isEqualTo("malformed");
    upstream.peer(0).seesCloseWithin(A_SECOND);
  }

  @Test
  void aLineWithoutEndIsGivenUpBeforeItFillsTheMemory() {
    String mega = "x".repeat(1024 * 1024);
    upstream.then(peer -> {
      peer.readRequest();
      peer.send(STREAM_HEAD).chunk(text("a")).chunk("data: {\"id\":\"");
      for (int i = 0; i < 100; i++) {
        peer.chunk(mega);
      }
    });
    Attempt attempt = attempt();
    assertThat(broken(attempt).code()).isEqualTo("malformed");
    upstream.peer(0).isOverWithin(A_SECOND);
    assertThat(upstream.peer(0).written()).isLessThan(90L * 1024 * 1024);
  }

  @Test
  void whatIsNoContentMayNotFillTheMemoryBeforeTheFirstContent() {
    String mega = ": " + "x".repeat(100_000) + "\n\n";
    upstream.then(peer -> {
      peer.readRequest();
      peer.send(STREAM_HEAD);
      for (int i = 0; i < 1_000; i++) {
        peer.chunk(mega);
      }
    });
    assertThat(attempt().failure().code()).isEqualTo("endless");
    upstream.peer(0).isOverWithin(A_SECOND);
    assertThat(upstream.peer(0).written()).isLessThan(60L * 1024 * 1024);
  }

  @Test
  void aPageInsteadOfAStreamFailsSilently() {
    upstream.then(peer -> {
      peer.readRequest();
      peer.send(Chat.response(200, "text/html", "<html>hello</html>"));
      peer.silence();
    });
    Fault fault = attempt().failure();
    assertThat(fault).isInstanceOf(Fault.Transient.class);
    assertThat(fault.code()).isEqualTo("not_a_stream");
  }

  @Test
  void anErrorStatusInsteadOfAStreamFailsSilently() {
    upstream.then(peer -> {
      peer.readRequest();
      peer.send(Chat.response(429, "application/json", "{}", "Retry-After: 2\r\n"));
      peer.silence();
    });
    assertThat(attempt().failure())
        .isInstanceOfSatisfying(
            Fault.Throttled.class,
            fault -> assertThat(fault.retryAfter()).contains(Duration.ofSeconds(2)));
  }

  @Test
  void headCommentsAndRolesAreNoContentThatWouldEndTheWaitForTheFirst() {
    upstream.then(peer -> {
      peer.readRequest();
      peer.send(STREAM_HEAD).chunk(": hello\n\n").chunk(ROLE);
      peer.silence();
    });
    Attempt attempt = rig.start(ASK, times(5_000, 300, 10_000, 10_000));
    Fault fault = attempt.failure();
    assertThat(fault).isInstanceOf(Fault.Silent.class);
    assertThat(fault.code()).isEqualTo("first_byte_timeout");
    upstream.peer(0).seesCloseWithin(A_SECOND);
  }

  @Test
  void silenceBeforeTheHeadEndsWithTheFirstByteTimeOut() {
    upstream.then(peer -> {
      peer.readRequest();
      peer.silence();
    });
    Attempt attempt = rig.start(ASK, times(5_000, 300, 10_000, 10_000));
    assertThat(attempt.failure().code()).isEqualTo("first_byte_timeout");
    upstream.peer(0).seesCloseWithin(A_SECOND);
  }

  @Test
  void silenceAfterTheFirstContentEndsWithTheIdleTimeOut() {
    upstream.then(peer -> {
      peer.readRequest();
      peer.send(STREAM_HEAD).chunk(text("a"));
      peer.silence();
    });
    Attempt attempt = rig.start(ASK, times(5_000, 10_000, 300, 10_000));
    Fault fault = broken(attempt);
    assertThat(fault).isInstanceOf(Fault.Silent.class);
    assertThat(fault.code()).isEqualTo("idle_timeout");
    upstream.peer(0).seesCloseWithin(A_SECOND);
  }

  @Test
  void aStreamThatIsStillFlowingEndsWithTheTimeOfItsRequest() {
    upstream.then(peer -> {
      peer.readRequest();
      peer.send(STREAM_HEAD).chunk(text("a"));
      while (true) {
        pause(50);
        peer.chunk(text("b"));
      }
    });
    Attempt attempt =
        rig.start(
            ASK,
            new Timeouts(
                Duration.ofSeconds(5),
                Duration.ofSeconds(10),
                Duration.ofSeconds(10),
                Duration.ofSeconds(10),
                Duration.ofMillis(700)));
    assertThat(broken(attempt).code()).isEqualTo("total_timeout");
    upstream.peer(0).isOverWithin(A_SECOND);
  }

  @Test
  void eventsAndPingsThatComeInTimeKeepAStreamAliveForLongerThanTheIdleTimeOut() {
    upstream.then(peer -> {
      peer.readRequest();
      peer.send(STREAM_HEAD).chunk(text("a"));
      for (int i = 0; i < 12; i++) {
        pause(100);
        peer.chunk(i % 2 == 0 ? ": ping\n\n" : text("b"));
      }
      peer.chunk(FINISH).lastChunk();
      peer.silence();
    });
    answered(rig.start(ASK, times(5_000, 10_000, 800, 10_000)));
  }

  @Test
  void bytesThatNeverMakeAnEventDoNotKeepAStreamAlive() {
    upstream.then(peer -> {
      peer.readRequest();
      peer.send(STREAM_HEAD).chunk(text("a"));
      while (true) {
        pause(50);
        peer.chunk("x");
      }
    });
    Attempt attempt = rig.start(ASK, times(5_000, 10_000, 400, 10_000));
    assertThat(broken(attempt).code()).isEqualTo("idle_timeout");
    upstream.peer(0).isOverWithin(A_SECOND);
  }

  @Test
  void thinkingEndsTheWaitForTheFirstByte() {
    upstream.then(peer -> {
      peer.readRequest();
      peer.send(STREAM_HEAD);
      for (int i = 0; i < 8; i++) {
        pause(100);
        peer.chunk(thinking("hm"));
      }
      peer.chunk(text("a")).chunk(FINISH).lastChunk();
      peer.silence();
    });
    answered(rig.start(ASK, times(5_000, 500, 5_000, 10_000)));
  }

  @Test
  void thinkingThatFallsSilentIsIdle() {
    upstream.then(peer -> {
      peer.readRequest();
      peer.send(STREAM_HEAD).chunk(thinking("hm"));
      peer.silence();
    });
    Fault fault = rig.start(ASK, times(5_000, 10_000, 300, 10_000)).failure();
    assertThat(fault.code()).isEqualTo("idle_timeout");
  }

  @Test
  void aRequestThatAsksForReasoningMayThinkForLongerThanTheFirstByteTimeOut() {
    upstream.then(peer -> {
      peer.readRequest();
      pause(600);
      peer.send(STREAM_HEAD).chunk(text("a")).chunk(FINISH).lastChunk();
      peer.silence();
    });
    Ask reasoning = Chat.ask(true, ",\"reasoning_effort\":\"high\"");
    answered(rig.start(reasoning, times(5_000, 200, 5_000, 200)));
  }

  private static void pause(long millis) throws IOException {
    try {
      TimeUnit.MILLISECONDS.sleep(millis);
    } catch (InterruptedException e) {
      throw new IOException(e);
    }
  }
}

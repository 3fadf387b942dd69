package dev.breakwater.gateway.provider;

import static dev.breakwater.gateway.provider.Chat.DONE;
import static dev.breakwater.gateway.provider.Chat.FINISH;
import static dev.breakwater.gateway.provider.Chat.STREAM_HEAD;
import static dev.breakwater.gateway.provider.Chat.text;
import static dev.breakwater.gateway.provider.ProviderRig.PATIENT;
import static org.assertj.core.api.Assertions.assertThat;

import dev.breakwater.gateway.concurrent.Deadline;
import dev.breakwater.gateway.concurrent.Waiter;
import dev.breakwater.gateway.concurrent.Why;
import dev.breakwater.gateway.provider.ProviderRig.Attempt;
import dev.breakwater.wire.bridge.Ask;
import io.vertx.core.http.HttpClientOptions;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What becomes of an upstream's connection: cut when nobody needs it, kept when it is well. */
@Timeout(60)
class ConnectionTest {
  private static final Ask STREAM = Chat.ask(true, "");
  private static final Ask WHOLE = Chat.ask(false, "");
  private static final Duration A_SECOND = Duration.ofSeconds(1);
  private final RawUpstream upstream;
  private final ProviderRig rig;

  ConnectionTest() throws IOException {
    upstream = new RawUpstream();
    rig = new ProviderRig(upstream.baseUrl());
  }

  @AfterEach
  void close() throws IOException {
    rig.close();
    upstream.close();
    assertThat(upstream.failures()).isEmpty();
  }

  private static void assertLeft(Attempt attempt) {
    assertThat(attempt.outcome())
        .isInstanceOfSatisfying(
            Outcome.Abandoned.class,
            abandoned -> {
              assertThat(abandoned.why()).isEqualTo(Why.CLIENT_LEFT);
              assertThat(abandoned.soFar().reported()).isFalse();
            });
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void aClientThatLeavesBeforeTheHeadCutsTheUpstream(boolean stream) {
    upstream.then(peer -> {
      peer.readRequest();
      peer.silence();
    });
    Attempt attempt = rig.start(stream ? STREAM : WHOLE, PATIENT);
    upstream.peer(0).isAsked();
    attempt.leave();
    upstream.peer(0).seesCloseWithin(A_SECOND);
    assertLeft(attempt);
  }

  @Test
  void aClientThatLeavesInTheMiddleOfAWholeAnswerCutsTheUpstream() {
    CountDownLatch begun = new CountDownLatch(1);
    upstream.then(peer -> {
      peer.readRequest();
      peer.send(Chat.answer().substring(0, 100));
      begun.countDown();
      peer.silence();
    });
    Attempt attempt = rig.start(WHOLE, PATIENT);
    upstream.peer(0).await(begun);
    attempt.leave();
    upstream.peer(0).seesCloseWithin(A_SECOND);
    assertLeft(attempt);
  }

  @Test
  void aClientThatLeavesBetweenChunksCutsTheUpstreamAndIsBilledByAnEstimate() {
    upstream.then(peer -> {
      peer.readRequest();
      peer.send(STREAM_HEAD).chunk(text("said so far"));
      peer.silence();
    });
    Attempt attempt = rig.start(STREAM, PATIENT);
    attempt.awaitSent();
    attempt.leave();
    upstream.peer(0).seesCloseWithin(A_SECOND);
    assertLeft(attempt);
    Outcome.Abandoned abandoned = (Outcome.Abandoned) attempt.outcome();
    assertThat(abandoned.soFar().input()).isPositive();
    assertThat(abandoned.soFar().output()).isPositive();
  }

  @Test
  void aClientThatLeavesWhileItIsSlowToReadCutsTheUpstream() {
    upstream.then(peer -> {
      peer.readRequest();
      peer.send(STREAM_HEAD).chunk(text("a"));
      peer.silence();
    });
    SlowClient client = new SlowClient();
    rig.start(STREAM, PATIENT, client, PassOn.NOTHING);
    client.awaitSent();
    assertThat(client.isOver()).isFalse();
    client.leave();
    upstream.peer(0).seesCloseWithin(A_SECOND);
    assertLeft(client);
  }

  @Test
  void aClientThatLeavesWhileWeConnectIsNotWaitedFor() throws IOException {
    try (FullBacklog full = new FullBacklog();
        ProviderRig stuck = new ProviderRig(full.baseUrl())) {
      Attempt attempt = stuck.start(STREAM, PATIENT);
      Waiter waiter = attempt.waiter();
      long began = System.nanoTime();
      waiter.leave(Why.CLIENT_LEFT);
      assertLeft(attempt);
      assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(A_SECOND);
    }
  }

  @Test
  void theConnectionOfAFinishedStreamServesTheNextRequest() {
    upstream.then(peer -> {
      for (int i = 0; i < 3; i++) {
        peer.readRequest();
        peer.send(STREAM_HEAD).chunk(text("a")).chunk(FINISH).lastChunk(DONE);
      }
      peer.readRequest();
      peer.send(Chat.answer());
      peer.silence();
    });
    for (int i = 0; i < 3; i++) {
      int number = i;
      assertThat(rig.start(STREAM, PATIENT).outcome()).isInstanceOf(Outcome.Answered.class);
      Eventually.isTrue(
          "request " + number, A_SECOND, () -> upstream.peer(0).requests().size() == number + 1);
    }
    assertThat(rig.start(WHOLE, PATIENT).outcome()).isInstanceOf(Outcome.Answered.class);
    assertThat(upstream.connections()).isOne();
    assertThat(upstream.peer(0).requests()).hasSize(4);
  }

  @Test
  void aStreamThatGoesOnAfterItsEndMarkerIsCutOffAfterAWhile() {
    upstream.then(peer -> {
      peer.readRequest();
      peer.send(STREAM_HEAD).chunk(text("a")).chunk(FINISH).chunk(DONE);
      peer.silence();
    });
    Attempt attempt = rig.start(STREAM, PATIENT);
    assertThat(attempt.outcome()).isInstanceOf(Outcome.Answered.class);
    assertThat(attempt.sent()).endsWith(DONE);
    upstream.peer(0).seesCloseWithin(Duration.ofSeconds(4));
  }

  @Test
  void anErrorKeepsItsConnectionForTheNextRequest() {
    upstream.then(peer -> {
      peer.readRequest();
      peer.send(Chat.response(503, "application/json", "{}"));
      peer.readRequest();
      peer.send(Chat.answer());
      peer.silence();
    });
    assertThat(rig.start(WHOLE, PATIENT).failure().code()).isEqualTo("status_503");
    assertThat(rig.start(WHOLE, PATIENT).outcome()).isInstanceOf(Outcome.Answered.class);
    assertThat(upstream.connections()).isOne();
  }

  @Test
  void hintsBeforeTheAnswerArePassedBy() {
    upstream.then(peer -> {
      peer.readRequest();
      peer.send("HTTP/1.1 103 Early Hints\r\nlink: </a>\r\n\r\nHTTP/1.1 100 Continue\r\n\r\n");
      peer.send(Chat.answer());
      peer.silence();
    });
    assertThat(rig.start(WHOLE, PATIENT).outcome()).isInstanceOf(Outcome.Answered.class);
  }

  @Test
  void anotherProtocolThanHttpIsNotGoneOver() {
    upstream.then(peer -> {
      peer.readRequest();
      peer.send("HTTP/1.1 101 Switching Protocols\r\nupgrade: h2c\r\n\r\n");
      peer.silence();
    });
    assertThat(rig.start(WHOLE, PATIENT).failure()).isInstanceOf(Fault.Transient.class);
    upstream.peer(0).seesCloseWithin(A_SECOND);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "HTTP/1.1 200 OK\r\nconnection: close\r\n",
        "HTTP/1.1 200 OK\r\nConnection: Keep-Alive, Close\r\n",
        "HTTP/1.0 200 OK\r\n"
      })
  void aConnectionThatTheUpstreamWantsClosedServesNoOtherRequest(String head) {
    String whole = Chat.answer();
    assertServesNoOtherRequestAfter(head + whole.substring(whole.indexOf('\n') + 1));
  }

  @Test
  void whatNobodyHasAskedForIsNobodysAnswer() {
    assertServesNoOtherRequestAfter(Chat.answer() + Chat.answer());
  }

  private void assertServesNoOtherRequestAfter(String answer) {
    for (String said : List.of(answer, Chat.answer())) {
      upstream.then(peer -> {
        peer.readRequest();
        peer.send(said);
        peer.silence();
      });
    }
    assertThat(rig.start(WHOLE, PATIENT).outcome()).isInstanceOf(Outcome.Answered.class);
    upstream.peer(0).seesCloseWithin(A_SECOND);
    assertThat(rig.start(WHOLE, PATIENT).outcome()).isInstanceOf(Outcome.Answered.class);
    assertThat(upstream.connections()).isEqualTo(2);
  }

  @Test
  void aHeadWithoutEndIsGivenUpBeforeItFillsTheMemory() {
    upstream.then(peer -> {
      peer.readRequest();
      peer.send("HTTP/1.1 200 OK\r\n");
      while (peer.written() < 100_000_000) {
        peer.send("x-more: " + "x".repeat(1_000) + "\r\n");
      }
    });
    assertThat(rig.start(WHOLE, PATIENT).failure()).isInstanceOf(Fault.Transient.class);
    upstream.peer(0).isOverWithin(A_SECOND);
    assertThat(upstream.peer(0).written()).isLessThan(100_000_000);
  }

  @ParameterizedTest
  @ValueSource(ints = {10, 16_000, 17_000, 3_000_000})
  void aRequestOfAnyLengthArrivesAsItIs(int length) {
    String more = ",\"user\":\"" + "u".repeat(length) + "\"";
    upstream.then(peer -> {
      for (int i = 0; i < 2; i++) {
        peer.readRequest();
        peer.send(Chat.answer());
      }
      peer.silence();
    });
    for (int i = 0; i < 2; i++) {
      assertThat(rig.start(Chat.ask(false, more), PATIENT).outcome())
          .isInstanceOf(Outcome.Answered.class);
    }
    assertThat(upstream.peer(0).requests())
        .hasSize(2)
        .allSatisfy(request -> assertThat(request).endsWith(more + "}"));
  }

  @Test
  void anUpstreamThatSendsMoreThanTheClientReadsIsReadNoFurther() {
    String piece = text("x".repeat(32 * 1024));
    long all = 50L * 1024 * 1024;
    upstream.then(peer -> {
      peer.readRequest();
      peer.send(STREAM_HEAD);
      while (peer.written() < all) {
        peer.chunk(piece);
      }
      peer.chunk(FINISH).chunk(DONE).lastChunk();
      peer.silence();
    });
    SlowClient client = new SlowClient();
    rig.start(STREAM, PATIENT, client, PassOn.NOTHING);
    client.awaitSent();
    long stuck =
        Eventually.settled(
            "the upstream's writing",
            Duration.ofMillis(400),
            Duration.ofSeconds(10),
            upstream.peer(0)::written);
    assertThat(stuck).as("what the kernel's buffers and ours hold").isLessThan(all / 3);
    client.readOn();
    assertThat(client.outcome()).isInstanceOf(Outcome.Answered.class);
    assertThat(client.bytes()).isGreaterThan(all * 9 / 10);
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void aFloodArrivesWholeOnEitherSchedulerOfThreads(boolean carried) throws IOException {
    String piece = text("x".repeat(8 * 1024));
    int pieces = 3_000;
    TestLoop loop = carried ? TestLoop.carrying() : TestLoop.besideJdkScheduler();
    try (RawUpstream flood = new RawUpstream();
        ProviderRig own = new ProviderRig(loop, flood.baseUrl(), new HttpClientOptions())) {
      flood.then(peer -> {
        peer.readRequest();
        peer.send(STREAM_HEAD);
        for (int i = 0; i < pieces; i++) {
          peer.chunk(piece);
        }
        peer.chunk(FINISH).chunk(DONE).lastChunk();
        peer.silence();
      });
      SlowClient client = new SlowClient();
      client.readOn();
      own.start(STREAM, ProviderRig.times(5_000, 5_000, 5_000, 5_000), client, PassOn.NOTHING);
      assertThat(client.outcome()).isInstanceOf(Outcome.Answered.class);
      assertThat(client.bytes())
          .isEqualTo((long) pieces * piece.length() + FINISH.length() + DONE.length());
    }
  }

  /** A client that reads nothing until it is told to. */
  private static final class SlowClient extends Attempt {
    private final AtomicLong bytes = new AtomicLong();
    private volatile boolean reads;

    void readOn() {
      reads = true;
      if (isStarted()) {
        waiter().wake();
      }
    }

    long bytes() {
      return bytes.get();
    }

    @Override
    public boolean send(byte[] events) {
      if (bytes.getAndAdd(events.length) == 0) {
        super.send(new byte[] {'.'});
      }
      Deadline deadline = Deadline.after(waiter().time(), Duration.ofSeconds(30));
      return waiter().await(() -> reads, deadline) == Waiter.Wake.READY;
    }
  }
}

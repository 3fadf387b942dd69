package dev.breakwater.gateway.http;

import dev.breakwater.gateway.concurrent.Deadline;
import dev.breakwater.gateway.concurrent.Loop;
import dev.breakwater.gateway.concurrent.Mailbox;
import dev.breakwater.gateway.concurrent.Waiter;
import dev.breakwater.gateway.concurrent.Why;
import dev.breakwater.gateway.rejection.Rejection;
import dev.breakwater.wire.conversation.Problem;
import dev.breakwater.wire.conversation.Problem.Kind;
import dev.breakwater.wire.format.Header;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * One HTTP request of a client and the way back to it. Made on the loop, when the head is there;
 * used by the exchange's thread.
 */
final class Inbound {
  /** A client that sends or reads nothing for so long is gone. */
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private final HttpServerRequest request;
  private final HttpServerResponse response;
  private final Loop loop;
  private final Waiter waiter;
  private final int mostBytes;
  private final Mailbox<Body> bodies;
  private Buffer gathered = Buffer.buffer();
  private boolean tooLarge;
  private volatile boolean clogged;

  private sealed interface Body {
    record Whole(byte[] bytes) implements Body {}

    record TooLarge() implements Body {}
  }

  /**
   * @param mostBytes of the body; a larger one is a 413
   */
  Inbound(HttpServerRequest request, Loop loop, Waiter waiter, int mostBytes) {
    this.request = request;
    this.response = request.response();
    this.loop = loop;
    this.waiter = waiter;
    this.mostBytes = mostBytes;
    this.bodies = new Mailbox<>(waiter);
    request.handler(this::gather);
    request.endHandler(nothing -> gathered());
    request.exceptionHandler(failure -> waiter.leave(Why.CLIENT_LEFT));
    response.closeHandler(nothing -> waiter.leave(Why.CLIENT_LEFT));
    response.exceptionHandler(failure -> waiter.leave(Why.CLIENT_LEFT));
  }

  Waiter waiter() {
    return waiter;
  }

  /**
   * Waits for the whole body; empty when the client leaves before it is there.
   *
   * @throws Rejection 413 when it is too large, 408 when it does not come
   */
  Optional<byte[]> body() {
    Deadline deadline = Deadline.after(waiter.time(), PATIENCE);
    return switch (bodies.await(deadline)) {
      case READY ->
          switch (bodies.poll()) {
            case Body.Whole whole -> Optional.of(whole.bytes());
            case Body.TooLarge large -> throw Rejection.of(tooLarge());
            case null -> throw new IllegalStateException("nothing has arrived");
          };
      case LATE ->
          throw Rejection.of(
              Problem.of(
                  Kind.TIMEOUT,
                  408,
                  "The body did not arrive within " + PATIENCE.toSeconds() + " s."));
      case LEFT -> Optional.empty();
    };
  }

  /** Sends a whole answer and ends the response. */
  void reply(int status, List<Header> headers, byte[] body) {
    loop.execute(() -> {
      if (!response.ended() && !response.closed()) {
        response.setStatusCode(status);
        putHeaders(headers);
        response.end(Buffer.buffer(body));
      }
    });
  }

  /** Sends the head of a stream. */
  void begin(List<Header> headers) {
    loop.execute(() -> {
      response.setChunked(true);
      putHeaders(headers);
    });
  }

  /**
   * Sends part of a stream; waits while the client is slow.
   *
   * @return false when the client has left or reads nothing
   */
  boolean send(byte[] bytes) {
    if (clogged
        && waiter.await(() -> !clogged, Deadline.after(waiter.time(), PATIENCE))
            != Waiter.Wake.READY) {
      abort();
      return false;
    }
    if (waiter.why() != null) {
      return false;
    }
    loop.execute(() -> write(bytes));
    return true;
  }

  void end() {
    loop.execute(() -> {
      if (!response.ended() && !response.closed()) {
        response.end();
      }
    });
  }

  /** Cuts the connection, so that nobody takes what was sent for a whole answer. */
  void abort() {
    loop.execute(() -> request.connection().close());
  }

  private void write(byte[] bytes) {
    if (response.closed()) {
      return;
    }
    response.write(Buffer.buffer(bytes));
    if (response.writeQueueFull() && !clogged) {
      clogged = true;
      response.drainHandler(nothing -> {
        clogged = false;
        waiter.wake();
      });
    }
  }

  private void putHeaders(List<Header> headers) {
    for (Header header : headers) {
      response.putHeader(header.name(), header.value());
    }
  }

  private void gather(Buffer part) {
    if (tooLarge) {
      return;
    }
    if (gathered.length() + part.length() > mostBytes) {
      tooLarge = true;
      gathered = Buffer.buffer();
      bodies.put(new Body.TooLarge());
    } else {
      gathered.appendBuffer(part);
    }
  }

  private void gathered() {
    if (!tooLarge) {
      bodies.put(new Body.Whole(gathered.getBytes()));
    }
  }

  private Problem tooLarge() {
    return Problem.of(
        Kind.TOO_LARGE, 413, "The body is larger than " + mostBytes / (1024 * 1024) + " MB.");
  }
}

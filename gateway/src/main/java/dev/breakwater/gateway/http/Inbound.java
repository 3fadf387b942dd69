package dev.breakwater.gateway.http;

import dev.breakwater.gateway.concurrent.Deadline;
import dev.breakwater.gateway.concurrent.Loop;
import dev.breakwater.gateway.concurrent.Mailbox;
import dev.breakwater.gateway.concurrent.Timekeeper;
import dev.breakwater.gateway.concurrent.Waiter;
import dev.breakwater.gateway.concurrent.Why;
import dev.breakwater.gateway.rejection.Rejection;
import dev.breakwater.wire.conversation.Problem;
import dev.breakwater.wire.conversation.Problem.Kind;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.internal.buffer.BufferInternal;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One HTTP request of a client and the way back to it. Made on the loop, when the head is there;
 * used by the exchange's thread.
 */
final class Inbound {
  /** A client that sends or reads nothing for so long is gone. */
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  /** A larger answer goes out in pieces of this size, no faster than the client takes them. */
  private static final int PIECE = 64 * 1024;

  /**
   * So much of a stream may wait to be sent before its upstream is read no further. With what is on
   * its way from there a client that reads nothing costs less than 256 KB.
   */
  private static final int MOST_UNSENT = 32 * 1024;

  private final HttpServerRequest request;
  private final HttpServerResponse response;
  private final Loop loop;
  private final Waiter waiter;
  private final int mostBytes;
  private final Mailbox<Body> bodies;
  private @Nullable Buffer gathered;
  private boolean grows;
  private boolean tooLarge;
  private @Nullable ChunkWriter chunks;
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
    Waiter.Wake wake =
        bodies.isEmpty()
            ? bodies.await(Deadline.after(waiter.time(), PATIENCE))
            : Waiter.Wake.READY; // as it mostly is, for it came with the head
    return switch (wake) {
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

  /** Sends a whole answer and ends the response; waits while the client is slow to take it. */
  void reply(int status, AnswerHeaders headers, byte[] body) {
    if (body.length <= PIECE) {
      replyAtOnce(status, headers, body);
      return;
    }
    loop.execute(() -> {
      if (!response.closed()) {
        response.setStatusCode(status);
        headers.putInto(response.headers());
        response.putHeader(HttpHeaders.CONTENT_LENGTH, Integer.toString(body.length));
      }
    });
    for (int from = 0; from < body.length; from += PIECE) {
      if (!flows()) {
        return;
      }
      clogged = true; // until the loop has written this piece and seen that there is room
      Buffer piece = wrap(body, from, Math.min(PIECE, body.length - from));
      loop.execute(() -> {
        clogged = false;
        write(piece);
        waiter.wake();
      });
    }
    end();
  }

  private void replyAtOnce(int status, AnswerHeaders headers, byte[] body) {
    loop.execute(() -> {
      if (!response.ended() && !response.closed()) {
        response.setStatusCode(status);
        cutUnlessTaken(response.end(AnswerEncoder.end(request, headers, body)));
      }
    });
  }

  /** The exchange is over by then, so that nobody else would see that the client reads nothing. */
  private void cutUnlessTaken(Future<Void> taken) {
    if (taken.isComplete()) {
      return;
    }
    Timekeeper.Alarm alarm =
        waiter
            .time()
            .at(waiter.time().nanos() + PATIENCE.toNanos(), () -> request.connection().close());
    taken.onComplete(nothing -> alarm.cancel());
  }

  /** Sends the head of a stream. */
  void begin(AnswerHeaders headers) {
    loop.execute(() -> {
      response.setChunked(true);
      response.setWriteQueueMaxSize(MOST_UNSENT);
      headers.putInto(response.headers());
    });
  }

  /**
   * Sends part of a stream; waits while the client is slow.
   *
   * @return false when the client has left or reads nothing
   */
  boolean send(byte[] bytes) {
    if (!flows()) {
      return false;
    }
    loop.execute(() -> writePart(bytes));
    return true;
  }

  /** Waits until there is room for more; false when the client has left or reads nothing. */
  private boolean flows() {
    if (clogged
        && waiter.await(() -> !clogged, Deadline.after(waiter.time(), PATIENCE))
            != Waiter.Wake.READY) {
      abort();
      return false;
    }
    return waiter.why() == null;
  }

  void end() {
    loop.execute(() -> {
      if (!response.ended() && !response.closed()) {
        cutUnlessTaken(response.end());
      }
    });
  }

  /** Cuts the connection, so that nobody takes what was sent for a whole answer. */
  void abort() {
    loop.execute(() -> request.connection().close());
  }

  private void writePart(byte[] bytes) {
    ChunkWriter writer = chunks;
    if (writer == null) {
      write(wrap(bytes, 0, bytes.length)); // with the head, when it is the first
      chunks = ChunkWriter.of(request).orElse(null);
    } else if (writer.isOpen()) {
      writer.write(bytes);
      clogWhen(writer.isFull());
    }
  }

  private void write(Buffer bytes) {
    if (response.closed()) {
      return;
    }
    response.write(bytes);
    clogWhen(response.writeQueueFull());
  }

  private void clogWhen(boolean full) {
    if (full && !clogged) {
      clogged = true;
      response.drainHandler(nothing -> {
        clogged = false;
        waiter.wake();
      });
    }
  }

  /** Without a copy: nobody changes the bytes any more. */
  private static Buffer wrap(byte[] bytes, int from, int length) {
    return BufferInternal.buffer(Unpooled.wrappedBuffer(bytes, from, length));
  }

  /** A body that comes in one part, as most do, is kept as it came. */
  private Buffer append(Buffer before, Buffer part) {
    Buffer growing = grows ? before : Buffer.buffer().appendBuffer(before);
    grows = true;
    return growing.appendBuffer(part);
  }

  private void gather(Buffer part) {
    if (tooLarge) {
      return;
    }
    Buffer before = gathered;
    if ((before == null ? 0 : before.length()) + part.length() > mostBytes) {
      tooLarge = true;
      gathered = null;
      bodies.put(new Body.TooLarge());
    } else {
      gathered = before == null ? part : append(before, part);
    }
  }

  private void gathered() {
    if (!tooLarge) {
      bodies.put(new Body.Whole(gathered == null ? new byte[0] : bytes(gathered)));
    }
  }

  /** Without a copy where they fill their array, as those of a body do that came in one part. */
  private static byte[] bytes(Buffer buffer) {
    ByteBuf bytes = ((BufferInternal) buffer).getByteBuf();
    return bytes.hasArray() && bytes.readableBytes() == bytes.array().length
        ? bytes.array()
        : buffer.getBytes();
  }

  private Problem tooLarge() {
    return Problem.of(
        Kind.TOO_LARGE, 413, "The body is larger than " + mostBytes / (1024 * 1024) + " MB.");
  }
}

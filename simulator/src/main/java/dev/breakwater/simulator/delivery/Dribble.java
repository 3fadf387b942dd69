package dev.breakwater.simulator.delivery;

import io.vertx.core.buffer.Buffer;
import java.util.function.IntConsumer;

/** Sends a body of known length at one byte a second. */
final class Dribble {
  /** Pause between two bytes, in milliseconds. */
  static final long PAUSE = 1_000;

  private final Wire wire;
  private final Buffer body;
  private final IntConsumer passed;
  private int next;

  /**
   * @param body what to send, one byte at least
   * @param passed told the number of bytes that will have been sent, before each is
   */
  Dribble(Wire wire, Buffer body, IntConsumer passed) {
    this.wire = wire;
    this.body = body;
    this.passed = passed;
  }

  void start() {
    one();
    if (!wire.done()) {
      wire.every(PAUSE, this::one);
    }
  }

  private void one() {
    Buffer single = body.slice(next, next + 1);
    next++;
    passed.accept(next);
    if (next < body.length()) {
      wire.write(single);
    } else {
      wire.end(single);
    }
  }
}

package dev.breakwater.wire.bridge;

import dev.breakwater.wire.conversation.Problem;
import dev.breakwater.wire.conversation.Tokens;
import dev.breakwater.wire.format.AnswerWatch;
import dev.breakwater.wire.json.ByteSink;
import dev.breakwater.wire.json.MalformedBody;
import dev.breakwater.wire.sse.Framer;
import org.jspecify.annotations.Nullable;

/**
 * A stream that is cut into events and watched. After the end marker, or a failure that the
 * provider reports, nothing more is handed on.
 */
abstract class WatchedStream implements AnswerStream, Framer.Handler {
  final AnswerWatch watch;
  private final Framer framer;

  private long events;

  /** Where the feed that is under way writes to. */
  ByteSink out = new ByteSink(0);

  /** Whether the last block was written as it came, so that a late LF of it belongs there too. */
  boolean handedOn;

  WatchedStream(Framer framer, AnswerWatch watch) {
    this.framer = framer;
    this.watch = watch;
  }

  /** Writes what the client gets of the event that has just been looked at. */
  abstract void forward(byte[] bytes, int start, int end, byte[] data, int dataStart, int dataEnd)
      throws MalformedBody;

  /** Writes what the client gets of comments, pings and other blocks without data. */
  abstract void forwardEmpty(byte[] bytes, int start, int end);

  @Override
  public final void feed(byte[] bytes, int start, int end, ByteSink sink) throws MalformedBody {
    out = sink;
    framer.feed(bytes, start, end, this);
  }

  @Override
  public final void event(byte[] bytes, int start, int end, byte[] data, int dataStart, int dataEnd)
      throws MalformedBody {
    handedOn = false;
    events++;
    if (watch.isEnded() || watch.problem() != null) {
      return;
    }
    if (dataStart == dataEnd) {
      forwardEmpty(bytes, start, end);
      return;
    }
    watch.look(data, dataStart, dataEnd);
    if (watch.problem() == null && (watch.isFinished() || !watch.isEnded())) {
      forward(bytes, start, end, data, dataStart, dataEnd);
    }
  }

  @Override
  public final long events() {
    return events;
  }

  @Override
  public final boolean hasContent() {
    return watch.hasContent();
  }

  @Override
  public final boolean hasThinking() {
    return watch.hasThinking();
  }

  @Override
  public final boolean isFinished() {
    return watch.isFinished();
  }

  @Override
  public final boolean isEnded() {
    return watch.isEnded();
  }

  @Override
  public final @Nullable Problem problem() {
    return watch.problem();
  }

  @Override
  public final @Nullable Tokens tokens() {
    return watch.tokens();
  }

  @Override
  public final boolean hasAbsurdUsage() {
    return watch.hasAbsurdUsage();
  }

  @Override
  public final long pieces() {
    return watch.pieces();
  }

  @Override
  public final long textBytes() {
    return watch.textBytes();
  }
}

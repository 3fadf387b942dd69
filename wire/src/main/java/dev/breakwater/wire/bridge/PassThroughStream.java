package dev.breakwater.wire.bridge;

import dev.breakwater.wire.conversation.AnswerEvent;
import dev.breakwater.wire.conversation.Problem;
import dev.breakwater.wire.format.Asked;
import dev.breakwater.wire.format.WireFormat;
import dev.breakwater.wire.json.ByteSink;

/** Hands whole events on byte for byte. */
final class PassThroughStream extends WatchedStream {
  private static final byte[] LINE_FEED = {'\n'};

  private final WireFormat format;
  private final boolean dropUsage;

  /**
   * @param dropUsage whether the client did not ask for the event that holds nothing but the usage
   */
  PassThroughStream(WireFormat format, int choices, boolean dropUsage) {
    super(format.framer(), format.watch(choices));
    this.format = format;
    this.dropUsage = dropUsage;
  }

  @Override
  void forward(byte[] bytes, int start, int end, byte[] data, int dataStart, int dataEnd) {
    handedOn = !(dropUsage && watch.wasOnlyUsage());
    if (handedOn) {
      out.write(bytes, start, end);
    }
  }

  @Override
  void forwardEmpty(byte[] bytes, int start, int end) {
    handedOn = true;
    out.write(bytes, start, end);
  }

  @Override
  public void lateLineFeed() {
    if (handedOn) {
      out.write(LINE_FEED);
    }
  }

  @Override
  public void end(ByteSink sink) {
    if (!watch.isEnded()) {
      sink.write(watch.endMarker());
    }
  }

  @Override
  public void fail(Problem problem, ByteSink sink) {
    format.eventWriter(Asked.of(null)).write(new AnswerEvent.Failed(problem), sink);
  }
}

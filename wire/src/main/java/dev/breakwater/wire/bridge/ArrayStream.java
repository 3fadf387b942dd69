package dev.breakwater.wire.bridge;

import dev.breakwater.wire.conversation.Problem;
import dev.breakwater.wire.format.WireFormat;
import dev.breakwater.wire.json.ByteSink;
import dev.breakwater.wire.sse.ArrayFraming;

/**
 * Hands the data of server-sent events on, byte for byte, as elements of one JSON array: the
 * provider is always asked for events, the client wants an array.
 */
final class ArrayStream extends WatchedStream {
  private final WireFormat format;
  private final ArrayFraming array = new ArrayFraming();

  ArrayStream(WireFormat format, int choices) {
    super(format.framer(), format.watch(choices));
    this.format = format;
  }

  @Override
  void forward(byte[] bytes, int start, int end, byte[] data, int dataStart, int dataEnd) {
    array.element(out);
    out.write(data, dataStart, dataEnd);
  }

  /** Comments are between the provider and us. */
  @Override
  void forwardEmpty(byte[] bytes, int start, int end) {}

  @Override
  public void lateLineFeed() {}

  @Override
  public void end(ByteSink sink) {
    array.end(sink);
  }

  @Override
  public void fail(Problem problem, ByteSink sink) {
    array.element(sink);
    sink.write(format.writeProblem(problem));
    array.end(sink);
  }
}

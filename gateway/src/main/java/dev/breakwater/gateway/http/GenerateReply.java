package dev.breakwater.gateway.http;

import dev.breakwater.gateway.provider.AnswerSink;
import dev.breakwater.gateway.provider.Call;
import dev.breakwater.wire.format.Header;
import dev.breakwater.wire.generate.GenerateAnswer;
import java.util.Arrays;
import java.util.List;

/**
 * A streamed answer in Breakwater's own words: its last event says what it cost, which is known
 * only after it has ended, and so waits until then.
 */
final class GenerateReply implements AnswerSink {
  private final AnswerSink sink;
  private byte[] last = {};

  GenerateReply(AnswerSink sink) {
    this.sink = sink;
  }

  @Override
  public void commit(Call call, List<Header> headers) {
    sink.commit(call, headers);
  }

  @Override
  public boolean send(byte[] events) {
    int from = GenerateAnswer.lastEvent(events);
    if (from < 0) {
      return sink.send(events);
    }
    last = Arrays.copyOfRange(events, from, events.length);
    return from == 0 || sink.send(Arrays.copyOf(events, from));
  }

  /** The answer is complete, and its cost known. */
  void complete(Call call, long costNanos, String requestId) {
    sink.send(
        GenerateAnswer.complete(
            last, call.target().provider(), costNanos < 0 ? null : costNanos, requestId));
  }
}

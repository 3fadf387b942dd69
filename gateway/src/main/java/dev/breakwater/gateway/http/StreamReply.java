package dev.breakwater.gateway.http;

import dev.breakwater.gateway.provider.AnswerSink;
import dev.breakwater.gateway.provider.Call;
import dev.breakwater.wire.format.Header;
import java.util.List;

/** A streamed answer on its way to the client, as server-sent events. */
final class StreamReply implements AnswerSink {
  private final Inbound inbound;
  private final String requestId;
  private boolean begun;

  StreamReply(Inbound inbound, String requestId) {
    this.inbound = inbound;
    this.requestId = requestId;
  }

  @Override
  public void commit(Call call, List<Header> upstreamHeaders) {
    begun = true;
    inbound.begin(
        new AnswerHeaders(requestId, AnswerHeaders.EVENT_STREAM)
            .of(call)
            .unbuffered()
            .addAll(upstreamHeaders));
  }

  @Override
  public boolean send(byte[] events) {
    return inbound.send(events);
  }

  boolean hasBegun() {
    return begun;
  }
}

package dev.breakwater.gateway.http;

import dev.breakwater.gateway.provider.AnswerSink;
import dev.breakwater.gateway.provider.Call;
import dev.breakwater.wire.format.Asked.Framing;
import dev.breakwater.wire.format.Header;
import java.util.List;
import java.util.function.Function;

/** A streamed answer on its way to the client. */
final class StreamReply implements AnswerSink {
  private final Inbound inbound;
  private final Function<CharSequence, AnswerHeaders> headers;
  private boolean begun;

  /**
   * @param headers begins an answer's headers, given its content type
   */
  StreamReply(Inbound inbound, Function<CharSequence, AnswerHeaders> headers) {
    this.inbound = inbound;
    this.headers = headers;
  }

  @Override
  public void commit(Call call, List<Header> upstreamHeaders) {
    begun = true;
    inbound.begin(
        headers
            .apply(contentType(call.ask().framing()))
            .of(call)
            .unbuffered()
            .setAll(upstreamHeaders));
  }

  private static CharSequence contentType(Framing framing) {
    return switch (framing) {
      case SERVER_SENT_EVENTS -> AnswerHeaders.EVENT_STREAM;
      case JSON_ARRAY -> AnswerHeaders.JSON;
    };
  }

  @Override
  public boolean send(byte[] events) {
    return inbound.send(events);
  }

  boolean hasBegun() {
    return begun;
  }
}

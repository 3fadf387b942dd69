package dev.breakwater.gateway.provider;

import dev.breakwater.wire.bridge.AnswerStream;
import dev.breakwater.wire.conversation.Problem;
import dev.breakwater.wire.conversation.Tokens;
import dev.breakwater.wire.format.Header;
import dev.breakwater.wire.json.ByteSink;
import java.util.List;

/** The client gets the stream as it comes, and its error event where it breaks off. */
final class ClientOutlet implements Outlet {
  private final Call call;
  private final AnswerSink sink;
  private final AnswerStream stream;

  ClientOutlet(Call call, AnswerSink sink, AnswerStream stream) {
    this.call = call;
    this.sink = sink;
    this.stream = stream;
  }

  /** What a client is told of a stream that broke off. */
  static Problem problem(Fault fault) {
    return Problem.of(Problem.Kind.UPSTREAM, 502, "The answer broke off: " + fault.message())
        .coded("stream_" + fault.code());
  }

  @Override
  public AnswerStream stream() {
    return stream;
  }

  @Override
  public void begin(List<Header> headers, ByteSink out) {
    sink.commit(call, headers);
  }

  @Override
  public boolean send(ByteSink out) {
    return out.isEmpty() || sink.send(out.take());
  }

  @Override
  public byte[] end(ByteSink out) {
    stream.end(out);
    return new byte[0];
  }

  @Override
  public Outcome broken(Fault fault, Tokens soFar, ByteSink out) {
    stream.fail(problem(fault), out);
    sink.send(out.take());
    return new Outcome.Broken(fault, soFar);
  }
}

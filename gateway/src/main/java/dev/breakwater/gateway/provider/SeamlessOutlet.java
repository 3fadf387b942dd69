package dev.breakwater.gateway.provider;

import dev.breakwater.wire.bridge.AnswerStream;
import dev.breakwater.wire.bridge.SeamlessPart;
import dev.breakwater.wire.conversation.Tokens;
import dev.breakwater.wire.format.Header;
import dev.breakwater.wire.json.ByteSink;
import java.util.List;

/** The client gets the stream as a part of one that other targets may go on with. */
final class SeamlessOutlet implements Outlet {
  private final Call call;
  private final AnswerSink sink;
  private final Resumption resumption;
  private final SeamlessPart part;

  SeamlessOutlet(Call call, AnswerSink sink, Resumption resumption, SeamlessPart part) {
    this.call = call;
    this.sink = sink;
    this.resumption = resumption;
    this.part = part;
  }

  @Override
  public AnswerStream stream() {
    return part;
  }

  @Override
  public void begin(List<Header> headers, ByteSink out) {
    if (!resumption.isContinuing()) {
      sink.commit(call, headers);
    }
    part.release(out);
  }

  @Override
  public boolean send(ByteSink out) {
    return out.isEmpty() || sink.send(out.take());
  }

  @Override
  public byte[] end(ByteSink out) {
    part.end(out);
    return new byte[0];
  }

  /** What was said goes out, for it is what another target goes on from. */
  @Override
  public Outcome broken(Fault fault, Tokens soFar, ByteSink out) {
    send(out);
    resumption.broke(fault, soFar);
    return new Outcome.Broken(fault, soFar);
  }
}

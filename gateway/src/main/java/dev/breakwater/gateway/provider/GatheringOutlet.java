package dev.breakwater.gateway.provider;

import dev.breakwater.wire.bridge.AnswerStream;
import dev.breakwater.wire.bridge.Bridge;
import dev.breakwater.wire.bridge.GatheredStream;
import dev.breakwater.wire.conversation.Tokens;
import dev.breakwater.wire.format.Header;
import dev.breakwater.wire.json.ByteSink;
import dev.breakwater.wire.json.MalformedBody;
import java.util.List;

/** The stream is gathered for a client that wants its answer whole, and sees nothing before. */
final class GatheringOutlet implements Outlet {
  private final Call call;
  private final Bridge bridge;
  private final GatheredStream stream;

  GatheringOutlet(Call call, Bridge bridge) {
    this.call = call;
    this.bridge = bridge;
    this.stream = bridge.gathered(call.ask());
  }

  @Override
  public AnswerStream stream() {
    return stream;
  }

  @Override
  public void begin(List<Header> headers, ByteSink out) {}

  @Override
  public boolean send(ByteSink out) {
    return true;
  }

  @Override
  public byte[] end(ByteSink out) throws MalformedBody {
    return bridge.whole(call.ask(), stream.body()).body();
  }

  @Override
  public Outcome broken(Fault fault, Tokens soFar, ByteSink out) {
    return new Outcome.Failed(fault, soFar);
  }
}

package dev.breakwater.gateway.responses;

import dev.breakwater.gateway.concurrent.HeavyWork;
import dev.breakwater.gateway.provider.AnswerSink;
import dev.breakwater.gateway.provider.Call;
import dev.breakwater.wire.bridge.Ask;
import dev.breakwater.wire.format.Header;
import dev.breakwater.wire.json.ByteSink;
import dev.breakwater.wire.json.MalformedBody;
import dev.breakwater.wire.responses.ResponseStamp;
import dev.breakwater.wire.responses.StampedStream;
import java.util.List;
import java.util.function.Supplier;

/**
 * One request for a response and its answer on the way to the client: puts our id into what the
 * client sees, and keeps a complete answer before its last byte leaves, so that the client's next
 * request finds it. Belongs to one exchange.
 */
public final class KeptExchange {
  private final ResponseKeeper keeper;
  private final HeavyWork heavyWork;
  private final String tenant;
  private final Ask ask;
  private final ResponseStamp stamp;
  private final Supplier<byte[]> newItems;

  KeptExchange(
      ResponseKeeper keeper,
      HeavyWork heavyWork,
      String tenant,
      Ask ask,
      ResponseStamp stamp,
      Supplier<byte[]> newItems) {
    this.keeper = keeper;
    this.heavyWork = heavyWork;
    this.tenant = tenant;
    this.ask = ask;
    this.stamp = stamp;
    this.newItems = newItems;
  }

  /** What is asked of providers: the whole conversation. */
  public Ask ask() {
    return ask;
  }

  /** The answer's id, the same whoever answers. */
  public String responseId() {
    return stamp.id();
  }

  /** A whole answer as the client is to get it; kept from now on, unless the client said no. */
  public byte[] answered(byte[] body) {
    byte[] stamped = heavyWork.await(body.length, () -> stamped(body));
    keep(stamped);
    return stamped;
  }

  private byte[] stamped(byte[] body) {
    try {
      return stamp.whole(body);
    } catch (MalformedBody e) {
      throw new IllegalStateException("answered with what cannot be read", e);
    }
  }

  /** Where a streamed answer goes on its way to the client. */
  public AnswerSink sink(AnswerSink client) {
    return new Sink(client);
  }

  private void keep(byte[] response) {
    if (stamp.store()) {
      heavyWork.await(
          ask.body().length,
          () ->
              keeper.keep(
                  new KeptResponse(
                      tenant,
                      stamp.id(),
                      stamp.previousResponseId(),
                      keeper.nowMillis(),
                      newItems.get(),
                      response)));
    }
  }

  private final class Sink implements AnswerSink {
    private final AnswerSink client;
    private final StampedStream stream = stamp.stream();
    private final ByteSink out = new ByteSink(1024);
    private boolean kept;

    Sink(AnswerSink client) {
      this.client = client;
    }

    @Override
    public void commit(Call call, List<Header> headers) {
      client.commit(call, headers);
    }

    @Override
    public boolean send(byte[] events) {
      try {
        stream.feed(events, out);
      } catch (MalformedBody e) {
        throw new IllegalStateException("streamed what cannot be read", e);
      }
      byte[] response = stream.response();
      if (response != null && !kept) {
        kept = true;
        keep(response);
      }
      return out.isEmpty() || client.send(out.take());
    }
  }
}

package dev.breakwater.gateway.attempt;

import dev.breakwater.gateway.provider.AnswerSink;
import dev.breakwater.gateway.provider.Call;
import dev.breakwater.wire.format.Header;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Keeps a streamed answer back until it is whole, so that one that breaks off can start again
 * unseen. An answer that outgrows its bound is let go and sent as it comes from then on.
 */
final class HeldAnswer implements AnswerSink {
  /** Longer than any model's longest answer, and no more than the gateway's largest body. */
  private static final int MOST_BYTES = 16 * 1024 * 1024;

  private final AnswerSink client;
  private final List<byte[]> kept = new ArrayList<>();
  private long size;
  private @Nullable Call call;
  private List<Header> headers = List.of();
  private boolean released;

  HeldAnswer(AnswerSink client) {
    this.client = client;
  }

  @Override
  public void commit(Call answering, List<Header> upstreamHeaders) {
    call = answering;
    headers = upstreamHeaders;
  }

  @Override
  public boolean send(byte[] events) {
    if (released) {
      return client.send(events);
    }
    kept.add(events);
    size += events.length;
    return size <= MOST_BYTES || release();
  }

  /** Whether the client has been sent anything. */
  boolean isReleased() {
    return released;
  }

  /**
   * Sends what was kept; a whole answer that never committed was no stream and has nothing here.
   *
   * @return false when the client has left
   */
  boolean release() {
    if (released || call == null) {
      return true;
    }
    released = true;
    client.commit(call, headers);
    boolean listening = true;
    for (byte[] events : kept) {
      listening = listening && client.send(events);
    }
    kept.clear();
    return listening;
  }
}

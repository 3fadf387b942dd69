package dev.breakwater.gateway.provider;

import dev.breakwater.gateway.concurrent.Deadline;
import dev.breakwater.gateway.concurrent.Loop;
import dev.breakwater.gateway.concurrent.Mailbox;
import dev.breakwater.gateway.concurrent.Waiter;
import io.vertx.core.MultiMap;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * One HTTP call: callbacks on the loop put what happens into a mailbox, the exchange's thread takes
 * it out. Reading from the upstream stops while too much waits.
 */
final class UpstreamCall implements Connection.Listener {
  /** So much of an answer may wait for the exchange before reading stops. */
  private static final long MOST_WAITING = 32 * 1024;

  /** An answer that is over for us may take so long to end on the wire, to keep its connection. */
  private static final long LINGER_NANOS = TimeUnit.SECONDS.toNanos(1);

  private final Loop loop;
  private final Mailbox<UpstreamEvent> mailbox;

  // The loop's own.
  private @Nullable Connections connections;
  private @Nullable Connection connection;
  private boolean over;
  private boolean closed;
  private boolean lingering;
  private long arrived;

  // The exchange's own.
  private long takenHere;
  private boolean ended;

  // Between loop and exchange.
  private volatile long taken;
  private volatile boolean paused;

  UpstreamCall(Loop loop, Waiter waiter) {
    this.loop = loop;
    this.mailbox = new Mailbox<>(waiter);
  }

  void start(Connections connections, Duration patience, RequestHead head, byte[] body) {
    loop.execute(() -> {
      if (!closed) {
        this.connections = connections;
        connections.take(
            patience, taken -> ask(taken, head, body), failure -> lost(failure, false));
      }
    });
  }

  /** Waits for the next event; {@code READY} exactly when {@link #take} will give one. */
  Waiter.Wake await(Deadline deadline) {
    return mailbox.await(deadline);
  }

  boolean hasMore() {
    return !mailbox.isEmpty();
  }

  /** The next event; only after {@link #await} or {@link #hasMore} has said that there is one. */
  UpstreamEvent take() {
    UpstreamEvent event = mailbox.poll();
    if (event == null) {
      throw new IllegalStateException("nothing has arrived");
    }
    ended |= event instanceof UpstreamEvent.End;
    if (event instanceof UpstreamEvent.Bytes bytes) {
      takenHere += bytes.content().length;
      taken = takenHere;
      if (paused && mailbox.isEmpty()) {
        loop.execute(this::resume);
      }
    }
    return event;
  }

  /** Gives the call up: an upstream that is still busy with it is cut off. */
  void cancel() {
    loop.execute(() -> {
      closed = true;
      resetUnlessOver();
    });
  }

  /** The answer is complete: what the upstream still sends is dropped, its connection kept. */
  void finish() {
    if (ended) {
      return; // on the wire, too
    }
    loop.execute(() -> {
      closed = true;
      if (!over && !lingering) {
        lingering = true;
        resume();
        loop.time().at(loop.time().nanos() + LINGER_NANOS, this::resetUnlessOver);
      }
    });
  }

  private void ask(Connection taken, RequestHead head, byte[] body) {
    connection = taken;
    if (closed) {
      over = true;
      giveBack();
      return;
    }
    taken.send(head, body, this);
  }

  @Override
  public void head(int status, MultiMap headers) {
    put(new UpstreamEvent.Head(status, headers));
  }

  @Override
  public void bytes(byte[] content) {
    arrived += content.length;
    put(new UpstreamEvent.Bytes(content));
    if (!closed && arrived - taken > MOST_WAITING && connection != null) {
      paused = true;
      connection.pause();
      if (taken == arrived) {
        resume(); // the exchange, on a thread beside the loop, took all before it could see the
        // pause
      }
    }
  }

  private void resume() {
    if (paused && connection != null && !over) {
      paused = false;
      connection.resume();
    }
  }

  @Override
  public void end() {
    if (!over) {
      over = true;
      giveBack();
      put(new UpstreamEvent.End());
    }
  }

  private void giveBack() {
    if (connections != null && connection != null) {
      connections.giveBack(connection);
    }
  }

  @Override
  public void lost(Throwable cause) {
    lost(cause, true);
  }

  private void lost(Throwable failure, boolean connected) {
    if (!over) {
      over = true;
      put(new UpstreamEvent.Lost(failure, connected));
    }
  }

  private void put(UpstreamEvent event) {
    if (!closed) {
      mailbox.put(event);
    }
  }

  private void resetUnlessOver() {
    if (!over && connection != null) {
      over = true;
      connection.close();
    }
  }
}

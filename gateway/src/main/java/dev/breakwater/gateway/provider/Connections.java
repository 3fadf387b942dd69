package dev.breakwater.gateway.provider;

import dev.breakwater.gateway.concurrent.Loop;
import dev.breakwater.gateway.concurrent.Timekeeper;
import dev.breakwater.gateway.egress.Egress;
import io.netty.channel.ConnectTimeoutException;
import io.vertx.core.http.HttpClientAgent;
import io.vertx.core.http.HttpClientConnection;
import io.vertx.core.http.HttpConnectOptions;
import io.vertx.core.net.SocketAddress;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The connections of one loop to one provider. The one that was used last is used next, so that
 * those beyond the need grow old and are closed, with further calls or without. All on the loop,
 * without locks or queues: a call that finds no free connection opens one, for a provider's limits
 * are not ours to guess.
 */
final class Connections {
  /** Shorter than the idle time-outs of the providers, so that they rarely close under a call. */
  private static final long LONGEST_IDLE_NANOS = TimeUnit.SECONDS.toNanos(30);

  private final HttpClientAgent client;
  private final HttpConnectOptions options;
  private final Loop loop;
  private final Timekeeper time;
  private final @Nullable Egress egress;
  private final Deque<Connection> free = new ArrayDeque<>();
  private boolean sweepIsSet;

  /**
   * @param egress decides on where the host may lead; null where that is trusted
   */
  Connections(
      HttpClientAgent client,
      HttpConnectOptions options,
      Loop loop,
      Timekeeper time,
      @Nullable Egress egress) {
    this.client = client;
    this.options = options;
    this.loop = loop;
    this.time = time;
    this.egress = egress;
  }

  /** Gives a free connection at once, else a new one when it stands; on the loop. */
  void take(Duration patience, Consumer<Connection> taker, Consumer<Throwable> failed) {
    for (Connection last = free.pollLast(); last != null; last = free.pollLast()) {
      if (!last.isClosed()) {
        taker.accept(last);
        return;
      }
    }
    open(patience, taker, failed);
  }

  /**
   * Opens one and gives up in time; Vert.x heeds a time for connecting only in its own pool. One
   * that comes too late for this call is there for the next.
   */
  private void open(Duration patience, Consumer<Connection> taker, Consumer<Throwable> failed) {
    AtomicBoolean answered = new AtomicBoolean();
    Timekeeper.Alarm alarm =
        time.at(
            time.nanos() + patience.toNanos(),
            () -> {
              if (answered.compareAndSet(false, true)) {
                failed.accept(new ConnectTimeoutException("no connection in time"));
              }
            });
    connect(
        http -> {
          alarm.cancel();
          Connection connection = Connection.of(http);
          if (answered.compareAndSet(false, true)) {
            taker.accept(connection);
          } else {
            giveBack(connection);
          }
        },
        failure -> {
          alarm.cancel();
          if (answered.compareAndSet(false, true)) {
            failed.accept(failure);
          }
        });
  }

  private void connect(Consumer<HttpClientConnection> opened, Consumer<Throwable> failed) {
    if (egress == null) {
      client.connect(options).onComplete(opened::accept, failed::accept);
      return;
    }
    egress.find(
        options.getHost(),
        addresses -> loop.execute(() -> connectToFirst(addresses, opened, failed)),
        failure -> loop.execute(() -> failed.accept(failure)));
  }

  /** The name stays what the certificate and the request are for. */
  private void connectToFirst(
      List<InetAddress> addresses,
      Consumer<HttpClientConnection> opened,
      Consumer<Throwable> failed) {
    HttpConnectOptions there =
        new HttpConnectOptions(options)
            .setServer(
                SocketAddress.inetSocketAddress(
                    new InetSocketAddress(addresses.getFirst(), options.getPort())));
    client
        .connect(there)
        .onComplete(
            opened::accept,
            failure -> {
              if (addresses.size() == 1) {
                failed.accept(failure);
              } else {
                connectToFirst(addresses.subList(1, addresses.size()), opened, failed);
              }
            });
  }

  /** Takes a connection back whose call has ended cleanly; on the loop. */
  void giveBack(Connection connection) {
    if (connection.isClosed()) {
      return;
    }
    connection.freeSince = time.nanos();
    free.addLast(connection);
    closeTheOld(connection.freeSince);
    setSweep();
  }

  /** After a storm nobody gives anything back any more, and what it has opened must still go. */
  private void setSweep() {
    Connection oldest = free.peekFirst();
    if (sweepIsSet || oldest == null) {
      return;
    }
    sweepIsSet = true;
    time.at(
        oldest.freeSince + LONGEST_IDLE_NANOS + 1,
        () -> {
          sweepIsSet = false;
          closeTheOld(time.nanos());
          setSweep();
        });
  }

  private void closeTheOld(long now) {
    for (Connection oldest = free.peekFirst();
        oldest != null && now - oldest.freeSince > LONGEST_IDLE_NANOS;
        oldest = free.peekFirst()) {
      free.removeFirst();
      oldest.close();
    }
  }
}

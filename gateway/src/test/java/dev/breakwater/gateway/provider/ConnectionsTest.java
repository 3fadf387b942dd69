package dev.breakwater.gateway.provider;

import static org.assertj.core.api.Assertions.assertThat;

import dev.breakwater.gateway.concurrent.Timekeeper;
import io.vertx.core.http.HttpConnectOptions;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class ConnectionsTest {
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  @Test
  void whatAStormHasOpenedIsClosedThoughNobodyCallsAnyMore() throws IOException {
    try (RawUpstream upstream = new RawUpstream();
        TestLoop loop = TestLoop.carrying()) {
      JumpingTime time = new JumpingTime();
      Connections connections =
          new Connections(
              loop.vertx().createHttpClient(),
              new HttpConnectOptions().setHost("localhost").setPort(upstream.baseUrl().getPort()),
              loop,
              time,
              null);
      upstream.then(RawUpstream.Peer::silence).then(RawUpstream.Peer::silence);
      Connection first = taken(loop, connections);
      Connection second = taken(loop, connections);
      loop.call(() -> given(connections, first));
      time.jump(Duration.ofSeconds(20));
      loop.call(() -> given(connections, second));

      loop.call(() -> time.jump(Duration.ofSeconds(11)));
      upstream.peer(0).seesCloseWithin(PATIENCE);
      assertThat(taken(loop, connections)).as("the younger one").isSameAs(second);
      loop.call(() -> given(connections, second));

      loop.call(() -> time.jump(Duration.ofSeconds(31)));
      upstream.peer(1).seesCloseWithin(PATIENCE);
    }
  }

  private static Connection taken(TestLoop loop, Connections connections) {
    CompletableFuture<Connection> taken = new CompletableFuture<>();
    loop.execute(() -> connections.take(PATIENCE, taken::complete, taken::completeExceptionally));
    return taken.orTimeout(PATIENCE.toSeconds(), TimeUnit.SECONDS).join();
  }

  private static boolean given(Connections connections, Connection connection) {
    connections.giveBack(connection);
    return true;
  }

  /** Time that passes when the test says so, and rings what is due. */
  private static final class JumpingTime implements Timekeeper {
    private record Due(long at, Runnable task) {}

    private final List<Due> alarms = new ArrayList<>();
    private long now;

    boolean jump(Duration by) {
      now += by.toNanos();
      List<Due> due = alarms.stream().filter(it -> it.at <= now).toList();
      alarms.removeAll(due);
      due.forEach(it -> it.task.run());
      return true;
    }

    @Override
    public long nanos() {
      return now;
    }

    @Override
    public long epochMillis() {
      return 0;
    }

    @Override
    public Alarm at(long atNanos, Runnable task) {
      Due alarm = new Due(atNanos, task);
      alarms.add(alarm);
      return () -> alarms.remove(alarm);
    }
  }
}

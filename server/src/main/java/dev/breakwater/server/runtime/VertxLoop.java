package dev.breakwater.server.runtime;

import dev.breakwater.gateway.concurrent.Carrier;
import dev.breakwater.gateway.concurrent.Loop;
import dev.breakwater.gateway.concurrent.Timekeeper;
import io.netty.channel.EventLoop;
import io.vertx.core.internal.ContextInternal;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

/**
 * A loop of Vert.x that carries its exchanges. The one place that knows Vert.x from inside: the
 * Netty loop under a context is its carrier.
 */
public final class VertxLoop implements Loop {
  private final int index;
  private final ContextInternal context;
  private final Carrier carrier;
  private final Timekeeper time;
  private final Thread thread;

  /**
   * Made on the loop itself.
   *
   * @param context of the verticle whose sockets live on the loop
   */
  public VertxLoop(int index, ContextInternal context) {
    this.index = index;
    this.context = context;
    this.carrier = Carrier.on(context.nettyEventLoop(), context::dispatch);
    this.time = new LoopTime(context.nettyEventLoop());
    this.thread = Thread.currentThread();
  }

  @Override
  public int index() {
    return index;
  }

  @Override
  public Timekeeper time() {
    return time;
  }

  @Override
  public void execute(Runnable task) {
    if (!carrier.take(task)) {
      context.runOnContext(nothing -> task.run());
    }
  }

  @Override
  public void startExchange(Function<Thread, Runnable> exchange) {
    carrier.start(exchange);
  }

  /** The loop's own platform thread. */
  public Thread thread() {
    return thread;
  }

  /** The exchanges that have not ended; from any thread. */
  public Set<Thread> running() {
    return carrier.running();
  }

  /** The machine's clocks, and the loop's own alarms. */
  private static final class LoopTime implements Timekeeper {
    private final TimerWheel alarms;

    @SuppressWarnings("FutureReturnValueIgnored") // a tick is never taken back
    LoopTime(EventLoop eventLoop) {
      alarms =
          new TimerWheel(
              System::nanoTime,
              (delay, task) -> eventLoop.schedule(task, delay, TimeUnit.NANOSECONDS));
    }

    @Override
    public long nanos() {
      return System.nanoTime();
    }

    @Override
    public long epochMillis() {
      return System.currentTimeMillis();
    }

    @Override
    public Alarm at(long atNanos, Runnable task) {
      return alarms.at(atNanos, task);
    }
  }
}

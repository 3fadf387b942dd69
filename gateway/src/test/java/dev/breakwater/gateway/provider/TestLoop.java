package dev.breakwater.gateway.provider;

import dev.breakwater.gateway.concurrent.Carrier;
import dev.breakwater.gateway.concurrent.Loop;
import dev.breakwater.gateway.concurrent.Timekeeper;
import io.netty.channel.EventLoop;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.internal.ContextInternal;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.Supplier;

/** One event loop of Vert.x, which carries its exchanges as the server's loops do. */
public final class TestLoop implements Loop, AutoCloseable {
  private static final long PATIENCE_SECONDS = 20;

  private final Vertx vertx =
      Vertx.vertx(new VertxOptions().setEventLoopPoolSize(1).setWorkerPoolSize(1));
  private final ContextInternal context = (ContextInternal) vertx.getOrCreateContext();
  private final EventLoop eventLoop = context.nettyEventLoop();
  private final Carrier carrier;

  private TestLoop(boolean carried) {
    this.carrier = carried ? Carrier.on(eventLoop, context::dispatch) : Carrier.scheduledByJdk();
  }

  /** Exchanges run on the loop's own thread. */
  public static TestLoop carrying() {
    return new TestLoop(true);
  }

  /** Exchanges run beside the loop, as they do on a JDK that does not let us choose. */
  public static TestLoop besideJdkScheduler() {
    return new TestLoop(false);
  }

  public Vertx vertx() {
    return vertx;
  }

  /** Runs something on the loop and gives what came of it. */
  public <T> T call(Supplier<T> task) {
    CompletableFuture<T> done = new CompletableFuture<>();
    execute(() -> {
      try {
        done.complete(task.get());
      } catch (RuntimeException | Error e) {
        done.completeExceptionally(e);
      }
    });
    return done.orTimeout(PATIENCE_SECONDS, TimeUnit.SECONDS).join();
  }

  @Override
  public int index() {
    return 0;
  }

  @Override
  public Timekeeper time() {
    return new LoopTime(eventLoop);
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

  @Override
  public void close() {
    vertx
        .close()
        .toCompletionStage()
        .toCompletableFuture()
        .orTimeout(PATIENCE_SECONDS, TimeUnit.SECONDS)
        .join();
  }

  private record LoopTime(EventLoop eventLoop) implements Timekeeper {
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
      var scheduled =
          eventLoop.schedule(task, Math.max(0, atNanos - System.nanoTime()), TimeUnit.NANOSECONDS);
      return () -> scheduled.cancel(false);
    }
  }
}

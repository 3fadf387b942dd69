package dev.breakwater.server.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.internal.ContextInternal;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class VertxLoopTest {
  /** Where a task ran, and what had been reported by then. */
  private record Seen(Thread thread, @Nullable Context context, List<Throwable> reported) {}

  @Test
  void theTasksOfAnExchangeRunInTheLoopsContextAndAFailedOneIsReported() throws Exception {
    Vertx vertx = Vertx.vertx();
    try {
      CompletableFuture<Seen> done = new CompletableFuture<>();
      CompletableFuture<VertxLoop> made = new CompletableFuture<>();
      ContextInternal context = (ContextInternal) vertx.getOrCreateContext();
      context.runOnContext(nothing -> made.complete(new VertxLoop(0, context)));
      VertxLoop loop = made.get(30, TimeUnit.SECONDS);
      List<Throwable> reported = new ArrayList<>();
      context.exceptionHandler(reported::add);
      loop.execute(() ->
          loop.startExchange(thread ->
              () -> {
                loop.execute(() -> {
                  throw new IllegalStateException("on purpose");
                });
                loop.execute(() ->
                    done.complete(
                        new Seen(
                            Thread.currentThread(),
                            Vertx.currentContext(),
                            List.copyOf(reported))));
              }));

      Seen seen = done.get(30, TimeUnit.SECONDS);
      assertThat(seen.thread()).isSameAs(loop.thread());
      assertThat(seen.context()).isSameAs(context);
      assertThat(seen.reported())
          .singleElement()
          .extracting(Throwable::getMessage)
          .isEqualTo("on purpose");
    } finally {
      vertx.close().toCompletionStage().toCompletableFuture().get(30, TimeUnit.SECONDS);
    }
  }
}

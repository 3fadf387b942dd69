package dev.breakwater.gateway.provider;

import dev.breakwater.gateway.concurrent.Deadline;
import dev.breakwater.gateway.concurrent.HeavyWork;
import dev.breakwater.gateway.concurrent.Waiter;
import dev.breakwater.gateway.concurrent.Why;
import dev.breakwater.gateway.egress.Egress;
import dev.breakwater.gateway.egress.EgressRules;
import dev.breakwater.gateway.settings.ProviderSettings;
import dev.breakwater.gateway.settings.Secret;
import dev.breakwater.gateway.settings.Target;
import dev.breakwater.gateway.settings.Timeouts;
import dev.breakwater.wire.bridge.Ask;
import dev.breakwater.wire.bridge.Bridges;
import dev.breakwater.wire.format.Header;
import dev.breakwater.wire.format.Protocol;
import io.vertx.core.http.HttpClientAgent;
import io.vertx.core.http.HttpClientOptions;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** Makes attempts at one upstream, on a loop as the server has it. */
final class ProviderRig implements AutoCloseable {
  static final String SECRET = "sk-provider-secret-0123456789";
  static final Timeouts PATIENT = times(5_000, 10_000, 10_000, 10_000);

  private static final Egress NO_EGRESS =
      new Egress(
          () -> EgressRules.PUBLIC_ONLY,
          host -> {
            throw new AssertionError(host + " is trusted and need not be looked at");
          },
          Runnable::run);

  private final TestLoop loop;
  private final HttpProvider provider;

  ProviderRig(URI baseUrl) {
    this(TestLoop.carrying(), baseUrl, new HttpClientOptions());
  }

  ProviderRig(TestLoop loop, URI baseUrl, HttpClientOptions options) {
    this(
        loop,
        options,
        new ProviderSettings("up", "up", Protocol.OPENAI, baseUrl, new Secret(SECRET), List.of()));
  }

  /** Of another vendor. */
  ProviderRig(ProviderSettings settings) {
    this(TestLoop.carrying(), new HttpClientOptions(), settings);
  }

  /** What was reported and not believed. */
  final List<String> doubts = new CopyOnWriteArrayList<>();

  private ProviderRig(TestLoop loop, HttpClientOptions options, ProviderSettings settings) {
    this(loop, options, settings, NO_EGRESS);
  }

  /** Whose address is not trusted. */
  ProviderRig(ProviderSettings settings, HttpClientOptions options, Egress egress) {
    this(TestLoop.carrying(), options, settings, egress);
  }

  private ProviderRig(
      TestLoop loop, HttpClientOptions options, ProviderSettings settings, Egress egress) {
    this.loop = loop;
    HttpClientAgent client = loop.vertx().createHttpClient(options.setTcpNoDelay(true));
    provider =
        new HttpProvider(
            new Bridges(() -> 1),
            settings,
            client,
            loop,
            new HeavyWork(Runnable::run),
            egress,
            new Accounting(new TokenEstimates(), (target, reason) -> doubts.add(reason)));
  }

  /** In milliseconds; the whole request has a minute. */
  static Timeouts times(long connect, long firstByte, long idle, long attempt) {
    return new Timeouts(
        Duration.ofMillis(connect),
        Duration.ofMillis(firstByte),
        Duration.ofMillis(idle),
        Duration.ofMillis(attempt),
        Duration.ofSeconds(60));
  }

  Attempt start(Ask ask, Timeouts timeouts) {
    return start(ask, timeouts, new Attempt(), PassOn.NOTHING);
  }

  Attempt start(Ask ask, Timeouts timeouts, Attempt attempt, PassOn passOn) {
    return start(ask, timeouts, attempt, passOn, Manner.PLAIN);
  }

  Attempt start(Ask ask, Timeouts timeouts, Manner manner) {
    return start(ask, timeouts, new Attempt(), PassOn.NOTHING, manner);
  }

  private Attempt start(Ask ask, Timeouts timeouts, Attempt attempt, PassOn passOn, Manner manner) {
    loop.execute(() ->
        loop.startExchange(thread -> {
          Waiter waiter = new Waiter(thread, loop.time());
          attempt.waiter.complete(waiter);
          Call call =
              new Call(
                  ask,
                  passOn,
                  List.of(),
                  new Target("up", "m"),
                  1,
                  timeouts,
                  Deadline.after(loop.time(), timeouts.total()),
                  waiter,
                  attempt.progress::add);
          return () -> {
            try {
              attempt.outcome.complete(attempt(call, attempt, manner));
            } catch (RuntimeException | Error e) {
              attempt.outcome.completeExceptionally(e);
            } finally {
              waiter.close();
            }
          };
        }));
    return attempt;
  }

  private Outcome attempt(Call call, AnswerSink sink, Manner manner) {
    return switch (provider.prepare(call.ask(), call.target().model(), manner, call.waiter())) {
      case Preparation.Ready ready -> ready.call().attempt(call, sink);
      case Preparation.Unable unable -> throw new AssertionError(unable.problem().message());
    };
  }

  @Override
  public void close() {
    loop.close();
  }

  /** One attempt under way, and the client that it is for. */
  static class Attempt implements AnswerSink {
    private final CompletableFuture<Waiter> waiter = new CompletableFuture<>();
    private final CompletableFuture<Outcome> outcome = new CompletableFuture<>();
    private final Queue<String> sent = new ConcurrentLinkedQueue<>();
    private final CountDownLatch sentSomething = new CountDownLatch(1);
    private final AtomicInteger commits = new AtomicInteger();
    private final Queue<Long> progress = new ConcurrentLinkedQueue<>();

    Outcome outcome() {
      return outcome.orTimeout(20, TimeUnit.SECONDS).join();
    }

    /** What it noted of its progress, in order. */
    Queue<Long> progress() {
      return progress;
    }

    boolean isOver() {
      return outcome.isDone();
    }

    void leave() {
      waiter().leave(Why.CLIENT_LEFT);
    }

    /** The waiter of its exchange, once that is there. */
    Waiter waiter() {
      return waiter.orTimeout(10, TimeUnit.SECONDS).join();
    }

    boolean isStarted() {
      return waiter.isDone();
    }

    /** The fault of an attempt that the client saw nothing of. */
    Fault failure() {
      if (outcome() instanceof Outcome.Failed failed) {
        if (commits.get() != 0 || !sent.isEmpty()) {
          throw new AssertionError("the client saw of a failed attempt: " + sent());
        }
        return failed.fault();
      }
      throw new AssertionError("not failed but " + outcome());
    }

    /** What the client has got of a stream. */
    String sent() {
      return String.join("", sent);
    }

    int commits() {
      return commits.get();
    }

    void awaitSent() {
      try {
        if (!sentSomething.await(10, TimeUnit.SECONDS)) {
          throw new AssertionError("nothing was sent");
        }
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new AssertionError(e);
      }
    }

    @Override
    public void commit(Call call, List<Header> headers) {
      commits.incrementAndGet();
    }

    @Override
    public boolean send(byte[] events) {
      sent.add(new String(events, StandardCharsets.UTF_8));
      sentSomething.countDown();
      return waiter().why() == null;
    }
  }
}

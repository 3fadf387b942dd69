package dev.breakwater.gateway.exchange;

import dev.breakwater.gateway.concurrent.Loop;
import dev.breakwater.gateway.concurrent.Waiter;
import dev.breakwater.gateway.concurrent.Why;
import dev.breakwater.gateway.probe.Finding;
import dev.breakwater.gateway.probe.Listing;
import dev.breakwater.gateway.probe.ProviderProbes;
import dev.breakwater.gateway.provider.HttpProvider;
import dev.breakwater.gateway.settings.ProviderId;
import dev.breakwater.gateway.settings.ProviderSettings;
import dev.breakwater.gateway.settings.Target;
import dev.breakwater.gateway.usage.AttemptEnded;
import dev.breakwater.gateway.usage.RequestEnded;
import dev.breakwater.wire.bridge.Ask;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * Asks providers how they are, each time in an exchange of one loop, so that sockets and the
 * journal have the one user they are made for. Callers wait on threads of their own.
 */
public final class LoopProbes implements ProviderProbes, AutoCloseable {
  private static final Duration LIST = Duration.ofSeconds(10);
  private static final Duration ONE_TOKEN = Duration.ofSeconds(10);
  private static final Duration QUESTION = Duration.ofSeconds(30);

  /** Longer than any question takes, for a loop that is no more. */
  private static final long LOST_SECONDS = 60;

  /** A kept connection that the provider closed while nobody looked fails with this. */
  private static final String RESET = "reset";

  private final Loop loop;
  private final Services services;
  private final Function<ProviderSettings, HttpProvider> make;
  private final RequestIds ids;
  private final Set<Waiter> running = ConcurrentHashMap.newKeySet();
  private volatile boolean closed;

  /** The loop's own. */
  private final Map<ProviderId, Speaker> speakers = new HashMap<>();

  private record Speaker(ProviderSettings settings, HttpProvider provider) {}

  /**
   * @param services of the loop
   * @param meter hears of paid questions as attempts, never as requests
   * @param make makes the one who speaks to a provider on the loop; asked again when its settings
   *     change
   */
  public LoopProbes(
      Loop loop,
      Services services,
      Meter meter,
      Function<ProviderSettings, HttpProvider> make,
      RequestIds ids) {
    this.loop = loop;
    this.make = make;
    this.ids = ids;
    this.services =
        new Services(
            services.time(),
            services.access(),
            services.routing(),
            services.chooser(),
            services.attempts(),
            services.prices(),
            services.log(),
            new AttemptsOnly(meter),
            Recording.NONE,
            services.generation(),
            services.heavyWork());
  }

  @Override
  public Listing list(ProviderSettings provider) {
    return twiceIfReset(
        () -> onLoop(waiter -> speaker(provider).listModels(waiter, LIST), Listing::of),
        Listing::finding);
  }

  @Override
  public Finding oneToken(ProviderSettings provider, String model) {
    return twiceIfReset(
        () -> ask(provider, model, Questions.oneToken(), ONE_TOKEN), Function.identity());
  }

  @Override
  public Finding question(ProviderSettings provider, String model) {
    return ask(provider, model, Questions.forPeople(), QUESTION);
  }

  /** Gives up what is under way, and asks nobody any more. */
  @Override
  public void close() {
    closed = true;
    running.forEach(waiter -> waiter.leave(Why.SHUTDOWN));
  }

  private Finding ask(ProviderSettings provider, String model, Ask ask, Duration patience) {
    Target target = new Target(provider.id(), model);
    return onLoop(
        waiter ->
            new ProbeCall(
                    services,
                    ids.next(services.time().epochMillis()),
                    target,
                    ask,
                    patience,
                    waiter)
                .run(speaker(provider)),
        Function.identity());
  }

  private static <T> T twiceIfReset(Supplier<T> question, Function<T, Finding> finding) {
    T first = question.get();
    return finding.apply(first) instanceof Finding.Ill ill && ill.code().equals(RESET)
        ? question.get()
        : first;
  }

  @SuppressWarnings("ReferenceEquality") // settings are swapped, never changed
  private HttpProvider speaker(ProviderSettings settings) {
    Speaker known = speakers.get(settings.id());
    if (known == null || known.settings() != settings) {
      known = new Speaker(settings, make.apply(settings));
      speakers.put(settings.id(), known);
    }
    return known.provider();
  }

  /**
   * @param otherwise what is said when the question itself fails
   */
  private <T> T onLoop(Function<Waiter, T> question, Function<Finding, T> otherwise) {
    CompletableFuture<T> found = new CompletableFuture<>();
    loop.execute(() ->
        loop.startExchange(thread -> {
          Waiter waiter = new Waiter(thread, services.time());
          running.add(waiter);
          if (closed) {
            waiter.leave(Why.SHUTDOWN);
          }
          return () -> answer(question, waiter, found);
        }));
    try {
      return found.orTimeout(LOST_SECONDS, TimeUnit.SECONDS).join();
    } catch (CompletionException e) {
      return otherwise.apply(
          new Finding.Unclear(Duration.ZERO, "the check itself failed: " + e.getCause()));
    }
  }

  private <T> void answer(Function<Waiter, T> question, Waiter waiter, CompletableFuture<T> found) {
    try {
      found.complete(question.apply(waiter));
    } catch (RuntimeException | Error e) {
      found.completeExceptionally(e);
    } finally {
      running.remove(waiter);
      waiter.close();
    }
  }

  /** What probes cost is counted, and they are no requests. */
  private record AttemptsOnly(Meter meter) implements Meter {
    @Override
    public void ended(Target target, AttemptEnded attempt) {
      meter.ended(target, attempt);
    }

    @Override
    public void ended(RequestEnded request) {
      // nobody's
    }
  }
}

package dev.breakwater.server;

import dev.breakwater.gateway.access.Access;
import dev.breakwater.gateway.access.CutOff;
import dev.breakwater.gateway.access.KeyHash;
import dev.breakwater.gateway.access.WrongKeys;
import dev.breakwater.gateway.attempt.Attempts;
import dev.breakwater.gateway.attempt.TargetHealth;
import dev.breakwater.gateway.attempt.TargetHealths;
import dev.breakwater.gateway.choice.Chooser;
import dev.breakwater.gateway.choice.ExpectedCosts;
import dev.breakwater.gateway.choice.Speed;
import dev.breakwater.gateway.concurrent.HeavyWork;
import dev.breakwater.gateway.concurrent.LoopWatchdog;
import dev.breakwater.gateway.egress.Egress;
import dev.breakwater.gateway.exchange.ConfiguredProviders;
import dev.breakwater.gateway.exchange.LoopProbes;
import dev.breakwater.gateway.exchange.Meter;
import dev.breakwater.gateway.exchange.Recording;
import dev.breakwater.gateway.exchange.RequestIds;
import dev.breakwater.gateway.exchange.Services;
import dev.breakwater.gateway.http.GatewayHandler;
import dev.breakwater.gateway.provider.Accounting;
import dev.breakwater.gateway.provider.HttpProvider;
import dev.breakwater.gateway.provider.TokenEstimates;
import dev.breakwater.gateway.provider.UsageDoubts;
import dev.breakwater.gateway.settings.ProviderSettings;
import dev.breakwater.gateway.usage.AttemptPrices;
import dev.breakwater.gateway.usage.Journal;
import dev.breakwater.gateway.usage.RememberedPrices;
import dev.breakwater.operations.prices.Prices;
import dev.breakwater.server.keys.Keys;
import dev.breakwater.server.runtime.RealTime;
import dev.breakwater.server.runtime.VertxLoop;
import io.vertx.core.http.HttpClientAgent;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.internal.ContextInternal;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Puts the gateway together, loop by loop.
 *
 * @param openAccess whether authentication is switched off
 */
record Gateway(
    Parts parts,
    byte[] pepper,
    boolean openAccess,
    AtomicInteger nextLoop,
    List<VertxLoop> loops,
    AtomicReference<@Nullable LoopProbes> firstProbes) {
  private static final Logger LOG = LoggerFactory.getLogger(Gateway.class);

  static final int MOST_BODY_BYTES = 32 * 1024 * 1024;

  private static final int MOST_FRAMES = 12;
  private static final Duration LONGEST_HOLD = Duration.ofMillis(20);

  /**
   * What all loops share.
   *
   * @param doubts hears of reported usage that is not believed
   * @param meter hears of requests and their attempts
   * @param wrongKeys those of all loops and of the API
   * @param cutOff whether stored keys are good no more
   * @param generation whether models may be asked now
   * @param probeMeter hears of the attempts that the server makes for itself
   * @param egress decides on where providers may be whose address is not the operator's own
   */
  record Parts(
      Rules rules,
      TargetHealths healths,
      UsageDoubts doubts,
      Journal journal,
      Meter meter,
      Meter probeMeter,
      Recording recording,
      Keys keys,
      WrongKeys wrongKeys,
      CutOff cutOff,
      BooleanSupplier generation,
      GatewayHandler.Parts routes,
      HeavyWork heavyWork,
      Egress egress) {}

  Gateway(Parts parts, byte[] pepper, boolean openAccess) {
    this(
        parts,
        pepper,
        openAccess,
        new AtomicInteger(),
        new CopyOnWriteArrayList<>(),
        new AtomicReference<>());
  }

  /** Tells callers apart; hashing keeps state, so one for each thread that asks. */
  Access access() {
    return new Access(
        parts.keys()::ring,
        new KeyHash.Hasher(pepper),
        openAccess,
        parts.wrongKeys(),
        parts.cutOff(),
        new RealTime());
  }

  /** The gateway of one loop; called on it. */
  GatewayHandler on(ContextInternal context) {
    VertxLoop loop = new VertxLoop(nextLoop.getAndIncrement(), context);
    loops.add(loop);
    SplittableRandom random = new SplittableRandom();
    HttpClientAgent client = client(context);
    // What one tenant's own providers report must not teach anything about those of others.
    Map<String, Accounting> accounting = new HashMap<>();
    Function<ProviderSettings, HttpProvider> make =
        settings ->
            new HttpProvider(
                parts.routes().bridges(),
                settings,
                client,
                loop,
                parts.heavyWork(),
                parts.egress(),
                accounting.computeIfAbsent(
                    settings.id().owner(),
                    _ -> new Accounting(new TokenEstimates(), parts.doubts())));
    ConfiguredProviders providers = new ConfiguredProviders(parts.rules().live(), make::apply);
    Prices known = parts.rules().prices();
    AttemptPrices prices =
        new RememberedPrices(known.book(), parts.rules().live(), known::overridden);
    ExpectedCosts costs =
        new ExpectedCosts(target -> prices.price(target, loop.time().epochMillis()));
    Services services =
        new Services(
            loop.time(),
            access(),
            parts.rules().routing(),
            new Chooser(random, loop.time(), target -> speed(parts.healths().of(target)), costs),
            new Attempts(parts.healths(), providers, costs::nanos, loop::startExchange, random),
            prices,
            parts.journal().log(loop.index()),
            parts.meter(),
            parts.recording(),
            parts.generation(),
            parts.heavyWork());
    firstProbes.compareAndSet(
        null,
        new LoopProbes(loop, services, parts.probeMeter(), make, new RequestIds(random.split())));
    return new GatewayHandler(loop, services, parts.routes(), new RequestIds(random));
  }

  private static Speed speed(TargetHealth health) {
    Duration answer = health.figures().averageResponse();
    return Speed.of(
        health.firstTokens().median(), answer.isZero() ? Optional.empty() : Optional.of(answer));
  }

  /** Asks providers how they are, once the first loop runs. */
  LoopProbes probes() {
    LoopProbes probes = firstProbes.get();
    if (probes == null) {
      throw new IllegalStateException("no loop runs yet");
    }
    return probes;
  }

  /** Requests that have not ended. */
  int running() {
    return loops.stream().mapToInt(loop -> loop.running().size()).sum();
  }

  private static HttpClientAgent client(ContextInternal context) {
    return context
        .owner()
        .createHttpClient(
            new HttpClientOptions()
                .setTcpNoDelay(true)
                .setKeepAlive(true)
                .setDecompressionSupported(false));
  }

  /**
   * Watches the loops from now on; while a server starts, loading classes holds them without harm.
   */
  List<LoopWatchdog> watch() {
    return loops.stream()
        .map(loop ->
            new LoopWatchdog(
                loop.thread(),
                loop,
                LONGEST_HOLD,
                System::nanoTime,
                loop::running,
                Gateway::report))
        .toList();
  }

  private static void report(LoopWatchdog.Held held) {
    LOG.warn(
        "{} was held for {} ms at least, by {}",
        held.loop(),
        held.held().toMillis(),
        held.stack().stream().limit(MOST_FRAMES).toList());
  }
}

package dev.breakwater.operations.health;

import dev.breakwater.gateway.attempt.TargetHealths;
import dev.breakwater.gateway.settings.AtomicSettings;
import dev.breakwater.gateway.settings.AttemptSettings;
import dev.breakwater.gateway.settings.ChainSettings;
import dev.breakwater.gateway.settings.CircuitSettings;
import dev.breakwater.gateway.settings.ModelSettings;
import dev.breakwater.gateway.settings.ProviderId;
import dev.breakwater.gateway.settings.ProviderSettings;
import dev.breakwater.gateway.settings.RouteTarget;
import dev.breakwater.gateway.settings.Settings;
import dev.breakwater.gateway.settings.Target;
import dev.breakwater.gateway.simulation.SeededScheduler;
import dev.breakwater.gateway.usage.AttemptEnded;
import dev.breakwater.gateway.usage.Status;
import dev.breakwater.operations.models.FetchedModels;
import dev.breakwater.operations.models.MemoryModels;
import dev.breakwater.wire.conversation.Tokens;
import dev.breakwater.wire.format.Protocol;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** A monitor with everything around it simulated; providers are p0, p1, … with a model m each. */
final class HealthWorld {
  static final String MODEL = "m";

  /** As if every probe of a client's had failed for long. */
  private static final CircuitSettings SLOW_CIRCUIT = new CircuitSettings(5, Duration.ofHours(1));

  private final SeededScheduler scheduler;
  private final SimulatedProviders providers;
  private TargetHealths healths;
  private final RecentTraffic traffic = new RecentTraffic();
  private final AtomicSettings live;
  private final MemoryHealth store;
  private final FetchedModels models;
  private final List<String> told = new ArrayList<>();
  private HealthSettings settings;
  private HealthMonitor monitor;

  HealthWorld(long seed, int count, HealthSettings settings) {
    this(seed, names(count), settings, new MemoryHealth());
  }

  HealthWorld(long seed, List<String> names, HealthSettings settings, MemoryHealth store) {
    this.scheduler = new SeededScheduler(seed);
    this.providers = new SimulatedProviders(scheduler);
    this.healths = new TargetHealths(scheduler);
    this.live = new AtomicSettings(configured(names, List.of(MODEL)));
    this.settings = settings;
    this.store = store;
    this.models = new MemoryModels().open(() -> Instant.ofEpochMilli(scheduler.epochMillis()));
    this.monitor = open();
  }

  static HealthSettings every(Duration interval) {
    return new HealthSettings(interval, 3, 2);
  }

  static List<String> names(int count) {
    return IntStream.range(0, count).mapToObj(it -> "p" + it).toList();
  }

  static Target target(String provider) {
    return new Target(provider, MODEL);
  }

  /** Providers that all have the same models, in one chain. */
  static Settings configured(List<String> names, List<String> models) {
    if (names.isEmpty()) {
      return Settings.EMPTY;
    }
    List<ProviderSettings> all =
        names.stream()
            .map(name ->
                new ProviderSettings(
                    name,
                    name,
                    Protocol.OPENAI,
                    URI.create("http://" + name),
                    null,
                    models.stream().map(ModelSettings::named).toList()))
            .toList();
    List<Target> targets =
        names.stream()
            .flatMap(name -> models.stream().map(model -> new Target(name, model)))
            .toList();
    return new Settings(
        all,
        Map.of(
            Settings.PRODUCTION,
            ChainSettings.of(
                Settings.PRODUCTION,
                targets.getFirst(),
                targets.stream().skip(1).map(it -> new RouteTarget(it, 1)).toList(),
                AttemptSettings.DEFAULT.with(SLOW_CIRCUIT),
                ChainSettings.Origin.FILE)),
        List.of());
  }

  private HealthMonitor open() {
    HealthMonitor opened =
        HealthMonitor.open(
            new HealthParts(
                live,
                () -> settings,
                () -> providers,
                healths,
                traffic,
                store,
                models,
                scheduler,
                scheduler.random(),
                scheduler::start));
    opened.listen(
        new HealthListener() {
          @Override
          public void unhealthy(ProviderHealth now) {
            told.add(now.id() + " unhealthy");
          }

          @Override
          public void recovered(ProviderHealth now) {
            told.add(now.id() + " recovered");
          }
        });
    return opened;
  }

  /** Another life of the server on the same database. */
  void restart() {
    monitor.close();
    healths = new TargetHealths(scheduler);
    monitor = open();
    monitor.start();
  }

  void configure(List<String> names, List<String> models) {
    live.replace(_ -> configured(names, models));
    monitor.takeUp();
  }

  void configure(Settings others) {
    live.replace(_ -> others);
    monitor.takeUp();
  }

  void configure(HealthSettings other) {
    settings = other;
    monitor.takeUp();
  }

  /** Somebody asks for a check, on a thread of its own. */
  void force(String provider, CheckMethod method) {
    scheduler.start("forced", () -> monitor.check(ProviderId.shared(provider), method));
  }

  /** A call of a client. */
  void call(String provider, @Nullable String error) {
    call(new Target(provider, MODEL), error);
  }

  void call(Target target, @Nullable String error) {
    traffic.ended(
        target,
        new AttemptEnded(
            "req_1",
            1,
            scheduler.epochMillis(),
            error == null ? Status.SUCCESS : Status.ERROR,
            error == null ? 200 : 503,
            error,
            error == null ? null : target + " failed: " + error,
            Tokens.NONE,
            0,
            null,
            2_000,
            -1));
  }

  void in(Duration wait, Runnable event) {
    scheduler.at(scheduler.nanos() + wait.toNanos(), event);
  }

  void run(Duration time) {
    scheduler.runFor(time);
  }

  /** Stops everything and sees that nothing is left waiting. */
  void end() {
    monitor.stop();
    scheduler.run();
  }

  SeededScheduler scheduler() {
    return scheduler;
  }

  SimulatedProviders providers() {
    return providers;
  }

  TargetHealths healths() {
    return healths;
  }

  HealthMonitor monitor() {
    return monitor;
  }

  FetchedModels models() {
    return models;
  }

  MemoryHealth store() {
    return store;
  }

  /** The changes that a listener heard of. */
  List<String> told() {
    return told;
  }

  List<String> toldOf(String provider) {
    return told.stream().filter(it -> it.startsWith(provider + " ")).toList();
  }

  ProviderHealth health(String provider) {
    return monitor.of(ProviderId.shared(provider)).orElseThrow();
  }
}

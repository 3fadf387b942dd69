package dev.breakwater.server;

import dev.breakwater.gateway.concurrent.VirtualThreads;
import dev.breakwater.gateway.egress.Egress;
import dev.breakwater.gateway.http.Peers;
import dev.breakwater.gateway.settings.ProviderId;
import dev.breakwater.gateway.settings.ProviderSettings;
import dev.breakwater.operations.settings.LayeredSettings;
import dev.breakwater.server.api.Api;
import dev.breakwater.server.api.system.Readiness;
import dev.breakwater.server.config.Configuration;
import dev.breakwater.server.config.Problem;
import dev.breakwater.server.keys.Keys;
import dev.breakwater.server.telemetry.LogFormat;
import dev.breakwater.simulator.Simulator;
import java.io.IOException;
import java.net.URI;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The whole server, put together by hand: read {@link #start} to see what it is made of. */
public final class Breakwater implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Breakwater.class);

  private final Lifecycle lifecycle = new Lifecycle();
  private final Readiness readiness = new Readiness("starting");
  private final AtomicReference<Configuration> configuration = new AtomicReference<>();
  private Started started = new Started(0, Optional.empty(), List.of());
  private @Nullable Running running;

  private Breakwater() {}

  /**
   * What people are told once.
   *
   * @param simulatorUrl where the simulated providers are, if any run
   * @param madeKeys the keys that this start has made
   */
  public record Started(int port, Optional<String> simulatorUrl, List<Keys.Made> madeKeys) {}

  /** What takes up a changed configuration. */
  private record Running(
      DataPlane plane, KeyAdministration access, ConfigurationAdministration file) {
    LayeredSettings settings() {
      return plane.rules().layers();
    }
  }

  /**
   * Starts everything; blocks until requests are taken.
   *
   * @param environment for keys that it names
   * @throws IOException with a sentence for the operator when it cannot start
   */
  public static Breakwater start(Configuration configuration, Map<String, String> environment)
      throws IOException {
    Breakwater server = new Breakwater();
    try {
      server.open(configuration, environment);
      return server;
    } catch (IOException | RuntimeException e) {
      server.close();
      throw e;
    }
  }

  private void open(Configuration given, Map<String, String> environment) throws IOException {
    LogFormat.use(given.logs().format());
    Optional<String> simulatorUrl = simulate(given);
    Ground ground = Ground.open(configuration::get, environment, Clock.systemUTC(), lifecycle);
    Egress egress = egress();
    Rules rules = Rules.open(ground, egress, this::lookAgain);
    KeyAdministration access = KeyAdministration.open(ground, environment);
    ConfigurationAdministration file = ConfigurationAdministration.open(ground);
    Peers peers = new Peers(() -> ground.current().server().trustedProxies());
    DataPlane plane =
        DataPlane.open(ground, rules, egress, access, file.flags()::generation, peers);
    ControlPlane control = ControlPlane.open(ground, plane, file, access);
    running = new Running(plane, access, file);

    Api api = control.api(readiness, simulatorUrl.orElse(""));
    int port =
        Listening.start(
            ground.current().server(), plane.gateway(), api, peers, control::callers, lifecycle);
    started = new Started(port, simulatorUrl, access.made());
    plane.start(lifecycle);
    control.start();
    readiness.ready();
    tellShadowed(rules.layers());
    warnIfSlow();
  }

  /** Starts the simulated providers where they are asked for, and has the configuration so. */
  private Optional<String> simulate(Configuration given) {
    configuration.set(given);
    Optional<Simulator> simulator =
        given
            .simulator()
            .map(settings -> lifecycle.closing(Simulator.start("127.0.0.1", settings.port())));
    simulator.ifPresent(it -> configuration.set(given.withSimulatorOn(it.port())));
    return simulator.map(Simulator::baseUrl);
  }

  /** Leads nobody to where they may not go; names are looked up on threads that may wait. */
  private Egress egress() {
    return new Egress(
        () -> configuration.get().egress(), Egress.Hosts.ofMachine(), Lookups.threads());
  }

  public Started started() {
    return started;
  }

  /**
   * Takes up a changed configuration; what the API changed stays as it is.
   *
   * @param restartRequired paths whose change holds only from the next start on
   */
  public void takeUp(Configuration changed, List<String> restartRequired) {
    Configuration next =
        started
            .simulatorUrl()
            .map(url -> changed.withSimulatorOn(URI.create(url).getPort()))
            .orElse(changed);
    Configuration before = configuration.getAndSet(next);
    if (running != null) {
      running.settings().takeUp(next.gateway());
      running.access().takeUp(next);
      running.file().takenUp(next, restartRequired);
      tellShadowed(running.settings());
    }
    lookAgain(
        next.gateway().everyProvider().stream()
            .filter(provider -> !before.gateway().everyProvider().contains(provider))
            .map(ProviderSettings::id)
            .toList());
  }

  /** Lets people know that a changed file is broken; what held before holds on. */
  public void refuse(List<Problem> problems) {
    if (running != null) {
      running.file().refused(problems);
    }
  }

  private void lookAgain(List<ProviderId> changed) {
    if (running != null) {
      running.plane().lookAgain(changed);
    }
  }

  /** What file or environment say and does not hold would be searched for in vain. */
  private static void tellShadowed(LayeredSettings settings) {
    settings.shadowed().forEach(path -> LOG.info("the API shadows {}", path));
  }

  private static void warnIfSlow() {
    if (!VirtualThreads.canBeCarried()) {
      LOG.warn(
          "requests run on the JDK's scheduler of virtual threads, which is slower; start with"
              + " --add-opens java.base/java.lang=ALL-UNNAMED");
    }
  }

  /** Stops in the opposite order: no new requests, running ones get their time, then flush. */
  @Override
  public void close() {
    readiness.notReady("stopping");
    lifecycle.close();
  }
}

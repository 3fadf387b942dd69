package dev.breakwater.server;

import dev.breakwater.gateway.access.CutOff;
import dev.breakwater.gateway.access.WrongKeys;
import dev.breakwater.gateway.attempt.TargetHealths;
import dev.breakwater.gateway.concurrent.VirtualThreads;
import dev.breakwater.gateway.egress.Egress;
import dev.breakwater.gateway.http.Peers;
import dev.breakwater.gateway.http.TrustedProxies;
import dev.breakwater.gateway.settings.ProviderId;
import dev.breakwater.gateway.settings.ProviderSettings;
import dev.breakwater.gateway.usage.Journal;
import dev.breakwater.operations.changes.News;
import dev.breakwater.operations.health.HealthMonitor;
import dev.breakwater.operations.keys.Isolation;
import dev.breakwater.operations.maintenance.Maintenance;
import dev.breakwater.operations.settings.LayeredSettings;
import dev.breakwater.server.api.Api;
import dev.breakwater.server.api.KeyAuthentication;
import dev.breakwater.server.api.Operation;
import dev.breakwater.server.api.SessionAuthentication;
import dev.breakwater.server.api.fallback.ChainHealth;
import dev.breakwater.server.api.health.HealthResource;
import dev.breakwater.server.api.maintenance.MaintenanceResource;
import dev.breakwater.server.api.prices.PricesResource;
import dev.breakwater.server.api.requests.BodiesResource;
import dev.breakwater.server.api.system.JournalJson;
import dev.breakwater.server.api.system.Readiness;
import dev.breakwater.server.api.system.SettingsJson;
import dev.breakwater.server.api.system.SystemResource;
import dev.breakwater.server.config.Configuration;
import dev.breakwater.server.config.Problem;
import dev.breakwater.server.config.ServerSettings;
import dev.breakwater.server.keys.Keys;
import dev.breakwater.server.metrics.BothMeters;
import dev.breakwater.server.metrics.Exposition;
import dev.breakwater.server.metrics.HealthMetrics;
import dev.breakwater.server.runtime.RealTime;
import dev.breakwater.server.telemetry.LogFormat;
import dev.breakwater.simulator.Simulator;
import dev.breakwater.store.jobs.ScheduledJobs;
import java.io.IOException;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The whole server, put together by hand: read {@link #start} to see what it is made of. */
public final class Breakwater implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Breakwater.class);
  private static final Clock CLOCK = Clock.systemUTC();

  private final Lifecycle lifecycle = new Lifecycle();
  private final Peers peers = new Peers(this::trustedProxies);
  private final Readiness readiness = new Readiness("starting");
  private final AtomicReference<Configuration> configuration = new AtomicReference<>();
  private Started started = new Started(0, Optional.empty(), List.of());
  private Taken taken = Taken.NOTHING;

  private Breakwater() {}

  /**
   * What people are told once.
   *
   * @param simulatorUrl where the simulated providers are, if any run
   * @param madeKeys the keys that this start has made
   */
  public record Started(int port, Optional<String> simulatorUrl, List<Keys.Made> madeKeys) {}

  /** What changes when a changed configuration is taken up. */
  private record Taken(
      Optional<LayeredSettings> settings,
      Optional<KeyAdministration> access,
      Optional<ConfigurationAdministration> file,
      Optional<TargetHealths> healths,
      Optional<HealthMonitor> monitor) {
    static final Taken NOTHING =
        new Taken(
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty());
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
            .map(url -> changed.withSimulatorOn(java.net.URI.create(url).getPort()))
            .orElse(changed);
    Configuration before = configuration.getAndSet(next);
    taken.settings().ifPresent(settings -> settings.takeUp(next.gateway()));
    taken.access().ifPresent(access -> access.takeUp(next));
    taken.file().ifPresent(file -> file.takenUp(next, restartRequired));
    taken.settings().ifPresent(Breakwater::tellShadowed);
    lookAgain(
        next.gateway().everyProvider().stream()
            .filter(provider -> !before.gateway().everyProvider().contains(provider))
            .map(ProviderSettings::id)
            .toList());
  }

  /** Lets people know that a changed file is broken; what held before holds on. */
  public void refuse(List<Problem> problems) {
    taken.file().ifPresent(file -> file.refused(problems));
  }

  /** Forgets what was concluded about providers that differ now, and checks them soon. */
  private void lookAgain(List<ProviderId> changed) {
    changed.forEach(id -> taken.healths().ifPresent(healths -> healths.forgetCredential(id)));
    taken.monitor().ifPresent(HealthMonitor::takeUp);
  }

  private void open(Configuration given, Map<String, String> environment) throws IOException {
    int loops = Runtime.getRuntime().availableProcessors();
    LogFormat.use(given.logs().format());
    Storage storage = Storage.open(given, environment, CLOCK, lifecycle);
    Journal journal = Records.journal(given, storage, loops, CLOCK, lifecycle);
    Optional<Simulator> simulator = startSimulator(given);
    Configuration effective = simulator.map(it -> given.withSimulatorOn(it.port())).orElse(given);
    configuration.set(effective);

    ChangeControl control = ChangeControl.open(storage, CLOCK);
    Rules rules =
        Rules.open(effective.gateway(), storage, control.changes(), control.revisions(), CLOCK);
    ConfigurationAdministration file =
        ConfigurationAdministration.open(effective, storage, control, CLOCK);
    KeyAdministration access =
        KeyAdministration.open(effective, environment, storage, control.changes(), CLOCK);
    Egress egress = egress();
    ProviderAdministration providers =
        ProviderAdministration.open(
            storage, rules, control, egress, configuration::get, this::lookAgain, CLOCK);

    // What listens is closed after the journal's follower, which tells it of the last requests.
    Observation observation = Observation.open(effective, rules, lifecycle);
    Records records =
        Records.follow(
            journal, storage, rules, configuration::get, observation.otlp(), CLOCK, lifecycle);
    observation.watch(records);
    HealthWatch health = HealthWatch.open();
    Content content = Content.open(storage, configuration::get, CLOCK, lifecycle);
    CutOff cutOff = cutOff(effective, control);
    Gateway gateway =
        new Gateway(
            new Gateway.Parts(
                rules,
                health.targets(),
                observation.alarms(),
                journal,
                new BothMeters(observation.requests(), health.traffic()),
                observation.requests(),
                content.recorder(),
                access.keys(),
                new WrongKeys(
                    new RealTime(),
                    new SecureRandom().nextLong(),
                    () -> configuration.get().access().wrongKeysPerMinute()),
                cutOff,
                file.flags()::generation,
                content.routes(peers, CLOCK),
                content.heavyWork(),
                egress),
            access.pepper(),
            effective.server().openAccess());
    HealthMonitor monitor =
        health.monitor(rules, storage, () -> configuration.get().health(), gateway, lifecycle);
    HealthMetrics.register(observation.registry(), monitor, rules.live(), health.targets());
    observation.export(effective, CLOCK, lifecycle);
    taken =
        new Taken(
            Optional.of(rules.layers()),
            Optional.of(access),
            Optional.of(file),
            Optional.of(health.targets()),
            Optional.of(monitor));

    AuditAdministration audit = new AuditAdministration(control, CLOCK);
    SecretAdministration secrets = SecretAdministration.open(storage, control);
    People people = people(storage, control, access);
    TenantEnds.register(access.tenants(), providers, rules, people, control.revisions());
    Administration administration =
        new Administration(storage.database(), records.ledger(), configuration::get);
    Maintenance maintenance = administration.maintenance(audit.kept());
    LateJobs jobs = lifecycle.closing(new LateJobs(() -> jobs(storage, maintenance, effective)));
    List<Operation> operations = new ArrayList<>();
    operations.addAll(
        administration.chains(
            rules.chains(), new ChainHealth(rules.live(), health.targets(), monitor)));
    operations.addAll(administration.usage(access.keys(), rules.prices().book()));
    operations.addAll(new HealthResource(monitor).operations());
    operations.addAll(secrets.operations());
    operations.addAll(file.operations());
    operations.addAll(
        new ConfigurationExports(configuration::get, rules, file.flags(), access, CLOCK)
            .operations(control.changes()));
    operations.addAll(
        providers.operations(rules, health.targets(), monitor, access.tenants()::exists));
    operations.addAll(new BodiesResource(content.recorder()).operations());
    operations.addAll(people.operations());
    operations.addAll(audit.operations(effective.timezone()));
    operations.addAll(new MaintenanceResource(maintenance, () -> jobs).operations());
    operations.addAll(new PricesResource(rules.prices()).operations());
    operations.addAll(access.operations(CLOCK, () -> configuration.get().timezone()));
    JournalJson states = records.states();
    tell(states, file, storage, observation, cutOff);
    String simulatorUrl = simulator.map(Simulator::baseUrl).orElse("");
    SystemResource system =
        system(new Exposition(observation.registry()), rules.layers(), simulatorUrl, states, file);
    Api api = new Api(system.operations(audit.noting(operations)), audit.denials());

    int port =
        Listening.start(
            effective.server(),
            loops,
            gateway,
            api,
            peers,
            () ->
                new SessionAuthentication(
                    people.sessions(), new KeyAuthentication(gateway.access())),
            lifecycle);
    started = new Started(port, simulator.map(Simulator::baseUrl), access.made());
    lifecycle.closing(gateway.probes());
    lifecycle.closing(monitor).start();
    News news = control.news();
    news.whenReached(jobs::start);
    rules.listen(news);
    file.listen(news);
    secrets.listen(news);
    providers.listen(news);
    people.listen(news);
    access.listen(news);
    if (effective.database().isPresent()) {
      Snapshots.keep(storage.database(), storage.data().snapshot(), news, CLOCK);
    }
    lifecycle.closing(news.start());
    secrets.rotation().resume();
    readiness.ready();
    tellShadowed(rules.layers());
    warnIfSlow();
  }

  /** What file or environment say and does not hold would be searched for in vain. */
  private static void tellShadowed(LayeredSettings settings) {
    settings.shadowed().forEach(path -> LOG.info("the API shadows {}", path));
  }

  /** Whatever keeps the server from being ready, or from being as good as it should be. */
  private void tell(
      JournalJson states,
      ConfigurationAdministration file,
      Storage storage,
      Observation observation,
      CutOff cutOff) {
    states.tell(readiness);
    file.tell(readiness, observation.registry());
    readiness.mention(() ->
        storage
            .staleSince()
            .map(at -> "the database is away; keys and settings are those of " + at));
    readiness.mention(() ->
        cutOff
            .since(CLOCK.millis())
            .map(at -> "cut off from the database since %s: its keys are refused".formatted(at)));
  }

  private static ScheduledJobs jobs(Storage storage, Maintenance maintenance, Configuration given) {
    return ScheduledJobs.start(
        storage.database(),
        maintenance,
        given.maintenance().at(),
        given.timezone(),
        CLOCK,
        storage.node());
  }

  /** Only a database that others share can have changed unseen. */
  private CutOff cutOff(Configuration given, ChangeControl control) {
    return given.database().isPresent()
        ? new Isolation(control.news()::lastSeen, () -> configuration.get().access().maxStale())
        : CutOff.NEVER;
  }

  private TrustedProxies trustedProxies() {
    return configuration.get().server().trustedProxies();
  }

  /** Leads nobody to where they may not go; names are looked up on threads that may wait. */
  private Egress egress() {
    return new Egress(
        () -> configuration.get().egress(), Egress.Hosts.ofMachine(), Lookups.threads());
  }

  private static void warnIfSlow() {
    if (!VirtualThreads.canBeCarried()) {
      LOG.warn(
          "requests run on the JDK's scheduler of virtual threads, which is slower; start with"
              + " --add-opens java.base/java.lang=ALL-UNNAMED");
    }
  }

  private SystemResource system(
      Exposition metrics,
      LayeredSettings settings,
      String simulatorUrl,
      JournalJson records,
      ConfigurationAdministration file) {
    return new SystemResource(
        readiness,
        metrics,
        () ->
            file.addTo(
                records.addTo(
                    SettingsJson.of(configuration.get(), settings, simulatorUrl, Version.text()))),
        configuration.get().server().metrics() == ServerSettings.Metrics.OPEN,
        Version.text());
  }

  private Optional<Simulator> startSimulator(Configuration given) {
    return given
        .simulator()
        .map(settings -> lifecycle.closing(Simulator.start("127.0.0.1", settings.port())));
  }

  /** Who signs in, under the settings in force. */
  private People people(Storage storage, ChangeControl control, KeyAdministration access)
      throws IOException {
    return People.open(
        storage.database(),
        control.changes(),
        access.tenants()::exists,
        () -> configuration.get().signIn(),
        storage.data().vault(),
        CLOCK,
        lifecycle);
  }

  /** Stops in the opposite order: no new requests, running ones get their time, then flush. */
  @Override
  public void close() {
    readiness.notReady("stopping");
    lifecycle.close();
  }
}

package dev.breakwater.server;

import dev.breakwater.gateway.access.CutOff;
import dev.breakwater.gateway.access.WrongKeys;
import dev.breakwater.gateway.attempt.TargetHealths;
import dev.breakwater.gateway.concurrent.HeavyWork;
import dev.breakwater.gateway.concurrent.VirtualThreads;
import dev.breakwater.gateway.count.TokenCounter;
import dev.breakwater.gateway.egress.Egress;
import dev.breakwater.gateway.http.GatewayHandler;
import dev.breakwater.gateway.http.Peers;
import dev.breakwater.gateway.http.TrustedProxies;
import dev.breakwater.gateway.recording.BodyRecorder;
import dev.breakwater.gateway.responses.ResponseKeeper;
import dev.breakwater.gateway.responses.StoredConversations;
import dev.breakwater.gateway.responses.Vault;
import dev.breakwater.gateway.settings.LiveSettings;
import dev.breakwater.gateway.settings.ProviderId;
import dev.breakwater.gateway.settings.ProviderSettings;
import dev.breakwater.gateway.usage.Journal;
import dev.breakwater.operations.health.HealthMonitor;
import dev.breakwater.operations.health.HealthParts;
import dev.breakwater.operations.health.LoggingListener;
import dev.breakwater.operations.health.RecentTraffic;
import dev.breakwater.operations.keys.Isolation;
import dev.breakwater.operations.maintenance.Maintenance;
import dev.breakwater.operations.settings.LayeredSettings;
import dev.breakwater.server.api.Api;
import dev.breakwater.server.api.Authentication;
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
import dev.breakwater.server.data.BodyVault;
import dev.breakwater.server.http.ApiHandler;
import dev.breakwater.server.http.FrontDoor;
import dev.breakwater.server.keys.Keys;
import dev.breakwater.server.metrics.BothMeters;
import dev.breakwater.server.metrics.Exposition;
import dev.breakwater.server.metrics.GatewayMetrics;
import dev.breakwater.server.metrics.HealthMetrics;
import dev.breakwater.server.metrics.JournalMetrics;
import dev.breakwater.server.metrics.OtlpMetrics;
import dev.breakwater.server.metrics.UsageAlarms;
import dev.breakwater.server.metrics.cloudwatch.CloudWatchExporter;
import dev.breakwater.server.runtime.AlarmTime;
import dev.breakwater.server.runtime.RealTime;
import dev.breakwater.server.telemetry.LogFormat;
import dev.breakwater.server.telemetry.Otlp;
import dev.breakwater.server.telemetry.Redaction;
import dev.breakwater.simulator.Simulator;
import dev.breakwater.store.jobs.ScheduledJobs;
import dev.breakwater.store.sql.Database;
import dev.breakwater.store.sql.SqlGeneratedSecrets;
import dev.breakwater.store.sql.SqlHealth;
import dev.breakwater.store.sql.SqlRecordings;
import dev.breakwater.store.sql.SqlResponses;
import dev.breakwater.wire.bridge.Bridges;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import java.io.IOException;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The whole server, put together by hand: read {@link #start} to see what it is made of. */
public final class Breakwater implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Breakwater.class);
  private static final Clock CLOCK = Clock.systemUTC();

  /** Answers may wait in so much memory to be written down. */
  private static final long MOST_UNWRITTEN_BYTES = 64L * 1024 * 1024;

  private static final Duration DRAIN = Duration.ofSeconds(30);
  private static final Duration START_LIMIT = Duration.ofSeconds(30);

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
    AuditAdministration audit = new AuditAdministration(control, CLOCK);
    Rules rules = Rules.open(effective.gateway(), storage, control.changes(), CLOCK);
    ConfigurationAdministration file =
        ConfigurationAdministration.open(effective, storage, control, CLOCK);
    Egress egress = egress();
    ProviderAdministration providers =
        ProviderAdministration.open(
            storage, rules, control, egress, configuration::get, this::lookAgain, CLOCK);

    // What listens is closed after the follower, which tells it of the last requests.
    Optional<Otlp> otlp = otlp(effective);
    Records records =
        Records.follow(journal, storage, rules, configuration::get, otlp, CLOCK, lifecycle);
    PrometheusRegistry registry = Exposition.registryWithJvm(Version.text());
    GatewayMetrics metrics = new GatewayMetrics(registry, rules.live(), rules.catalogue()::models);
    JournalMetrics.register(registry, journal, records.ledger(), records.follower());
    otlp.ifPresent(it -> OtlpMetrics.register(registry, it::counts));

    KeyAdministration access =
        KeyAdministration.open(effective, environment, storage, control.changes(), CLOCK);
    Keys keys = access.keys();

    RecentTraffic traffic = new RecentTraffic();
    TargetHealths healths = new TargetHealths(new RealTime(), new LoggedNotices());
    Vault bodies =
        BodyVault.open(new SqlGeneratedSecrets(storage.administration()), storage.data(), CLOCK);
    BodyRecorder recorder = recorder(storage, bodies);
    CutOff cutOff = cutOff(effective, control);
    HeavyWork heavyWork = heavyWork();
    Gateway gateway =
        new Gateway(
            new Gateway.Parts(
                rules,
                healths,
                new UsageAlarms(registry, new RealTime()),
                journal,
                new BothMeters(metrics, traffic),
                metrics,
                recorder,
                keys,
                new WrongKeys(new RealTime(), new SecureRandom().nextLong()),
                cutOff,
                file.flags()::generation,
                routes(storage, bodies, heavyWork),
                heavyWork,
                egress),
            access.pepper(),
            effective.server().openAccess());
    HealthMonitor monitor = monitor(rules.live(), gateway, healths, traffic, storage.database());
    HealthMetrics.register(registry, monitor, rules.live(), healths);
    effective
        .cloudWatch()
        .ifPresent(
            settings -> lifecycle.closing(CloudWatchExporter.start(settings, registry, CLOCK)));
    taken =
        new Taken(
            Optional.of(rules.layers()),
            Optional.of(access),
            Optional.of(file),
            Optional.of(healths),
            Optional.of(monitor));

    Administration administration =
        new Administration(storage.database(), records.ledger(), configuration::get);
    List<Operation> operations = new ArrayList<>();
    operations.addAll(
        administration.chains(rules.chains(), new ChainHealth(rules.live(), healths, monitor)));
    operations.addAll(administration.usage(keys, rules.prices().book()));
    operations.addAll(new HealthResource(monitor).operations());
    SecretAdministration secrets = SecretAdministration.open(storage, control);
    operations.addAll(secrets.operations());
    operations.addAll(file.operations());
    operations.addAll(providers.operations(rules, healths, monitor, access.tenants()::exists));
    operations.addAll(new BodiesResource(recorder).operations());
    People people = people(storage, control, access.tenants()::exists);
    TenantEnds.register(access.tenants(), providers, rules, people, control.revisions());
    operations.addAll(people.operations());
    operations.addAll(audit.operations(effective.timezone()));
    Maintenance maintenance = administration.maintenance(audit.kept());
    LateJobs jobs = new LateJobs(() -> jobs(storage, maintenance, effective));
    operations.addAll(new MaintenanceResource(maintenance, () -> jobs).operations());
    operations.addAll(new PricesResource(rules.prices()).operations());
    operations.addAll(access.operations(CLOCK, () -> configuration.get().timezone()));
    String simulatorUrl = simulator.map(Simulator::baseUrl).orElse("");
    JournalJson states = records.states();
    states.tell(readiness);
    file.tell(readiness, registry);
    readiness.mention(() ->
        storage
            .staleSince()
            .map(at -> "the database is away; keys and settings are those of " + at));
    readiness.mention(() ->
        cutOff
            .since(CLOCK.millis())
            .map(at -> "cut off from the database since %s: its keys are refused".formatted(at)));
    Api api =
        new Api(
            system(new Exposition(registry), rules.layers(), simulatorUrl, states, file)
                .operations(audit.noting(operations)),
            audit.denials());

    Supplier<Authentication> callers =
        () -> new SessionAuthentication(people.sessions(), new KeyAuthentication(gateway.access()));
    int port = listen(effective.server(), loops, gateway, api, callers);
    started = new Started(port, simulator.map(Simulator::baseUrl), access.made());
    gateway.watch().forEach(lifecycle::closing);
    lifecycle.closing(() -> drain(gateway));
    lifecycle.closing(gateway.probes());
    lifecycle.closing(monitor).start();
    control.news().whenReached(lifecycle.closing(jobs)::start);
    rules.listen(control.news());
    file.listen(control.news());
    secrets.listen(control.news());
    providers.listen(control.news());
    people.listen(control.news());
    access.listen(control.news());
    if (effective.database().isPresent()) {
      Snapshots.keep(storage.database(), storage.data().snapshot(), control.news(), CLOCK);
    }
    lifecycle.closing(control.news().start());
    secrets.rotation().resume();
    readiness.ready();
    warnIfSlow();
  }

  /** Only a database that others share can have changed unseen. */
  private CutOff cutOff(Configuration given, ChangeControl control) {
    return given.database().isPresent()
        ? new Isolation(control.news()::lastSeen, () -> configuration.get().maxStale())
        : CutOff.NEVER;
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

  /** Keeps what was said, for those who switched that on. */
  private BodyRecorder recorder(Storage storage, Vault bodies) {
    return lifecycle.closing(
        BodyRecorder.start(
            new SqlRecordings(storage.database()),
            bodies,
            Redaction::whole,
            () -> configuration.get().recording(),
            CLOCK));
  }

  /** Knows how the providers are, on threads that hold no loop. */
  private HealthMonitor monitor(
      LiveSettings live,
      Gateway gateway,
      TargetHealths healths,
      RecentTraffic traffic,
      Database database) {
    HealthMonitor monitor =
        HealthMonitor.open(
            new HealthParts(
                live,
                () -> configuration.get().health(),
                gateway::probes,
                healths,
                traffic,
                new SqlHealth(database),
                lifecycle.closing(new AlarmTime("health")),
                new SplittableRandom(),
                (name, check) -> Thread.ofVirtual().name(name).start(check)));
    monitor.listen(new LoggingListener());
    return monitor;
  }

  /** Sends traces and metrics of requests to where the configuration says. */
  private Optional<Otlp> otlp(Configuration given) {
    return given.otlp().isOn()
        ? Optional.of(lifecycle.closing(Otlp.start(given.otlp(), Version.text())))
        : Optional.empty();
  }

  /** What the gateway's routes share on all loops. */
  private GatewayHandler.Parts routes(Storage storage, Vault bodies, HeavyWork heavyWork) {
    ResponseKeeper keeper =
        lifecycle.closing(
            ResponseKeeper.start(
                new SqlResponses(storage.database()),
                bodies,
                CLOCK,
                () -> configuration.get().responsesRetention(),
                MOST_UNWRITTEN_BYTES));
    return new GatewayHandler.Parts(
        new Bridges(() -> CLOCK.millis() / 1000, () -> ThreadLocalRandom.current().nextLong()),
        new StoredConversations(keeper, heavyWork, Gateway.MOST_BODY_BYTES),
        new TokenCounter(),
        Gateway.MOST_BODY_BYTES,
        peers);
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
  private People people(Storage storage, ChangeControl control, Predicate<String> tenants)
      throws IOException {
    return People.open(
        storage.database(),
        control.changes(),
        tenants,
        () -> configuration.get().signIn(),
        storage.data().vault(),
        CLOCK,
        lifecycle);
  }

  private TrustedProxies trustedProxies() {
    return configuration.get().server().trustedProxies();
  }

  private int listen(
      ServerSettings server, int loops, Gateway gateway, Api api, Supplier<Authentication> callers)
      throws IOException {
    Vertx vertx =
        Vertx.vertx(new VertxOptions().setEventLoopPoolSize(loops).setPreferNativeTransport(true));
    lifecycle.closing(() -> await(vertx.close()));
    ApiHandler handler = new ApiHandler(vertx, api, callers, peers, Gateway.MOST_BODY_BYTES);
    FrontDoor.Address address = new FrontDoor.Address(server.host(), server.port());
    await(
        vertx.deployVerticle(
            () -> new FrontDoor(address, gateway::on, handler),
            new DeploymentOptions().setInstances(loops)));
    return address.actualPort();
  }

  /** Stops in the opposite order: no new requests, running ones get their time, then flush. */
  @Override
  public void close() {
    readiness.notReady("stopping");
    lifecycle.close();
  }

  private static void drain(Gateway gateway) throws InterruptedException {
    long until = System.nanoTime() + DRAIN.toNanos();
    while (gateway.running() > 0 && System.nanoTime() - until < 0) {
      TimeUnit.MILLISECONDS.sleep(20);
    }
  }

  private static void await(io.vertx.core.Future<?> future) throws IOException {
    try {
      future
          .toCompletionStage()
          .toCompletableFuture()
          .get(START_LIMIT.toSeconds(), TimeUnit.SECONDS);
    } catch (ExecutionException e) {
      Throwable cause = e.getCause() == null ? e : e.getCause();
      throw new IOException(String.valueOf(cause.getMessage()), cause);
    } catch (TimeoutException e) {
      throw new IOException("not done within " + START_LIMIT.toSeconds() + " s", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    }
  }

  /** As many threads as processors, for the work that must not hold a loop. */
  private static HeavyWork heavyWork() {
    int threads = Runtime.getRuntime().availableProcessors();
    return new HeavyWork(
        Executors.newFixedThreadPool(
            threads, Thread.ofPlatform().daemon().name("heavy-", 0).factory()));
  }
}

package dev.breakwater.server.config;

import dev.breakwater.gateway.egress.EgressRules;
import dev.breakwater.gateway.egress.Network;
import dev.breakwater.gateway.http.TrustedProxies;
import dev.breakwater.gateway.recording.RecordingSettings;
import dev.breakwater.gateway.settings.Settings;
import dev.breakwater.operations.flags.Flag;
import dev.breakwater.operations.health.HealthSettings;
import dev.breakwater.server.config.ServerSettings.Metrics;
import dev.breakwater.server.metrics.cloudwatch.CloudWatchSettings;
import dev.breakwater.store.postgresql.PostgresSettings;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Turns the text of a {@code breakwater.yaml}, the environment and the command line into one {@link
 * Configuration}, or into the list of everything that is wrong with them. Reads nothing itself: the
 * same arguments give the same result.
 */
public final class ConfigurationLoader {

  private static final List<String> SECTIONS =
      List.of(
          "server",
          "data",
          "journal",
          "logs",
          "database",
          "redis",
          "locale",
          "timezone",
          "providers",
          "chains",
          "routes",
          "tenants",
          "keys",
          "flags",
          "health",
          "cache",
          "guardrails",
          "egress",
          "notifications",
          "responses",
          "retention",
          "maintenance",
          "recording",
          "auth",
          "access",
          "telemetry");

  private static final Duration LONGEST_RETENTION = Duration.ofDays(36_500);

  private final Map<String, String> environment;
  private final LoadOptions options;

  /**
   * @param environment all variables, as {@link System#getenv()} gives them
   */
  public ConfigurationLoader(Map<String, String> environment, LoadOptions options) {
    this.environment = Map.copyOf(environment);
    this.options = options;
  }

  /** What holds when there is no file. */
  public Loaded loadDefaults() {
    return load("breakwater.yaml", "");
  }

  /**
   * @param file the name that problems show
   * @param text the file's content; at most half a million characters
   */
  public Loaded load(String file, String text) {
    Findings findings = new Findings();
    Overrides overrides = new Overrides(environment, options.values(), LoadOptions.names());
    Reading reading = new Reading(file, environment, overrides, findings);
    Node.Mapping tree = YamlTree.read(file, text, findings);
    boolean readable = findings.sound() || tree != null;
    Section root = Section.root(reading, tree);
    Path data = data(root);
    if (!readable) {
      // Complaints about what a broken file does not say would only hide where it is broken.
      return new Loaded.Rejected(findings.problems(), List.of(), data);
    }
    Configuration configuration = configuration(reading, root, data);
    root.close();
    overrides.reportUnused(SECTIONS, findings);
    return findings.sound()
        ? new Loaded.Accepted(configuration, findings.warnings())
        : new Loaded.Rejected(findings.problems(), findings.warnings(), data);
  }

  private Configuration configuration(Reading reading, Section root, Path data) {
    ServerSettings server = server(root.section("server"));
    Optional<PostgresSettings> database = DatabaseSection.read(root);
    JournalChoice journal = JournalChoice.read(root);
    LogSettings logs = LogSettings.read(root);
    Section responses = root.section("responses");
    Duration responsesRetention =
        responses.duration(
            "retention", Duration.ofDays(30), Duration.ofMinutes(1), LONGEST_RETENTION);
    responses.close();
    String locale = DormantSections.locale(root);
    ZoneId timezone = Timezone.read(root);
    GatewaySection section = new GatewaySection(reading);
    boolean noProviders = !section.readProviders(root);
    Optional<SimulatorSettings> simulator =
        Simulation.decide(options.simulate(), noProviders, simulatorPort(reading, server));
    Settings gateway = section.settings(root, simulator);
    List<KeySettings> keys = new KeySection(reading).read(root);
    HealthSettings health = HealthSection.read(root);
    OtlpSettings otlp = OtlpSection.read(root, environment);
    Optional<CloudWatchSettings> cloudWatch = TelemetrySection.cloudWatch(root);
    MaintenanceSettings maintenance =
        new MaintenanceSettings(RetentionSection.nightlyAt(root), RetentionSection.retention(root));
    RecordingSettings recording = RecordingSection.read(root);
    Map<String, Flag> flags = new FlagSection(reading).read(root);
    EgressRules egress = EgressSection.read(root);
    SignInSettings signIn = SignInSection.read(root);
    AccessSettings access = AccessSection.read(root);
    DormantSections.read(root);
    return new Configuration(
        server,
        data,
        database,
        journal,
        logs,
        otlp,
        responsesRetention,
        locale,
        timezone,
        gateway,
        section.tenants(keys),
        egress,
        keys,
        health,
        cloudWatch,
        maintenance,
        recording,
        flags,
        signIn,
        access,
        simulator,
        reading.findings().origins());
  }

  private ServerSettings server(Section section) {
    String host = section.text("host", "127.0.0.1");
    if (!host.matches("[A-Za-z0-9._:\\[\\]-]{1,253}")) {
      section.problem("host", "'" + host + "' is no host; write a name or address without a port");
    }
    if (options.openAccess() && !ServerSettings.isLoopback(host)) {
      section.problem(
          "host",
          "--open switches authentication off and so refuses '"
              + host
              + "'; use 127.0.0.1, or leave --open out");
    }
    int port = section.integer("port", 8080, 0, 65_535);
    Metrics metrics = section.choice("metrics", Metrics.class, Metrics.KEYED);
    TrustedProxies proxies = trustedProxies(section);
    section.skip("publicUrl"); // SignInSection reads it
    section.close();
    return new ServerSettings(host, port, options.openAccess(), metrics, proxies);
  }

  private static TrustedProxies trustedProxies(Section section) {
    List<Network> networks = new ArrayList<>();
    for (Overrides.Given given : section.words("trustedProxies")) {
      Network.parse(given.text())
          .ifPresentOrElse(
              networks::add,
              () ->
                  section.problem(
                      "trustedProxies",
                      "'"
                          + given.text()
                          + "' is no address or network; write one such as 10.0.0.7 or"
                          + " 10.0.0.0/8"));
    }
    return new TrustedProxies(networks);
  }

  /** The port after the server's; a free one when the server takes a free one. */
  private int simulatorPort(Reading reading, ServerSettings server) {
    if (options.simulatorPort().isEmpty()) {
      return server.port() == 0 ? 0 : server.port() == 65_535 ? 65_534 : server.port() + 1;
    }
    int port = options.simulatorPort().getAsInt();
    if (port < 0 || port > 65_535 || (port != 0 && port == server.port())) {
      reading
          .findings()
          .problem(
              new Origin.CommandLine("--simulator-port"),
              "",
              port + " is out of range or the server's own; from 0 to 65535");
    }
    return port;
  }

  private static Path data(Section root) {
    String text = root.text("data", "./data");
    try {
      return Path.of(text.isBlank() ? "./data" : text);
    } catch (InvalidPathException broken) {
      root.problem("data", "'" + text + "' is no path: " + broken.getReason());
      return Path.of("data");
    }
  }
}

package dev.breakwater.server.config;

import dev.breakwater.gateway.access.Role;
import dev.breakwater.gateway.recording.RecordingSettings;
import dev.breakwater.operations.health.HealthSettings;
import dev.breakwater.operations.maintenance.RetentionSettings;
import dev.breakwater.operations.users.SessionSettings;
import dev.breakwater.server.metrics.cloudwatch.CloudWatchSettings;
import dev.breakwater.server.metrics.cloudwatch.Output;
import java.math.BigDecimal;
import java.util.Locale;
import java.util.TreeMap;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Writes what is neither a provider, a chain, a tenant, a key nor a flag. */
final class ServerYaml {
  private final Configuration configuration;
  private final SecretNames secrets;

  ServerYaml(Configuration configuration, SecretNames secrets) {
    this.configuration = configuration;
    this.secrets = secrets;
  }

  /** What stands first: where it listens, and where it keeps things. */
  void first(ObjectNode root) {
    ServerSettings server = configuration.server();
    ObjectNode section =
        root.putObject("server").put("host", server.host()).put("port", server.port());
    if (server.metrics() != ServerSettings.Metrics.KEYED) {
      section.put("metrics", Section.word(server.metrics()));
    }
    if (!server.trustedProxies().networks().isEmpty()) {
      ArrayNode proxies = section.putArray("trustedProxies");
      server
          .trustedProxies()
          .networks()
          .forEach(it -> proxies.add(YamlText.literal(it.toString())));
    }
    configuration
        .signIn()
        .publicUrl()
        .ifPresent(url -> section.put("publicUrl", YamlText.literal(url.toString())));
    root.put("data", YamlText.literal(configuration.data().toString()));
    configuration
        .database()
        .ifPresent(database -> {
          ObjectNode its = root.putObject("database");
          its.put("url", YamlText.literal(database.url()));
          database.user().ifPresent(user -> its.put("user", YamlText.literal(user)));
          database
              .password()
              .ifPresent(
                  password -> its.put("password", secrets.of("DATABASE_PASSWORD", password)));
          its.put("pool", database.pool());
        });
    root.putObject("journal")
        .put("maxSize", Quantities.showSize(configuration.journal().maxSize()))
        .put("durability", Section.word(configuration.journal().durability()));
    root.putObject("logs")
        .put("format", Section.word(configuration.logs().format()))
        .put("requests", Section.word(configuration.logs().requests()));
    root.put("locale", configuration.locale());
    root.put("timezone", YamlText.literal(configuration.timezone().getId()));
  }

  /** What stands last: how it is watched, who signs in, and how long what is kept. */
  void last(ObjectNode root) {
    HealthSettings health = configuration.health();
    root.putObject("health")
        .put("interval", Quantities.show(health.interval()))
        .put("unhealthyAfter", health.unhealthyAfter())
        .put("healthyAfter", health.healthyAfter());
    if (!configuration.egress().allowed().isEmpty()) {
      ArrayNode allow = root.putObject("egress").putArray("allow");
      configuration.egress().allowed().forEach(it -> allow.add(YamlText.literal(it.toString())));
    }
    root.putObject("access")
        .put("maxStale", Quantities.show(configuration.access().maxStale()))
        .put("wrongKeysPerMinute", configuration.access().wrongKeysPerMinute());
    auth(root);
    RetentionSettings retention = configuration.maintenance().retention();
    ObjectNode kept =
        root.putObject("retention")
            .put("usage", Quantities.show(retention.usage()))
            .put("fallbackLogs", Quantities.show(retention.fallbackLogs()));
    retention.audit().ifPresent(audit -> kept.put("audit", Quantities.show(audit)));
    root.putObject("maintenance").put("at", configuration.maintenance().at().toString());
    RecordingSettings recording = configuration.recording();
    root.putObject("recording")
        .put("bodies", Section.word(recording.bodies()))
        .put("maxSize", Quantities.showSize(recording.mostBytes()))
        .put("retention", Quantities.show(recording.retention()));
    telemetry(root);
    root.putObject("responses")
        .put("retention", Quantities.show(configuration.responsesRetention()));
  }

  private void auth(ObjectNode root) {
    SessionSettings sessions = configuration.signIn().sessions();
    ObjectNode auth =
        root.putObject("auth")
            .put("sessionLifetime", Quantities.show(sessions.lifetime()))
            .put("sessionIdle", Quantities.show(sessions.idle()));
    configuration.signIn().oidc().ifPresent(oidc -> oidc(oidc, auth.putObject("oidc")));
  }

  private void oidc(OidcSettings oidc, ObjectNode to) {
    to.put("issuer", YamlText.literal(oidc.issuer().toString()));
    to.put("clientId", YamlText.literal(oidc.clientId()));
    oidc.clientSecret()
        .ifPresent(secret -> to.put("clientSecret", secrets.of("OIDC_CLIENT_SECRET", secret)));
    ArrayNode scopes = to.putArray("scopes");
    oidc.scopes().stream().map(YamlText::literal).forEach(scopes::add);
    to.put("roleClaim", YamlText.literal(oidc.roleClaim()));
    if (!oidc.roles().isEmpty()) {
      ObjectNode roles = to.putObject("roles");
      oidc.roles().forEach((group, role) -> roles.put(group, word(role)));
    }
    oidc.tenantClaim().ifPresent(claim -> to.put("tenantClaim", YamlText.literal(claim)));
    oidc.defaultRole().ifPresent(role -> to.put("defaultRole", word(role)));
  }

  private static String word(Role role) {
    return role.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  private void telemetry(ObjectNode root) {
    ObjectNode telemetry = root.objectNode();
    configuration
        .cloudWatch()
        .ifPresent(settings -> cloudWatch(settings, telemetry.putObject("cloudWatch")));
    OtlpSettings otlp = configuration.otlp();
    if (!otlp.endpoint().isEmpty()) {
      ObjectNode to = telemetry.putObject("otlp");
      to.put("endpoint", YamlText.literal(otlp.endpoint()));
      if (!otlp.headers().isEmpty()) {
        ObjectNode headers = to.putObject("headers");
        new TreeMap<>(otlp.headers())
            .forEach((name, value) -> headers.put(name, secrets.of("OTLP_" + name, value)));
      }
      to.put("metrics", otlp.metrics())
          .put("traces", otlp.traces())
          .put("sample", BigDecimal.valueOf(otlp.sample()));
    }
    if (!telemetry.isEmpty()) {
      root.set("telemetry", telemetry);
    }
  }

  private static void cloudWatch(CloudWatchSettings settings, ObjectNode to) {
    to.put("namespace", YamlText.literal(settings.namespace()))
        .put("service", YamlText.literal(settings.service()))
        .put("interval", Quantities.show(settings.interval()))
        .put(
            "output",
            switch (settings.output()) {
              case Output.Stdout _ -> "stdout";
              case Output.ToFile file -> YamlText.literal(file.path().toString());
              case Output.Tcp tcp -> "tcp://" + tcp.host() + ":" + tcp.port();
            });
  }
}

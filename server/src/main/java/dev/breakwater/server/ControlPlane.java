package dev.breakwater.server;

import dev.breakwater.operations.changes.News;
import dev.breakwater.server.api.Api;
import dev.breakwater.server.api.Authentication;
import dev.breakwater.server.api.KeyAuthentication;
import dev.breakwater.server.api.Operation;
import dev.breakwater.server.api.SessionAuthentication;
import dev.breakwater.server.api.system.JournalJson;
import dev.breakwater.server.api.system.Readiness;
import dev.breakwater.server.api.system.SettingsJson;
import dev.breakwater.server.api.system.SystemResource;
import dev.breakwater.server.config.ServerSettings;
import dev.breakwater.server.metrics.Exposition;
import java.io.IOException;
import java.util.List;
import tools.jackson.databind.node.ObjectNode;

/**
 * What people ask and change: areas that declare their own calls and hear of other nodes' changes.
 *
 * @param areas in the order in which they hear of a change
 */
record ControlPlane(
    Ground ground,
    DataPlane plane,
    ConfigurationAdministration file,
    AuditAdministration audit,
    SecretAdministration secrets,
    People people,
    List<Area> areas) {

  /** Puts it together; nothing is answered yet. */
  static ControlPlane open(
      Ground ground, DataPlane plane, ConfigurationAdministration file, KeyAdministration access)
      throws IOException {
    Rules rules = plane.rules();
    AuditAdministration audit = new AuditAdministration(ground);
    SecretAdministration secrets = SecretAdministration.open(ground);
    People people = People.open(ground, access.tenants()::exists);
    TenantEnds.register(access.tenants(), rules, people, ground.control().revisions());
    return new ControlPlane(
        ground,
        plane,
        file,
        audit,
        secrets,
        people,
        List.of(
            JobAdministration.open(ground, audit.kept()),
            RuleAdministration.open(ground, plane),
            new UsageAdministration(ground, plane, access.keys()),
            file,
            new ConfigurationExports(ground, rules, file.flags(), access),
            secrets,
            new ProviderAdministration(ground, plane, access.tenants()::exists),
            people,
            access,
            audit));
  }

  /**
   * Every call of the API.
   *
   * @param simulatorUrl where the simulated providers are; empty where none run
   */
  Api api(Readiness readiness, String simulatorUrl) {
    JournalJson records = plane.records().states();
    tell(records, readiness);
    SystemResource system =
        new SystemResource(
            readiness,
            new Exposition(plane.observation().registry()),
            () -> effective(records, simulatorUrl),
            ground.current().server().metrics() == ServerSettings.Metrics.OPEN,
            Version.text());
    List<Operation> operations =
        areas.stream().flatMap(area -> area.operations().stream()).toList();
    return new Api(system.operations(audit.noting(operations)), audit.denials());
  }

  private ObjectNode effective(JournalJson records, String simulatorUrl) {
    ObjectNode settings =
        SettingsJson.of(ground.current(), plane.rules().layers(), simulatorUrl, Version.text());
    return file.addTo(records.addTo(settings));
  }

  /** Whatever keeps the server from being ready, or from being as good as it should be. */
  private void tell(JournalJson records, Readiness readiness) {
    records.tell(readiness);
    file.tell(readiness, plane.observation().registry());
    readiness.mention(() ->
        ground
            .storage()
            .staleSince()
            .map(at -> "the database is away; keys and settings are those of " + at));
    readiness.mention(() ->
        plane
            .cutOff()
            .since(ground.clock().millis())
            .map(at -> "cut off from the database since %s: its keys are refused".formatted(at)));
  }

  /** Tells callers of the API apart; one for each thread that asks. */
  Authentication callers() {
    return new SessionAuthentication(
        people.sessions(), new KeyAuthentication(plane.gateway().access()));
  }

  /** Hears of other nodes' changes from now on, and goes on with what a stop has left behind. */
  void start() throws IOException {
    News news = ground.control().news();
    areas.forEach(area -> area.listen(news));
    if (ground.current().database().isPresent()) {
      Storage storage = ground.storage();
      Snapshots.keep(storage.database(), storage.data().snapshot(), news, ground.clock());
    }
    ground.lifecycle().closing(news.start());
    secrets.rotation().resume();
  }
}

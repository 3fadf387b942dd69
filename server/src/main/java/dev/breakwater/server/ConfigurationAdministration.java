package dev.breakwater.server;

import dev.breakwater.operations.StoreUnavailable;
import dev.breakwater.operations.changes.Actor;
import dev.breakwater.operations.changes.Change;
import dev.breakwater.operations.changes.ChangeText;
import dev.breakwater.operations.changes.Changes;
import dev.breakwater.operations.changes.News;
import dev.breakwater.operations.changes.Topic;
import dev.breakwater.operations.flags.Flag;
import dev.breakwater.operations.flags.Flags;
import dev.breakwater.server.api.Operation;
import dev.breakwater.server.api.config.FlagsResource;
import dev.breakwater.server.api.system.Readiness;
import dev.breakwater.server.config.Configuration;
import dev.breakwater.server.config.FileState;
import dev.breakwater.server.config.Problem;
import dev.breakwater.store.sql.SqlFlags;
import io.prometheus.metrics.core.metrics.GaugeWithCallback;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** The configuration file while the server runs, and the flags over it. */
record ConfigurationAdministration(Flags flags, FileState file, Changes changes, Clock clock)
    implements Area {
  private static final Logger LOG = LoggerFactory.getLogger(ConfigurationAdministration.class);

  /** Nobody reads more; the log has them all. */
  private static final int MOST_PROBLEMS = 20;

  static ConfigurationAdministration open(Ground ground) {
    Changes changes = ground.control().changes();
    Flags flags =
        Flags.open(
            new SqlFlags(ground.storage().administration()),
            changes,
            ground.clock(),
            ground.current().flags());
    return new ConfigurationAdministration(
        flags, new FileState(ground.clock().instant()), changes, ground.clock());
  }

  @Override
  public List<Operation> operations() {
    return new FlagsResource(flags).operations();
  }

  @Override
  public void listen(News news) {
    news.on(Topic.FLAGS, flags::reload);
  }

  /** Lets everybody know whether the file is in force. */
  void tell(Readiness readiness, PrometheusRegistry registry) {
    readiness.mention(file::warning);
    GaugeWithCallback.builder()
        .name("breakwater_configuration_valid")
        .help("Whether the configuration file is good and in force: 1, or 0 while it is broken")
        .callback(to -> to.call(file.current().isValid() ? 1 : 0))
        .register(registry);
    GaugeWithCallback.builder()
        .name("breakwater_configuration_last_reload_timestamp_seconds")
        .help("When the configuration in force was taken up, in seconds since 1970")
        .callback(to -> to.call(file.current().takenUp().toEpochMilli() / 1e3))
        .register(registry);
  }

  /** A changed file is in force. */
  void takenUp(Configuration next, List<String> restartRequired) {
    flags.takeUp(next.flags());
    file.takenUp(clock.instant(), restartRequired);
    note(
        "configuration.take-up",
        ChangeText.object().put("restartRequired", restartRequired).text());
  }

  /** A changed file is broken, and not in force. */
  void refused(List<Problem> problems) {
    file.refused(problems);
    note(
        "configuration.refuse",
        ChangeText.object()
            .put("problems", problems.size())
            .put("first", problems.getFirst().origin() + ": " + problems.getFirst().path())
            .text());
  }

  /** What holds, holds; that it could not be recorded is told where that can be. */
  private void note(String action, String after) {
    try {
      changes.note(new Change(Actor.SYSTEM, action, "breakwater.yaml", "", "", after));
    } catch (StoreUnavailable away) {
      LOG.warn("{} is not recorded in the audit: {}", action, away.getMessage());
    }
  }

  /** Adds to the effective settings how the file is, and what flags hold by the API. */
  ObjectNode addTo(ObjectNode settings) {
    FileState.State state = file.current();
    ObjectNode json = settings.putObject("configuration");
    json.put("valid", state.isValid())
        .put("takenUpAt", state.takenUp().truncatedTo(ChronoUnit.SECONDS).toString());
    ArrayNode problems = json.putArray("problems");
    state.problems().stream()
        .limit(MOST_PROBLEMS)
        .forEach(problem -> problems.add(problem.toString()));
    state.restartRequired().forEach(settings.putArray("restartRequired")::add);
    if (settings.get("values") instanceof ObjectNode values) {
      flags.all().values().stream()
          .filter(flag -> flag.source() == Flag.Source.API || flag.source() == Flag.Source.DEFAULT)
          .forEach(flag ->
              values
                  .putObject("flags." + flag.name())
                  .put("value", flag.value().toString())
                  .put("origin", flag.source().name().toLowerCase(Locale.ROOT)));
    }
    if (settings.get("shadowedByApi") instanceof ArrayNode shadowed) {
      flags.shadowed().forEach(name -> shadowed.add("flags." + name));
    }
    return settings;
  }
}

package dev.breakwater.server.config;

import dev.breakwater.gateway.egress.EgressRules;
import dev.breakwater.gateway.recording.RecordingSettings;
import dev.breakwater.gateway.settings.Settings;
import dev.breakwater.operations.flags.Flag;
import dev.breakwater.operations.health.HealthSettings;
import dev.breakwater.server.metrics.cloudwatch.CloudWatchSettings;
import dev.breakwater.store.postgresql.PostgresSettings;
import java.nio.file.Path;
import java.time.Duration;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * Everything that file, environment and command line say: one immutable snapshot.
 *
 * @param data where the database, the journal and secrets live; relative to the working directory
 * @param database the PostgreSQL that takes what is kept; none for the SQLite file under {@code
 *     data}
 * @param responsesRetention how long answers are kept for their clients to go on from
 * @param locale en, ja, ko or zh
 * @param gateway what requests read; never without a production chain
 * @param tenants all that the file names anywhere, and {@code default}
 * @param egress where base URLs set by API may lead
 * @param health how providers are checked
 * @param cloudWatch how figures go there, if they do
 * @param maintenance when jobs run, and how long rows are kept
 * @param recording which bodies are kept, and how long
 * @param flags what file and environment say of flags, by name
 * @param signIn how people sign in
 * @param access how keys are taken
 * @param simulator the simulated providers to start, if any
 * @param origins each value by its path, secrets masked, with where it came from
 */
public record Configuration(
    ServerSettings server,
    Path data,
    Optional<PostgresSettings> database,
    JournalChoice journal,
    LogSettings logs,
    OtlpSettings otlp,
    Duration responsesRetention,
    String locale,
    ZoneId timezone,
    Settings gateway,
    List<DeclaredTenant> tenants,
    EgressRules egress,
    List<KeySettings> keys,
    HealthSettings health,
    Optional<CloudWatchSettings> cloudWatch,
    MaintenanceSettings maintenance,
    RecordingSettings recording,
    Map<String, Flag> flags,
    SignInSettings signIn,
    AccessSettings access,
    Optional<SimulatorSettings> simulator,
    Map<String, Setting> origins) {

  public Configuration {
    tenants = List.copyOf(tenants);
    keys = List.copyOf(keys);
    flags = Map.copyOf(flags);
    origins = Collections.unmodifiableMap(new LinkedHashMap<>(origins));
  }

  /** The same, once it is known on which port the simulator really listens. */
  public Configuration withSimulatorOn(int port) {
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
        Simulation.moved(gateway, Simulation.address(port)),
        tenants,
        egress,
        keys,
        health,
        cloudWatch,
        maintenance,
        recording,
        flags,
        signIn,
        access,
        simulator.map(settings -> new SimulatorSettings(port, settings.asked())),
        origins);
  }

  /** The paths that differ in {@code next} and hold only from the next start on. */
  public List<String> restartRequired(Configuration next) {
    List<String> changed = new ArrayList<>();
    compare("server.host", server.host(), next.server.host(), changed);
    compare("server.port", server.port(), next.server.port(), changed);
    compare("server.metrics", server.metrics(), next.server.metrics(), changed);
    compare("data", data, next.data, changed);
    compare("database", database, next.database, changed);
    compare("telemetry.cloudWatch", cloudWatch, next.cloudWatch, changed);
    compare("maintenance.at", maintenance.at(), next.maintenance.at(), changed);
    compare("journal.maxSize", journal.maxSize(), next.journal.maxSize(), changed);
    compare("journal.durability", journal.durability(), next.journal.durability(), changed);
    compare("logs.format", logs.format(), next.logs.format(), changed);
    compare("telemetry.otlp", otlp, next.otlp, changed);
    compare("simulator", simulator.isPresent(), next.simulator.isPresent(), changed);
    return List.copyOf(changed);
  }

  private static void compare(String path, Object before, Object after, List<String> changed) {
    if (!Objects.equals(before, after)) {
      changed.add(path);
    }
  }
}

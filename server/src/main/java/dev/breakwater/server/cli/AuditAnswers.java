package dev.breakwater.server.cli;

import dev.breakwater.operations.StoreUnavailable;
import dev.breakwater.operations.audit.AuditSeal;
import dev.breakwater.operations.audit.Verification;
import dev.breakwater.server.api.ApiProblem;
import dev.breakwater.server.api.audit.LocalAudit;
import dev.breakwater.server.config.Configuration;
import dev.breakwater.server.config.ConfigurationLoader;
import dev.breakwater.server.config.LoadOptions;
import dev.breakwater.server.config.Loaded;
import dev.breakwater.server.data.AuditHeadFile;
import dev.breakwater.server.data.DataDirectory;
import dev.breakwater.server.data.OwnSecrets;
import dev.breakwater.store.postgresql.PostgresDatabase;
import dev.breakwater.store.sql.Database;
import dev.breakwater.store.sql.SchemaRefused;
import dev.breakwater.store.sql.SqlAudit;
import dev.breakwater.store.sql.SqlGeneratedSecrets;
import dev.breakwater.store.sqlite.SqliteDatabase;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import tools.jackson.databind.JsonNode;

/**
 * Asks about the audit: a running server where one is named or holds the data directory, else the
 * files themselves, which stay as they are.
 */
final class AuditAnswers {
  /** A long chain takes its time. */
  private static final Duration PATIENCE = Duration.ofMinutes(10);

  private static final Clock CLOCK = Clock.systemUTC();

  @Option(
      names = "--url",
      paramLabel = "URL",
      description = "Of the server; default: BREAKWATER_URL, else the configured host and port.")
  private @Nullable String url;

  @Option(names = "--config", paramLabel = "FILE", description = "Default: breakwater.yaml.")
  private @Nullable Path config;

  @Option(names = "--data", paramLabel = "DIRECTORY", description = "Default: ./data.")
  private @Nullable String data;

  private final Map<String, String> environment;
  private final Console console;

  AuditAnswers(Map<String, String> environment, Console console) {
    this.environment = environment;
    this.console = console;
  }

  /**
   * What the API answers to a GET.
   *
   * @throws IOException with a sentence when nobody can tell
   */
  JsonNode get(String path, Map<String, String> query) throws IOException, InterruptedException {
    String variable = environment.get("BREAKWATER_URL");
    if (url != null || (variable != null && !variable.isBlank())) {
      return byServer(path, query);
    }
    Configuration configuration = configuration();
    if (!Files.exists(configuration.data().resolve("lock"))) {
      throw new IOException(
          "there is no audit in "
              + configuration.data()
              + ", for no server ever ran on it; --data names the directory, --url a server");
    }
    try (DataDirectory held = DataDirectory.hold(configuration.data())) {
      return byFiles(held, configuration, path, query);
    } catch (DataDirectory.InUse e) {
      return byServer(path, query);
    } catch (ApiProblem | StoreUnavailable | SchemaRefused e) {
      throw new IOException(e.getMessage(), e);
    }
  }

  private JsonNode byServer(String path, Map<String, String> query)
      throws IOException, InterruptedException {
    String base = ApiClient.address(url, config, environment, console);
    String text =
        query.entrySet().stream()
            .map(it -> it.getKey() + "=" + URLEncoder.encode(it.getValue(), StandardCharsets.UTF_8))
            .collect(Collectors.joining("&"));
    try (ApiClient client = new ApiClient(base, environment, PATIENCE)) {
      return client.get(text.isEmpty() ? path : path + "?" + text);
    }
  }

  private JsonNode byFiles(
      DataDirectory held, Configuration configuration, String path, Map<String, String> query)
      throws IOException {
    try (Database database = database(held, configuration)) {
      SqlAudit store = new SqlAudit(database);
      AuditSeal seal = new AuditSeal(key(held, database));
      AuditHeadFile copy = AuditHeadFile.in(held.path());
      return new LocalAudit(
              store, new Verification(store, seal, copy), CLOCK, configuration.timezone())
          .get(path, query);
    }
  }

  private static Database database(DataDirectory held, Configuration configuration)
      throws IOException {
    if (configuration.database().isPresent()) {
      return PostgresDatabase.open(configuration.database().get(), CLOCK);
    }
    if (!Files.exists(held.database())) {
      throw new IOException("there is no database in " + held.path());
    }
    return SqliteDatabase.openToRead(held.database());
  }

  private byte[] key(DataDirectory held, Database database) throws IOException {
    // A key that is made now would open nothing.
    if (!Files.exists(held.path().resolve("master.key"))
        && !environment.containsKey("BREAKWATER_MASTER_KEY")
        && !environment.containsKey("BREAKWATER_MASTER_KEY_FILE")) {
      throw new IOException("there is no master.key in " + held.path() + " to verify the audit by");
    }
    return new OwnSecrets(new SqlGeneratedSecrets(database), held.vault())
        .existingAuditKey()
        .orElseThrow(() -> new IOException("the database has no audit yet; start the server once"));
  }

  private Configuration configuration() throws IOException {
    LoadOptions options =
        new LoadOptions(
            Optional.empty(),
            OptionalInt.empty(),
            Optional.ofNullable(data),
            false,
            OptionalInt.empty(),
            false);
    ConfigurationSource source =
        ConfigurationSource.read(config, new ConfigurationLoader(environment, options));
    return switch (source.loaded()) {
      case Loaded.Accepted accepted -> accepted.configuration();
      case Loaded.Rejected rejected -> {
        console.problems(rejected.problems());
        throw new IOException(source.name() + " does not say where the data is; use --url");
      }
    };
  }
}

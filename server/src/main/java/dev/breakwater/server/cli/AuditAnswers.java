package dev.breakwater.server.cli;

import dev.breakwater.operations.StoreUnavailable;
import dev.breakwater.operations.audit.AuditSeal;
import dev.breakwater.operations.audit.Verification;
import dev.breakwater.server.api.ApiProblem;
import dev.breakwater.server.api.audit.LocalAudit;
import dev.breakwater.server.config.Configuration;
import dev.breakwater.server.data.AuditHeadFile;
import dev.breakwater.server.data.DataDirectory;
import dev.breakwater.server.data.OwnSecrets;
import dev.breakwater.store.postgresql.PostgresDatabase;
import dev.breakwater.store.postgresql.PostgresSettings;
import dev.breakwater.store.sql.Database;
import dev.breakwater.store.sql.SchemaRefused;
import dev.breakwater.store.sql.SqlAudit;
import dev.breakwater.store.sql.SqlGeneratedSecrets;
import dev.breakwater.store.sqlite.SqliteDatabase;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Mixin;
import tools.jackson.databind.JsonNode;

/**
 * Asks about the audit: a running server where one is named or holds the data directory, else the
 * files themselves, which stay as they are.
 */
final class AuditAnswers {
  /** A long chain takes its time. */
  private static final Duration PATIENCE = Duration.ofMinutes(10);

  private static final Clock CLOCK = Clock.systemUTC();

  @Mixin private final ServerOptions options;
  private final Map<String, String> environment;

  AuditAnswers(Map<String, String> environment, Console console) {
    this.environment = environment;
    this.options = new ServerOptions(environment, console);
  }

  /**
   * What the API answers to a GET.
   *
   * @throws IOException with a sentence when nobody can tell
   */
  JsonNode get(String path, Map<String, String> query) throws IOException, InterruptedException {
    ApiCall call = new ApiCall("GET", path, query, Optional.empty());
    if (options.nameAServer()) {
      return options.ask(call, PATIENCE);
    }
    Configuration configuration = options.configuration();
    if (!Files.exists(configuration.data().resolve("lock"))) {
      throw new IOException(
          "there is no audit in "
              + configuration.data()
              + ", for no server ever ran on it; --data names the directory, --url a server");
    }
    try (DataDirectory held = DataDirectory.hold(configuration.data(), environment)) {
      return byFiles(held, configuration, path, query);
    } catch (DataDirectory.InUse e) {
      return options.ask(call, PATIENCE);
    } catch (ApiProblem | StoreUnavailable | SchemaRefused e) {
      throw new IOException(e.getMessage(), e);
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
      PostgresSettings settings = configuration.database().get();
      return PostgresDatabase.openToRead(settings)
          .orElseThrow(() ->
              new IOException("there is no audit in " + settings.url() + ", for it has no tables"));
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
}

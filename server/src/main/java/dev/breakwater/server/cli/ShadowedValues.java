package dev.breakwater.server.cli;

import dev.breakwater.gateway.settings.AtomicSettings;
import dev.breakwater.operations.StoreUnavailable;
import dev.breakwater.operations.chains.ChainLayer;
import dev.breakwater.operations.flags.Flags;
import dev.breakwater.operations.providers.ProviderConfigurations;
import dev.breakwater.operations.settings.LayeredSettings;
import dev.breakwater.server.config.Configuration;
import dev.breakwater.store.postgresql.PostgresDatabase;
import dev.breakwater.store.sql.Database;
import dev.breakwater.store.sql.SchemaRefused;
import dev.breakwater.store.sql.SqlChainOverrides;
import dev.breakwater.store.sql.SqlFlags;
import dev.breakwater.store.sql.SqlProviders;
import dev.breakwater.store.sqlite.SqliteDatabase;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What file and environment say in vain, for the API said otherwise. Asks the database, which may
 * be a running server's and stays as it is, and needs no master key.
 */
final class ShadowedValues {
  private ShadowedValues() {}

  /**
   * Paths such as {@code providers[openai].baseUrl}; none where no server ever ran.
   *
   * @throws IOException with a sentence when there is a database that cannot be asked
   */
  static List<String> of(Configuration configuration) throws IOException {
    try (Database database = database(configuration).orElse(null)) {
      return database == null ? List.of() : of(configuration, database);
    } catch (StoreUnavailable | SchemaRefused e) {
      throw new IOException(e.getMessage(), e);
    }
  }

  private static Optional<? extends Database> database(Configuration configuration) {
    if (configuration.database().isPresent()) {
      return PostgresDatabase.openToRead(configuration.database().get());
    }
    Path file = configuration.data().resolve("breakwater.db");
    return Files.exists(file) ? Optional.of(SqliteDatabase.openToRead(file)) : Optional.empty();
  }

  private static List<String> of(Configuration configuration, Database database) {
    LayeredSettings settings = new LayeredSettings(new AtomicSettings(configuration.gateway()));
    settings.add(new ChainLayer(new SqlChainOverrides(database).all()));
    settings.add(ProviderConfigurations.unopened(new SqlProviders(database)));
    List<String> all = new ArrayList<>(settings.shadowed());
    Flags.shadowed(configuration.flags().keySet(), new SqlFlags(database))
        .forEach(name -> all.add("flags." + name));
    return all;
  }
}

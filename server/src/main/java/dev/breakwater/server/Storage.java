package dev.breakwater.server;

import dev.breakwater.server.config.Configuration;
import dev.breakwater.server.data.DataDirectory;
import dev.breakwater.store.postgresql.PostgresDatabase;
import dev.breakwater.store.sql.Database;
import dev.breakwater.store.sqlite.SqliteDatabase;
import java.io.IOException;
import java.time.Clock;

/** Where everything is kept: this node's directory, and the database that may be shared. */
record Storage(DataDirectory data, Database database) {
  /**
   * @throws IOException with a sentence for the operator when the directory cannot be had
   */
  static Storage open(Configuration given, Clock clock, Lifecycle lifecycle) throws IOException {
    DataDirectory data = lifecycle.closing(DataDirectory.hold(given.data()));
    return new Storage(data, lifecycle.closing(database(given, data, clock)));
  }

  /** Names PostgreSQL's classes only where one is configured: others need not load them. */
  private static Database database(Configuration given, DataDirectory data, Clock clock) {
    return given.database().isPresent()
        ? PostgresDatabase.open(given.database().get(), clock)
        : SqliteDatabase.open(data.database());
  }
}

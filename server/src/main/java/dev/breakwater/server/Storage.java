package dev.breakwater.server;

import dev.breakwater.operations.StoreUnavailable;
import dev.breakwater.server.config.Configuration;
import dev.breakwater.server.data.DataDirectory;
import dev.breakwater.server.data.SnapshotFile;
import dev.breakwater.store.postgresql.PostgresDatabase;
import dev.breakwater.store.postgresql.PostgresSettings;
import dev.breakwater.store.sql.Database;
import dev.breakwater.store.sql.StandIn;
import dev.breakwater.store.sqlite.SqliteDatabase;
import dev.breakwater.store.sqlite.SqliteSnapshot;
import java.io.IOException;
import java.time.Clock;
import java.time.Instant;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Where everything is kept: this node's directory, and the database that may be shared.
 *
 * @param database what requests leave behind; fails while it is away
 * @param administration what people have decided: the same database, in whose place the last
 *     snapshot answers until it has been reached
 * @param snapshotOf when the snapshot was taken that this start had to go by
 */
record Storage(
    DataDirectory data, Database database, Database administration, Optional<Instant> snapshotOf) {
  private static final Logger LOG = LoggerFactory.getLogger(Storage.class);

  /**
   * @throws IOException with a sentence for the operator when the directory cannot be had
   */
  static Storage open(Configuration given, Clock clock, Lifecycle lifecycle) throws IOException {
    DataDirectory data = lifecycle.closing(DataDirectory.hold(given.data()));
    // Names PostgreSQL's classes only where one is configured: others need not load them.
    if (given.database().isPresent()) {
      return shared(data, given.database().get(), clock, lifecycle);
    }
    Database own = lifecycle.closing(SqliteDatabase.open(data.database()));
    return new Storage(data, own, own, Optional.empty());
  }

  private static Storage shared(
      DataDirectory data, PostgresSettings settings, Clock clock, Lifecycle lifecycle)
      throws IOException {
    try {
      Database open = lifecycle.closing(PostgresDatabase.open(settings, clock));
      return new Storage(data, open, open, Optional.empty());
    } catch (StoreUnavailable away) {
      SnapshotFile.Kept last = data.snapshot().read().orElseThrow(() -> away);
      LOG.warn(
          "{}; starting with the keys, credentials and settings of {}",
          away.getMessage(),
          last.at());
      Database later = lifecycle.closing(PostgresDatabase.openLater(settings));
      Database copy = lifecycle.closing(SqliteSnapshot.open(last.content()));
      return new Storage(data, later, new StandIn(later, copy), Optional.of(last.at()));
    }
  }
}

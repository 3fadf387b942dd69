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
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Where everything is kept: this node's directory, and the database that may be shared.
 *
 * @param node this server's name among those that share the database
 * @param database what requests leave behind; fails while it is away
 * @param administration what people have decided: the same database, in whose place the last
 *     snapshot answers until it has been reached
 * @param snapshotOf when the snapshot was taken that this start had to go by
 * @param lastSeen when the database answered for the last time before this start, which it did not
 */
record Storage(
    DataDirectory data,
    String node,
    Database database,
    Database administration,
    Optional<Instant> snapshotOf,
    Optional<Instant> lastSeen) {
  private static final Logger LOG = LoggerFactory.getLogger(Storage.class);

  /** Since when what this node goes by may be out of date; empty while its database answers. */
  Optional<Instant> staleSince() {
    return administration instanceof StandIn standIn && standIn.isNeeded()
        ? snapshotOf
        : Optional.empty();
  }

  /**
   * @throws IOException with a sentence for the operator when the directory cannot be had
   */
  static Storage open(
      Configuration given, Map<String, String> environment, Clock clock, Lifecycle lifecycle)
      throws IOException {
    DataDirectory data = lifecycle.closing(DataDirectory.hold(given.data(), environment));
    // Names PostgreSQL's classes only where one is configured: others need not load them.
    if (given.database().isPresent()) {
      return shared(data, given.database().get(), clock, lifecycle);
    }
    Database own = lifecycle.closing(SqliteDatabase.open(data.database()));
    return new Storage(data, data.node(), own, own, Optional.empty(), Optional.empty());
  }

  private static Storage shared(
      DataDirectory data, PostgresSettings settings, Clock clock, Lifecycle lifecycle)
      throws IOException {
    try {
      Database open = lifecycle.closing(PostgresDatabase.open(settings, clock));
      return new Storage(data, data.node(), open, open, Optional.empty(), Optional.empty());
    } catch (StoreUnavailable away) {
      SnapshotFile.Kept last = data.snapshot().read().orElseThrow(() -> away);
      LOG.warn(
          "{}; starting with the keys, credentials and settings of {}",
          away.getMessage(),
          last.at());
      Database later = lifecycle.closing(PostgresDatabase.openLater(settings));
      Database copy = lifecycle.closing(SqliteSnapshot.open(last.content()));
      return new Storage(
          data,
          data.node(),
          later,
          new StandIn(later, copy),
          Optional.of(last.at()),
          Optional.of(data.snapshot().lastSeen().orElse(last.at())));
    }
  }
}

package dev.breakwater.server;

import dev.breakwater.operations.StoreUnavailable;
import dev.breakwater.operations.changes.News;
import dev.breakwater.operations.changes.Topic;
import dev.breakwater.server.data.SnapshotFile;
import dev.breakwater.store.sql.Database;
import dev.breakwater.store.sqlite.SqliteSnapshot;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps a copy of what administration has decided beside this node, so that it can start while the
 * database is away. A new one is taken whenever any node has changed something.
 */
final class Snapshots {
  private static final Logger LOG = LoggerFactory.getLogger(Snapshots.class);

  private static final Duration BETWEEN_NOTES = Duration.ofMinutes(1);

  private final Database database;
  private final SnapshotFile file;
  private final InstantSource clock;
  private Instant noted = Instant.EPOCH;

  private Snapshots(Database database, SnapshotFile file, InstantSource clock) {
    this.database = database;
    this.file = file;
    this.clock = clock;
  }

  /** Takes one of every change that the news tell of; they tell of all topics at the start. */
  static void keep(Database database, SnapshotFile file, News news, InstantSource clock) {
    Snapshots snapshots = new Snapshots(database, file, clock);
    news.whenSeen(snapshots::seen);
    for (Topic topic : Topic.values()) {
      news.on(topic, snapshots::take);
    }
  }

  /** Writes rarely: it is for a start that comes much later. */
  private void seen(Instant at) {
    if (at.isBefore(noted.plus(BETWEEN_NOTES))) {
      return;
    }
    try {
      file.seen(at);
      noted = at;
    } catch (IOException e) {
      LOG.warn("it cannot be noted that the database answered: {}", e.getMessage());
    }
  }

  private void take() {
    try {
      file.keep(new SnapshotFile.Kept(clock.instant(), SqliteSnapshot.of(database)));
    } catch (IOException e) {
      throw new StoreUnavailable("no snapshot can be kept: " + e.getMessage(), e);
    }
    LOG.debug("a snapshot was kept");
  }
}

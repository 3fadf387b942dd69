package dev.breakwater.store.sql;

import dev.breakwater.operations.rollups.Grain;
import dev.breakwater.operations.rollups.Kind;
import dev.breakwater.operations.rollups.RollupKey;
import dev.breakwater.operations.rollups.RollupMarks;
import dev.breakwater.operations.rollups.RollupSource;
import dev.breakwater.operations.rollups.RollupUpkeep;
import dev.breakwater.operations.rollups.Span;
import dev.breakwater.operations.rollups.Spans;
import dev.breakwater.operations.rollups.Sums;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/**
 * Makes coarser rollups of finer ones, removes old minutes, and counts what was in the ledger
 * before there were rollups: a small transaction a step, so that the ledger never waits long.
 */
public final class SqlRollupUpkeep implements RollupUpkeep {
  /** Questions begin on whole minutes within two days; the hour more is for those under way. */
  private static final long MINUTES_KEPT = Duration.ofHours(49).toMillis();

  /** Most rows are there so long after their minute; what comes later is added one by one. */
  private static final long PATIENCE = Duration.ofMinutes(2).toMillis();

  /** Rows that one step removes, a bucket more or less. */
  private static final int PIECE = 1_000;

  /** Requests that one step counts again. */
  private static final int BACKFILL = 500;

  private final Database database;
  private final SqlRollups rollups;
  private final String writer;
  private final ZoneId zone;
  private final RollupTable table;
  private final RollupMarkTable markTable;

  public SqlRollupUpkeep(Database database, SqlRollups rollups) {
    this.database = database;
    this.rollups = rollups;
    this.writer = rollups.writer();
    this.zone = rollups.zone();
    this.table = new RollupTable(database.dialect());
    this.markTable = new RollupMarkTable(database.dialect());
  }

  @Override
  public void prepare(Instant now) {
    database.write(connection -> {
      database.dialect().alone(connection, writer);
      RollupMarks marks = markTable.of(connection, writer, zone);
      if (Backfill.of(connection).isPresent() && marks.marks().isEmpty()) {
        skipOldMinutes(connection, marks, now.toEpochMilli() - MINUTES_KEPT);
      }
      return marks;
    });
  }

  @Override
  public boolean step(Instant now) {
    return database.write(connection -> {
      database.dialect().alone(connection, writer);
      RollupMarks marks = markTable.of(connection, writer, zone);
      return roll(connection, marks, now.toEpochMilli())
          || removeMinutes(connection, marks, now.toEpochMilli())
          || countOlder(connection);
    });
  }

  /** Requests from long ago are added to coarse buckets at once, not to minutes that go again. */
  private void skipOldMinutes(Connection connection, RollupMarks none, long time)
      throws SQLException {
    // The first minute that is kept must not stand before the quarters' mark.
    RollupMarks marks = none.with(Grain.MINUTE, Grain.QUARTER.start(time, zone));
    markTable.put(connection, marks, Grain.MINUTE);
    for (Grain grain : Grain.ROLLED) {
      marks = marks.with(grain, grain.start(time, zone));
      markTable.put(connection, marks, grain);
    }
  }

  private boolean roll(Connection connection, RollupMarks marks, long now) throws SQLException {
    for (Grain grain : Grain.ROLLED) {
      if (grain.isOfZone() && marks.of(grain) == 0 && removeOtherZone(connection, marks, grain)) {
        return true;
      }
      Grain source = grain == Grain.QUARTER ? Grain.MINUTE : Grain.QUARTER;
      OptionalLong first = table.next(connection, writer, source, marks.of(grain));
      if (first.isPresent()) {
        long start = grain.start(first.getAsLong(), zone);
        long end = grain.end(start, zone);
        boolean isOver =
            grain == Grain.QUARTER ? end + PATIENCE <= now : end <= marks.of(Grain.QUARTER);
        if (isOver) {
          make(connection, marks, new Span(grain, start, end));
          return true;
        }
      }
    }
    return false;
  }

  private void make(Connection connection, RollupMarks marks, Span bucket) throws SQLException {
    Grain grain = bucket.grain();
    Grain finer = Grain.of(grain.code() - 1);
    List<Span> parts =
        Spans.cut(bucket.from(), bucket.to(), finer, finer, marks)
            .orElseThrow(() -> new IllegalStateException(bucket + " has lost its minutes"));
    Map<RollupKey, Sums> sums = new HashMap<>();
    for (Kind kind : Kind.values()) {
      for (Span part : parts) {
        table.read(
            connection,
            RollupSource.Selection.all(kind),
            part,
            Set.of(writer),
            (_, key, row) -> row.addTo(sums.computeIfAbsent(key, _ -> new Sums())));
      }
    }
    table.put(connection, writer, grain, bucket.from(), sums);
    markTable.put(connection, marks.with(grain, bucket.to()), grain);
  }

  /** Days and months of another zone go before those of this one are made. */
  private boolean removeOtherZone(Connection connection, RollupMarks marks, Grain grain)
      throws SQLException {
    OptionalLong first = table.next(connection, writer, grain, Long.MIN_VALUE);
    if (first.isEmpty()) {
      return false;
    }
    markTable.put(connection, marks.with(grain, 0), grain);
    removePiece(connection, grain, first, Long.MAX_VALUE);
    return true;
  }

  private boolean removeMinutes(Connection connection, RollupMarks marks, long now)
      throws SQLException {
    long until = Math.min(marks.of(Grain.QUARTER), now - MINUTES_KEPT);
    OptionalLong first = table.next(connection, writer, Grain.MINUTE, marks.of(Grain.MINUTE));
    if (first.isEmpty() || first.getAsLong() >= until) {
      return false;
    }
    long removed = removePiece(connection, Grain.MINUTE, first, until);
    long next = Grain.MINUTE.end(removed, zone);
    markTable.put(connection, marks.with(Grain.MINUTE, next), Grain.MINUTE);
    return true;
  }

  /** Removes buckets that begin before a time and returns the last one. */
  private long removePiece(Connection connection, Grain grain, OptionalLong first, long until)
      throws SQLException {
    long last = first.getAsLong();
    int rows = table.remove(connection, writer, grain, last);
    while (rows < PIECE) {
      OptionalLong next = table.next(connection, writer, grain, last + 1);
      if (next.isEmpty() || next.getAsLong() >= until) {
        return last;
      }
      last = next.getAsLong();
      rows += table.remove(connection, writer, grain, last);
    }
    return last;
  }

  private boolean countOlder(Connection connection) throws SQLException {
    Backfill backfill = Backfill.of(connection).orElse(null);
    if (backfill == null) {
      return false;
    }
    List<UsageRows.Numbered> rows =
        new UsageRows(database.dialect())
            .bySequence(connection, backfill.counted(), backfill.last(), BACKFILL);
    rollups.add(connection, rows.stream().map(UsageRows.Numbered::request).toList());
    if (rows.size() < BACKFILL) {
      execute(connection, "DELETE FROM rollup_backfill", 0);
    } else {
      execute(connection, "UPDATE rollup_backfill SET counted = ?", rows.getLast().sequence());
    }
    return true;
  }

  private static void execute(Connection connection, String sql, long value) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      if (value > 0) {
        statement.setLong(1, value);
      }
      statement.executeUpdate();
    }
  }

  /** Requests from before there were rollups that are still to be counted. */
  private record Backfill(long counted, long last) {
    static Optional<Backfill> of(Connection connection) throws SQLException {
      try (PreparedStatement statement =
              connection.prepareStatement("SELECT counted, last FROM rollup_backfill");
          ResultSet row = statement.executeQuery()) {
        return row.next()
            ? Optional.of(new Backfill(row.getLong(1), row.getLong(2)))
            : Optional.empty();
      }
    }
  }
}

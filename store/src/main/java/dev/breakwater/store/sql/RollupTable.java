package dev.breakwater.store.sql;

import dev.breakwater.operations.rollups.Figure;
import dev.breakwater.operations.rollups.Grain;
import dev.breakwater.operations.rollups.Kind;
import dev.breakwater.operations.rollups.LatencySketch;
import dev.breakwater.operations.rollups.RollupKey;
import dev.breakwater.operations.rollups.RollupSource;
import dev.breakwater.operations.rollups.Span;
import dev.breakwater.operations.rollups.Sums;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The rows of {@code usage_rollups}. */
final class RollupTable {
  private static final Figure[] FIGURES = Figure.values();
  private static final Kind[] KINDS = Kind.values();

  private static final String NAMES =
      "tenant, environment, provider, model, status, subject, fingerprint";
  private static final String SUMS =
      Arrays.stream(FIGURES).map(Figure::column).collect(Collectors.joining(", "))
          + ", sketch, sample, first_millis, last_millis";
  private static final int FIRST_NAME = 2;
  private static final int FIRST_FIGURE = FIRST_NAME + 7;
  private static final int SKETCH = FIRST_FIGURE + FIGURES.length;

  private static final String SELECT =
      "SELECT bucket, " + NAMES + ", " + SUMS + " FROM usage_rollups";
  private static final String PUT =
      "INSERT INTO usage_rollups (grain, kind, bucket, writer, "
          + NAMES
          + ", "
          + SUMS
          + ") VALUES ("
          + "?, ".repeat(4 + 7 + FIGURES.length)
          + "?, ?, ?, ?) ON CONFLICT (grain, kind, bucket, tenant, environment, provider, model,"
          + " status, subject, fingerprint, writer) DO UPDATE SET "
          + Arrays.stream(SUMS.split(", ", -1))
              .map(column -> column + " = excluded." + column)
              .collect(Collectors.joining(", "));

  private final Dialect dialect;

  RollupTable(Dialect dialect) {
    this.dialect = dialect;
  }

  /** Adds to what a writer's bucket holds already. */
  void add(
      Connection connection, String writer, Grain grain, long bucket, Map<RollupKey, Sums> sums)
      throws SQLException {
    Set<Kind> kinds = sums.keySet().stream().map(RollupKey::kind).collect(Collectors.toSet());
    Span span = new Span(grain, bucket, bucket + 1);
    for (Kind kind : kinds) {
      read(
          connection,
          RollupSource.Selection.all(kind),
          span,
          Set.of(writer),
          (_, key, row) -> {
            Sums known = sums.get(key);
            if (known != null) {
              row.addTo(known);
            }
          });
    }
    put(connection, writer, grain, bucket, sums);
  }

  /** Writes rows, in the place of those that are there. */
  void put(
      Connection connection, String writer, Grain grain, long bucket, Map<RollupKey, Sums> sums)
      throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(PUT)) {
      Row values = new Row(dialect, statement);
      for (Map.Entry<RollupKey, Sums> entry : sums.entrySet()) {
        RollupKey key = entry.getKey();
        values
            .number(grain.code())
            .number(key.kind().code())
            .number(bucket)
            .text(writer)
            .text(key.tenant())
            .text(key.environment())
            .text(key.provider())
            .text(key.model())
            .text(key.status())
            .text(key.subject())
            .text(key.fingerprint());
        fill(values, entry.getValue());
        values.add();
      }
      statement.executeBatch();
    }
  }

  private static void fill(Row values, Sums sums) throws SQLException {
    for (Figure figure : FIGURES) {
      values.number(sums.get(figure));
    }
    LatencySketch sketch = sums.sketch();
    values.blob(sketch == null ? null : sketch.bytes());
    Sums.Sample sample = sums.sample();
    if (sample == null) {
      values.text(null).none().none();
    } else {
      values.text(sample.message()).number(sample.firstMillis()).number(sample.lastMillis());
    }
  }

  /**
   * @param writers null for all
   */
  void read(
      Connection connection,
      RollupSource.Selection selection,
      Span span,
      @Nullable Set<String> writers,
      RollupSource.Taker taker)
      throws SQLException {
    Condition condition =
        new Condition()
            .and("grain = ?", span.grain().code())
            .and("kind = ?", selection.kind().code())
            .and("bucket >= ?", span.from())
            .and("bucket < ?", span.to())
            .andIf("tenant = ?", selection.tenant(), 1)
            .andIf("environment = ?", selection.environment(), 1)
            .andIf("provider = ?", selection.provider(), 1)
            .andIf("model = ?", selection.model(), 1)
            .andIf("status = ?", selection.status(), 1)
            .andIf("subject = ?", selection.subject(), 1);
    if (writers != null) {
      String marks = writers.stream().map(_ -> "?").collect(Collectors.joining(", "));
      condition.and("writer IN (" + marks + ")", writers.toArray());
    }
    try (PreparedStatement statement = connection.prepareStatement(SELECT + condition.text())) {
      condition.fill(dialect, statement);
      try (ResultSet rows = statement.executeQuery()) {
        Found found = new Found(rows);
        while (rows.next()) {
          taker.take(rows.getLong(1), key(selection.kind(), rows), found);
        }
      }
    }
  }

  /** Names that the kind does not have are not fetched: each costs a call into the database. */
  private static RollupKey key(Kind kind, ResultSet rows) throws SQLException {
    boolean target = kind == Kind.TARGET || kind == Kind.ERROR;
    return new RollupKey(
        kind,
        rows.getString(FIRST_NAME),
        rows.getString(FIRST_NAME + 1),
        target ? rows.getString(FIRST_NAME + 2) : "",
        target ? rows.getString(FIRST_NAME + 3) : "",
        kind == Kind.TOTAL || kind == Kind.TARGET ? rows.getString(FIRST_NAME + 4) : "",
        kind == Kind.TOTAL || kind == Kind.TARGET ? "" : rows.getString(FIRST_NAME + 5),
        kind == Kind.ERROR ? rows.getString(FIRST_NAME + 6) : "");
  }

  /** The row that a result stands at. */
  private record Found(ResultSet rows) implements RollupSource.Row {
    @Override
    public void addTo(Sums sums) {
      try {
        for (Figure figure : FIGURES) {
          sums.add(figure, rows.getLong(FIRST_FIGURE + figure.place()));
        }
        byte[] sketch = rows.getBytes(SKETCH);
        if (sketch != null) {
          sums.addSketch(sketch);
        }
        String sample = rows.getString(SKETCH + 1);
        if (sample != null) {
          sums.seen(new Sums.Sample(sample, rows.getLong(SKETCH + 2), rows.getLong(SKETCH + 3)));
        }
      } catch (SQLException e) {
        throw new dev.breakwater.operations.StoreUnavailable("the database stopped answering", e);
      }
    }
  }

  /** Where the first bucket begins that has any row of this writer, at or after a time. */
  OptionalLong next(Connection connection, String writer, Grain grain, long from)
      throws SQLException {
    try (PreparedStatement statement =
        connection.prepareStatement(
            """
            SELECT bucket FROM usage_rollups
            WHERE grain = ? AND kind = ? AND bucket >= ? AND writer = ? ORDER BY bucket LIMIT 1\
            """)) {
      new Row(dialect, statement)
          .number(grain.code())
          .number(Kind.TOTAL.code())
          .number(from)
          .text(writer);
      try (ResultSet row = statement.executeQuery()) {
        return row.next() ? OptionalLong.of(row.getLong(1)) : OptionalLong.empty();
      }
    }
  }

  /** Removes a writer's bucket and returns how many rows that were. */
  int remove(Connection connection, String writer, Grain grain, long bucket) throws SQLException {
    int removed = 0;
    try (PreparedStatement statement =
        connection.prepareStatement(
            "DELETE FROM usage_rollups WHERE grain = ? AND kind = ? AND bucket = ? AND writer = ?")) {
      for (Kind kind : KINDS) {
        new Row(dialect, statement)
            .number(grain.code())
            .number(kind.code())
            .number(bucket)
            .text(writer);
        removed += statement.executeUpdate();
      }
    }
    return removed;
  }
}

package dev.breakwater.store.sql;

import dev.breakwater.operations.maintenance.Report;
import dev.breakwater.operations.maintenance.Run;
import dev.breakwater.operations.maintenance.RunStore;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/** What jobs did. */
public final class SqlRuns implements RunStore {
  private static final JsonMapper JSON = JsonMapper.shared();
  private static final String PUT =
      """
      INSERT INTO maintenance_runs (id, job, confirmed, status, asked_at, started_at, ended_at,
        report, error)
      VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
      ON CONFLICT (id) DO UPDATE SET status = excluded.status, started_at = excluded.started_at,
        ended_at = excluded.ended_at, report = excluded.report, error = excluded.error\
      """;

  private final Database database;
  private final Dialect dialect;

  public SqlRuns(Database database) {
    this.database = database;
    this.dialect = database.dialect();
  }

  @Override
  public void put(Run run) {
    Report report = run.report();
    database.write(connection -> {
      try (PreparedStatement statement = connection.prepareStatement(PUT)) {
        new Row(dialect, statement)
            .text(run.id())
            .text(run.job())
            .flag(run.confirmed())
            .text(run.status().word())
            .time(run.askedAt())
            .time(run.startedAt())
            .time(run.endedAt())
            .text(report == null ? null : JSON.writeValueAsString(report))
            .text(run.error());
        return statement.executeUpdate();
      }
    });
  }

  @Override
  public Optional<Run> find(String id) {
    return runs(new Condition().and("id = ?", id), 1).stream().findFirst();
  }

  @Override
  public List<Run> newest(@Nullable String job, int limit) {
    return runs(new Condition().andIf("job = ?", job, 1), limit);
  }

  @Override
  public void interrupt(String job) {
    database.write(connection -> {
      try (PreparedStatement statement =
          connection.prepareStatement(
              "UPDATE maintenance_runs SET status = ? WHERE job = ? AND status = ?")) {
        new Row(dialect, statement)
            .text(Run.Status.INTERRUPTED.word())
            .text(job)
            .text(Run.Status.RUNNING.word());
        return statement.executeUpdate();
      }
    });
  }

  private List<Run> runs(Condition condition, int limit) {
    return database.read(connection -> {
      List<Run> runs = new ArrayList<>();
      try (PreparedStatement statement =
          connection.prepareStatement(
              "SELECT * FROM maintenance_runs"
                  + condition.text()
                  + " ORDER BY asked_at DESC, id DESC LIMIT "
                  + limit)) {
        condition.fill(dialect, statement);
        try (ResultSet rows = statement.executeQuery()) {
          while (rows.next()) {
            runs.add(run(rows));
          }
        }
      }
      return runs;
    });
  }

  private Run run(ResultSet row) throws SQLException {
    String report = row.getString("report");
    return new Run(
        row.getString("id"),
        row.getString("job"),
        row.getBoolean("confirmed"),
        Run.Status.valueOf(row.getString("status").toUpperCase(Locale.ROOT)),
        dialect.instant(row, "asked_at"),
        dialect.instantIfAny(row, "started_at"),
        dialect.instantIfAny(row, "ended_at"),
        report == null ? null : JSON.readValue(report, Report.class),
        row.getString("error"));
  }
}

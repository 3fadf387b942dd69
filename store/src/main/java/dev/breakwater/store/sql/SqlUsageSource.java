package dev.breakwater.store.sql;

import dev.breakwater.operations.reports.FallbackCounts;
import dev.breakwater.operations.reports.FallbackEntry;
import dev.breakwater.operations.reports.FallbackFilter;
import dev.breakwater.operations.reports.RequestEntry;
import dev.breakwater.operations.reports.UsageFilter;
import dev.breakwater.operations.reports.UsageSource;
import dev.breakwater.operations.rollups.RequestUsage;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** Reads the ledger's rows. */
public final class SqlUsageSource implements UsageSource {
  /** Requests that are read at once; in between, nothing of the database is held. */
  private static final int PAGE = 2_000;

  private static final String COUNTS =
      """
      SELECT count(*), count(*) FILTER (WHERE success),
        count(*) FILTER (WHERE status IN ('error', 'interrupted')),
        count(*) FILTER (WHERE status = 'cancelled'), count(*) FILTER (WHERE fallback)
      FROM llm_fallback_logs\
      """;

  private final Database database;
  private final Dialect dialect;

  public SqlUsageSource(Database database) {
    this.database = database;
    this.dialect = database.dialect();
  }

  /** Takes one row of a result. */
  private interface Taker {
    void take(ResultSet row) throws SQLException;
  }

  @Override
  public void requests(UsageFilter filter, Consumer<RequestUsage> taker) {
    UsageRows rows = new UsageRows(dialect);
    List<UsageRows.Numbered> page = List.of();
    do {
      Condition condition = condition(filter);
      if (!page.isEmpty()) {
        RequestUsage last = page.getLast().request();
        condition.and(
            "(created_at, id) > (?, ?)", Instant.ofEpochMilli(last.createdMillis()), last.id());
      }
      page = database.read(connection -> rows.byTime(connection, condition, PAGE));
      page.forEach(row -> taker.accept(row.request()));
    } while (page.size() == PAGE);
  }

  @Override
  public List<RequestEntry> newest(UsageFilter filter, int limit) {
    List<RequestEntry> entries = new ArrayList<>();
    each(
        "SELECT * FROM llm_usage",
        ofPeople(filter),
        " ORDER BY created_at DESC, id DESC LIMIT " + limit,
        row -> entries.add(SqlRequests.entry(dialect, row)));
    return entries;
  }

  @Override
  public FallbackCounts fallbackCounts(FallbackFilter filter) {
    List<FallbackCounts> counts = new ArrayList<>();
    each(
        COUNTS,
        condition(filter),
        "",
        row ->
            counts.add(
                new FallbackCounts(
                    row.getLong(1),
                    row.getLong(2),
                    row.getLong(3),
                    row.getLong(4),
                    row.getLong(5))));
    return counts.getFirst();
  }

  @Override
  public List<FallbackEntry> fallbacks(FallbackFilter filter, int limit) {
    List<FallbackEntry> entries = new ArrayList<>();
    each(
        "SELECT * FROM llm_fallback_logs",
        condition(filter),
        " ORDER BY created_at DESC, id DESC LIMIT " + limit,
        row -> entries.add(fallback(row)));
    return entries;
  }

  private void each(String select, Condition condition, String order, Taker taker) {
    database.read(connection -> {
      try (PreparedStatement statement =
          connection.prepareStatement(select + condition.text() + order)) {
        condition.fill(dialect, statement);
        try (ResultSet rows = statement.executeQuery()) {
          while (rows.next()) {
            taker.take(rows);
          }
        }
      }
      return select;
    });
  }

  private static Condition condition(UsageFilter filter) {
    return new Condition()
        .and("created_at >= ?", filter.from())
        .and("created_at < ?", filter.to())
        .andIf("tenant = ?", filter.scope().tenant(), 1)
        .andIf("environment = ?", filter.scope().environment(), 1)
        .andIf("key_id = ?", filter.key(), 1)
        .andIf("status = ?", filter.status() == null ? null : filter.status().word(), 1);
  }

  /** What the server itself asks is nobody's request. */
  private static Condition ofPeople(UsageFilter filter) {
    Condition condition =
        condition(filter)
            .andIf("provider = ?", filter.provider(), 1)
            .andIf("model = ?", filter.model(), 1);
    return UsageFilter.Scope.SYSTEM.equals(filter.scope().tenant())
        ? condition
        : condition.and("tenant <> ?", UsageFilter.Scope.SYSTEM);
  }

  private static Condition condition(FallbackFilter filter) {
    return new Condition()
        .and("created_at >= ?", filter.since())
        .andIf("tenant = ?", filter.scope().tenant(), 1)
        .andIf("environment = ?", filter.scope().environment(), 1)
        .andIf("? IN (primary_provider, used_provider)", filter.provider(), 1)
        .andIf("success = ?", filter.success(), 1);
  }

  private FallbackEntry fallback(ResultSet row) throws SQLException {
    return new FallbackEntry(
        row.getString("id"),
        row.getString("request_id"),
        row.getString("environment"),
        row.getString("asked_model"),
        row.getString("primary_provider"),
        row.getString("primary_model"),
        row.getString("used_provider"),
        row.getString("used_model"),
        row.getInt("attempts"),
        row.getBoolean("success"),
        row.getString("error_type"),
        row.getString("error_message"),
        row.getLong("response_micros"),
        dialect.instant(row, "created_at"),
        SqlRequests.decision(row));
  }
}

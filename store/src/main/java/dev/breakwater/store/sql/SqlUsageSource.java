package dev.breakwater.store.sql;

import dev.breakwater.operations.reports.AttemptFigures;
import dev.breakwater.operations.reports.FallbackCounts;
import dev.breakwater.operations.reports.FallbackEntry;
import dev.breakwater.operations.reports.FallbackFilter;
import dev.breakwater.operations.reports.RequestEntry;
import dev.breakwater.operations.reports.RequestFigures;
import dev.breakwater.operations.reports.UsageFilter;
import dev.breakwater.operations.reports.UsageSource;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** Reads the ledger's rows. */
public final class SqlUsageSource implements UsageSource {
  private static final String FIGURES =
      """
      SELECT created_at, tenant, key_id, provider, model, status, cached,
        COALESCE(answered AND (provider, model) <> (primary_provider, primary_model), FALSE),
        attempt_at IS NULL AND attempts > 0, response_micros, input_tokens, output_tokens,
        cost_nanos, unpriced
      FROM llm_usage\
      """;
  private static final String ATTEMPTS =
      """
      SELECT a.provider, a.model, a.input_tokens, a.output_tokens, COALESCE(a.cost_nanos, 0)
      FROM llm_usage AS u JOIN stored_attempts AS a ON a.request_id = u.id\
      """;
  private static final String ERRORS =
      """
      SELECT provider, model, COALESCE(error_message, error_type), count(*) FROM llm_usage\
      """;
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
  public void requests(UsageFilter filter, Consumer<RequestFigures> taker) {
    each(
        FIGURES,
        condition(filter, ""),
        "",
        row ->
            taker.accept(
                new RequestFigures(
                    dialect.millis(row, "created_at"),
                    row.getString(2),
                    row.getString(3),
                    row.getString(4),
                    row.getString(5),
                    SqlRequests.status(row.getString(6)),
                    row.getBoolean(7),
                    row.getBoolean(8),
                    row.getBoolean(9),
                    row.getLong(10),
                    row.getLong(11),
                    row.getLong(12),
                    row.getLong(13),
                    row.getLong(14) == 0)));
  }

  @Override
  public void attempts(UsageFilter filter, Consumer<AttemptFigures> taker) {
    each(
        ATTEMPTS,
        condition(filter, "u."),
        "",
        row ->
            taker.accept(
                new AttemptFigures(
                    row.getString(1),
                    row.getString(2),
                    row.getLong(3),
                    row.getLong(4),
                    row.getLong(5))));
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
  public List<ErrorMessage> errors(UsageFilter filter) {
    List<ErrorMessage> errors = new ArrayList<>();
    each(
        ERRORS,
        ofPeople(filter)
            .and("status IN ('error', 'interrupted')")
            .and("COALESCE(error_message, error_type) IS NOT NULL"),
        " GROUP BY 1, 2, 3 ORDER BY 4 DESC, 3",
        row ->
            errors.add(
                new ErrorMessage(
                    row.getString(1), row.getString(2), row.getString(3), row.getLong(4))));
    return errors;
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

  private static Condition condition(UsageFilter filter, String table) {
    return new Condition()
        .and(table + "created_at >= ?", filter.from())
        .and(table + "created_at < ?", filter.to())
        .andIf(table + "tenant = ?", filter.scope().tenant(), 1)
        .andIf(table + "environment = ?", filter.scope().environment(), 1);
  }

  /** What the server itself asks is nobody's request. */
  private static Condition ofPeople(UsageFilter filter) {
    Condition condition = condition(filter, "");
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

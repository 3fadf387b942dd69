package dev.breakwater.store.sql;

import dev.breakwater.gateway.settings.Target;
import dev.breakwater.gateway.trace.Trace;
import dev.breakwater.gateway.usage.Status;
import dev.breakwater.operations.reports.AttemptEntry;
import dev.breakwater.operations.reports.RequestDetail;
import dev.breakwater.operations.reports.RequestEntry;
import dev.breakwater.operations.reports.RequestFilter;
import dev.breakwater.operations.reports.RequestSource;
import dev.breakwater.wire.conversation.Tokens;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** Reads single requests out of the ledger's rows. */
public final class SqlRequests implements RequestSource {
  private static final String ATTEMPTS =
      "SELECT * FROM llm_attempts WHERE request_id = ? ORDER BY number";

  /** Requests from this cost on have an index of their own. */
  private static final long INDEXED_COST_NANOS = 10_000_000;

  private final Database database;
  private final Dialect dialect;

  public SqlRequests(Database database) {
    this.database = database;
    this.dialect = database.dialect();
  }

  @Override
  public Optional<RequestDetail> find(String id, @Nullable String tenant) {
    Condition one = new Condition().and("id = ?", id).andIf("tenant = ?", tenant, 1);
    return database.read(connection -> {
      try (PreparedStatement statement =
          connection.prepareStatement("SELECT * FROM llm_usage" + one.text())) {
        one.fill(dialect, statement);
        try (ResultSet row = statement.executeQuery()) {
          return row.next()
              ? Optional.of(
                  new RequestDetail(entry(dialect, row), decision(row), attempts(connection, id)))
              : Optional.empty();
        }
      }
    });
  }

  @Override
  public List<RequestEntry> list(RequestFilter filter, int limit) {
    return entries(condition(filter), " ORDER BY created_at DESC, id DESC LIMIT " + limit);
  }

  @Override
  public List<RequestEntry> oldest(
      RequestFilter filter, RequestFilter.@Nullable Place after, int limit) {
    Condition condition = condition(filter);
    if (after != null) {
      Instant created = Instant.ofEpochMilli(after.createdMillis());
      // The first condition is for the index, which knows nothing of ids.
      condition
          .and("created_at >= ?", created)
          .and("(created_at, id) > (?, ?)", created, after.id());
    }
    return entries(condition, " ORDER BY created_at, id LIMIT " + limit);
  }

  private List<RequestEntry> entries(Condition condition, String order) {
    return database.read(connection -> {
      List<RequestEntry> entries = new ArrayList<>();
      try (PreparedStatement statement =
          connection.prepareStatement("SELECT * FROM llm_usage" + condition.text() + order)) {
        condition.fill(dialect, statement);
        try (ResultSet rows = statement.executeQuery()) {
          while (rows.next()) {
            entries.add(entry(dialect, rows));
          }
        }
      }
      return entries;
    });
  }

  private static Condition condition(RequestFilter filter) {
    Condition condition =
        new Condition()
            .andIf("tenant = ?", filter.scope().tenant(), 1)
            .andIf("environment = ?", filter.scope().environment(), 1)
            .andIf("provider = ?", filter.provider(), 1)
            .andIf("model = ?", filter.model(), 1)
            .andIf("key_id = ?", filter.key(), 1);
    if (filter.costOver() != null) {
      condition.and("cost_nanos > ?", filter.costOver());
      if (filter.costOver() >= INDEXED_COST_NANOS) {
        condition.and("cost_nanos >= " + INDEXED_COST_NANOS); // in a word the partial index knows
      }
    }
    if (filter.status() != null) {
      condition.and("status = ?", filter.status().word());
    }
    if (filter.since() != null) {
      condition.and("created_at >= ?", filter.since());
    }
    if (filter.until() != null) {
      condition.and("created_at < ?", filter.until());
    }
    RequestFilter.Place before = filter.before();
    return before == null
        ? condition
        : condition.and(
            "(created_at, id) < (?, ?)", Instant.ofEpochMilli(before.createdMillis()), before.id());
  }

  private List<AttemptEntry> attempts(Connection connection, String request) throws SQLException {
    List<AttemptEntry> attempts = new ArrayList<>();
    try (PreparedStatement statement = connection.prepareStatement(ATTEMPTS)) {
      new Row(dialect, statement).text(request);
      try (ResultSet row = statement.executeQuery()) {
        while (row.next()) {
          attempts.add(attempt(row));
        }
      }
    }
    return attempts;
  }

  private AttemptEntry attempt(ResultSet row) throws SQLException {
    boolean estimated = row.getBoolean("estimated");
    return new AttemptEntry(
        row.getInt("number"),
        new Target(row.getString("provider"), row.getString("model")),
        status(row.getString("status")),
        row.getInt("http_status"),
        row.getString("error_type"),
        row.getString("error_message"),
        estimated,
        new Tokens(
            row.getLong("input_tokens"),
            row.getLong("output_tokens"),
            row.getLong("cached_input_tokens"),
            row.getLong("cache_write_tokens"),
            row.getLong("reasoning_tokens"),
            !estimated),
        Row.optional(row, "cost_nanos"),
        row.getLong("duration_micros"),
        Row.optional(row, "first_token_micros"),
        dialect.instant(row, "created_at"));
  }

  /** How a request came to its target, when that is known. */
  static Optional<Trace> decision(ResultSet row) throws SQLException {
    return Optional.ofNullable(row.getString("decision")).flatMap(Trace::read);
  }

  /** A row of {@code llm_usage}. */
  static RequestEntry entry(Dialect dialect, ResultSet row) throws SQLException {
    return new RequestEntry(
        row.getString("id"),
        row.getString("client_request_id"),
        row.getString("tenant"),
        row.getString("environment"),
        row.getString("key_id"),
        row.getString("asked_model"),
        row.getString("provider"),
        row.getString("model"),
        status(row.getString("status")),
        row.getInt("http_status"),
        row.getString("error_type"),
        row.getString("error_message"),
        row.getBoolean("stream"),
        row.getBoolean("estimated"),
        row.getBoolean("cached"),
        row.getInt("attempts"),
        row.getInt("unpriced") == 0
            ? OptionalLong.of(row.getLong("cost_nanos"))
            : OptionalLong.empty(),
        row.getLong("input_tokens"),
        row.getLong("output_tokens"),
        row.getLong("response_micros"),
        Row.optional(row, "first_token_micros"),
        dialect.instant(row, "created_at"));
  }

  static Status status(String word) {
    return Status.valueOf(word.toUpperCase(Locale.ROOT));
  }
}

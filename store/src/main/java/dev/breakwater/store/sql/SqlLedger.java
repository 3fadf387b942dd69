package dev.breakwater.store.sql;

import dev.breakwater.gateway.settings.Target;
import dev.breakwater.gateway.trace.KeptTrace;
import dev.breakwater.gateway.usage.AttemptBegan;
import dev.breakwater.gateway.usage.AttemptEnded;
import dev.breakwater.gateway.usage.AttemptRow;
import dev.breakwater.gateway.usage.ChainId;
import dev.breakwater.gateway.usage.ChainPosition;
import dev.breakwater.gateway.usage.Ledger;
import dev.breakwater.gateway.usage.LedgerBatch;
import dev.breakwater.gateway.usage.LedgerRow;
import dev.breakwater.gateway.usage.LedgerUnavailable;
import dev.breakwater.gateway.usage.OpenAttempt;
import dev.breakwater.gateway.usage.RequestEnded;
import dev.breakwater.operations.StoreUnavailable;
import dev.breakwater.wire.conversation.Tokens;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/** The ledger's tables. */
public final class SqlLedger implements Ledger {
  private static final String USAGE =
      """
      INSERT INTO llm_usage (id, tenant, environment, key_id, client_request_id, asked_model,
        primary_provider, primary_model, provider, model, answered, status, http_status,
        error_type, error_message, stream, estimated, attempts, created_at, response_micros,
        first_token_micros, input_tokens, output_tokens, cached_input_tokens, cache_write_tokens,
        reasoning_tokens, cost_nanos, unpriced, attempt_at, attempt_micros,
        attempt_first_token_micros, price_version, decision)
      VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?,
        ?, ?, ?, ?, ?)
      ON CONFLICT DO NOTHING\
      """;
  private static final String ATTEMPT =
      """
      INSERT INTO stored_attempts (request_id, number, tenant, environment, key_id, provider,
        model, status, http_status, error_type, error_message, stream, estimated, created_at,
        duration_micros, first_token_micros, input_tokens, output_tokens, cached_input_tokens,
        cache_write_tokens, reasoning_tokens, cost_nanos, price_version)
      VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
      ON CONFLICT DO NOTHING\
      """;
  private static final String OPEN =
      """
      INSERT INTO open_attempts (request_id, number, tenant, boot, loop, began, ended)
      VALUES (?, ?, ?, ?, ?, ?, ?)
      ON CONFLICT (request_id, number) DO UPDATE SET began = excluded.began, ended = excluded.ended\
      """;
  private static final String CURSOR =
      """
      INSERT INTO journal_cursors (boot, loop, segment, position) VALUES (?, ?, ?, ?)
      ON CONFLICT (boot, loop) DO UPDATE SET segment = excluded.segment,
        position = excluded.position\
      """;

  private final Database database;
  private final Dialect dialect;

  public SqlLedger(Database database) {
    this.database = database;
    this.dialect = database.dialect();
  }

  @Override
  public Progress load() throws LedgerUnavailable {
    try {
      return database.read(
          connection -> new Progress(cursors(connection), openAttempts(connection)));
    } catch (StoreUnavailable e) {
      throw new LedgerUnavailable(String.valueOf(e.getMessage()), e);
    }
  }

  @Override
  public void commit(LedgerBatch batch) throws LedgerUnavailable {
    try {
      database.write(connection -> {
        insertRows(connection, batch.rows());
        insertStoredAttempts(connection, batch.rows());
        removeClosed(connection, batch.closed());
        putOpen(connection, batch.open());
        putCursors(connection, batch.cursors());
        forget(connection, batch.forgotten());
        return batch;
      });
    } catch (StoreUnavailable e) {
      throw new LedgerUnavailable(String.valueOf(e.getMessage()), e);
    }
  }

  private void insertRows(Connection connection, List<LedgerRow> rows) throws SQLException {
    if (rows.isEmpty()) {
      return;
    }
    try (PreparedStatement statement = connection.prepareStatement(USAGE)) {
      Row values = new Row(dialect, statement);
      for (LedgerRow row : rows) {
        fill(values, row);
        values.add();
      }
      statement.executeBatch();
    }
  }

  private void fill(Row values, LedgerRow row) throws SQLException {
    RequestEnded request = row.request();
    Target primary = request.primary();
    Target target = row.target();
    values
        .text(request.requestId())
        .text(request.tenant())
        .text(request.environment())
        .text(request.keyId())
        .text(request.clientRequestId())
        .text(request.askedModel())
        .text(primary == null ? null : primary.provider())
        .text(primary == null ? null : primary.model())
        .text(target == null ? null : target.provider())
        .text(target == null ? request.askedModel() : target.model())
        .flag(request.used() != null)
        .text(request.status().word())
        .number(request.httpStatus())
        .text(request.errorType())
        .text(request.errorMessage())
        .flag(request.stream())
        .flag(row.isEstimated())
        .number(row.attempts().size())
        .time(request.startedMillis())
        .number(request.responseMicros())
        .unlessNegative(request.firstTokenMicros())
        .number(row.tokens(Tokens::input))
        .number(row.tokens(Tokens::output))
        .number(row.tokens(Tokens::cachedInput))
        .number(row.tokens(Tokens::cacheWrite))
        .number(row.tokens(Tokens::reasoning))
        .number(row.costNanos())
        .number(row.unpriced());
    if (oneRowSaysAll(row)) {
      AttemptRow attempt = row.attempts().getFirst();
      values
          .time(attempt.began().atMillis())
          .number(attempt.ended().durationMicros())
          .unlessNegative(attempt.ended().firstTokenMicros())
          .text(attempt.ended().priceVersion());
    } else {
      values.time(null).none().none().text(null);
    }
    KeptTrace decision = request.decision();
    values.text(decision == null ? null : decision.text());
  }

  /** Whether the request's row tells everything about its only attempt. */
  private static boolean oneRowSaysAll(LedgerRow row) {
    if (row.attempts().size() != 1) {
      return false;
    }
    RequestEnded request = row.request();
    AttemptBegan began = row.attempts().getFirst().began();
    AttemptEnded ended = row.attempts().getFirst().ended();
    return began.number() == 1
        && ended.status() == request.status()
        && ended.httpStatus() == request.httpStatus()
        && Objects.equals(ended.errorType(), request.errorType())
        && Objects.equals(ended.errorMessage(), request.errorMessage())
        && began.target().equals(row.target())
        && began.keyId().equals(request.keyId())
        && row.attempts().getFirst().isEstimated() == row.isEstimated();
  }

  private void insertStoredAttempts(Connection connection, List<LedgerRow> rows)
      throws SQLException {
    List<AttemptRow> attempts = new ArrayList<>();
    for (LedgerRow row : rows) {
      if (!oneRowSaysAll(row)) {
        attempts.addAll(row.attempts());
      }
    }
    if (attempts.isEmpty()) {
      return;
    }
    try (PreparedStatement statement = connection.prepareStatement(ATTEMPT)) {
      Row values = new Row(dialect, statement);
      for (AttemptRow attempt : attempts) {
        fill(values, attempt);
        values.add();
      }
      statement.executeBatch();
    }
  }

  private void fill(Row values, AttemptRow attempt) throws SQLException {
    AttemptBegan began = attempt.began();
    AttemptEnded ended = attempt.ended();
    values
        .text(began.requestId())
        .number(began.number())
        .text(began.tenant())
        .text(began.environment())
        .text(began.keyId())
        .text(began.target().provider())
        .text(began.target().model())
        .text(ended.status().word())
        .number(ended.httpStatus())
        .text(ended.errorType())
        .text(ended.errorMessage())
        .flag(began.stream())
        .flag(attempt.isEstimated())
        .time(began.atMillis())
        .number(ended.durationMicros())
        .unlessNegative(ended.firstTokenMicros())
        .number(ended.tokens().input())
        .number(ended.tokens().output())
        .number(ended.tokens().cachedInput())
        .number(ended.tokens().cacheWrite())
        .number(ended.tokens().reasoning())
        .unlessNegative(ended.costNanos())
        .text(ended.priceVersion());
  }

  private void removeClosed(Connection connection, List<String> requests) throws SQLException {
    if (requests.isEmpty()) {
      return;
    }
    try (PreparedStatement statement =
        connection.prepareStatement("DELETE FROM open_attempts WHERE request_id = ?")) {
      Row values = new Row(dialect, statement);
      for (String request : requests) {
        values.text(request).add();
      }
      statement.executeBatch();
    }
  }

  private void putOpen(Connection connection, List<OpenAttempt> attempts) throws SQLException {
    if (attempts.isEmpty()) {
      return;
    }
    try (PreparedStatement statement = connection.prepareStatement(OPEN)) {
      Row values = new Row(dialect, statement);
      for (OpenAttempt attempt : attempts) {
        values
            .text(attempt.requestId())
            .number(attempt.number())
            .text(attempt.tenant())
            .number(attempt.chain().boot())
            .number(attempt.chain().loop())
            .blob(attempt.began())
            .blob(attempt.ended())
            .add();
      }
      statement.executeBatch();
    }
  }

  private void putCursors(Connection connection, List<ChainPosition> cursors) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(CURSOR)) {
      Row values = new Row(dialect, statement);
      for (ChainPosition cursor : cursors) {
        values
            .number(cursor.chain().boot())
            .number(cursor.chain().loop())
            .number(cursor.sequence())
            .number(cursor.offset())
            .add();
      }
      statement.executeBatch();
    }
  }

  private void forget(Connection connection, List<ChainId> chains) throws SQLException {
    if (chains.isEmpty()) {
      return;
    }
    try (PreparedStatement statement =
        connection.prepareStatement("DELETE FROM journal_cursors WHERE boot = ? AND loop = ?")) {
      Row values = new Row(dialect, statement);
      for (ChainId chain : chains) {
        values.number(chain.boot()).number(chain.loop()).add();
      }
      statement.executeBatch();
    }
  }

  private static List<ChainPosition> cursors(Connection connection) throws SQLException {
    List<ChainPosition> cursors = new ArrayList<>();
    try (Statement statement = connection.createStatement();
        ResultSet rows =
            statement.executeQuery("SELECT boot, loop, segment, position FROM journal_cursors")) {
      while (rows.next()) {
        cursors.add(
            new ChainPosition(
                new ChainId(rows.getLong(1), rows.getInt(2)), rows.getLong(3), rows.getInt(4)));
      }
    }
    return cursors;
  }

  private static List<OpenAttempt> openAttempts(Connection connection) throws SQLException {
    List<OpenAttempt> open = new ArrayList<>();
    try (Statement statement = connection.createStatement();
        ResultSet rows =
            statement.executeQuery(
                """
                SELECT boot, loop, tenant, request_id, number, began, ended FROM open_attempts
                ORDER BY request_id, number\
                """)) {
      while (rows.next()) {
        open.add(
            new OpenAttempt(
                new ChainId(rows.getLong(1), rows.getInt(2)),
                rows.getString(3),
                rows.getString(4),
                rows.getInt(5),
                rows.getBytes(6),
                rows.getBytes(7)));
      }
    }
    return open;
  }
}

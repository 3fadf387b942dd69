package dev.breakwater.store.sql;

import dev.breakwater.gateway.settings.Target;
import dev.breakwater.gateway.trace.KeptTrace;
import dev.breakwater.gateway.usage.AttemptBegan;
import dev.breakwater.gateway.usage.AttemptEnded;
import dev.breakwater.gateway.usage.AttemptRow;
import dev.breakwater.gateway.usage.Ledger;
import dev.breakwater.gateway.usage.LedgerBatch;
import dev.breakwater.gateway.usage.LedgerRow;
import dev.breakwater.gateway.usage.LedgerUnavailable;
import dev.breakwater.gateway.usage.Progress;
import dev.breakwater.gateway.usage.RequestEnded;
import dev.breakwater.operations.StoreUnavailable;
import dev.breakwater.wire.conversation.Tokens;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * The ledger's tables. Cursors and open attempts are those of one writer: the node whose journal
 * they tell of. A batch that is committed again, because the answer was lost, changes nothing.
 */
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

  private final Database database;
  private final Dialect dialect;
  private final SqlRollups rollups;
  private final JournalProgress progress;

  /**
   * @param rollups counts what is added, in the same transaction; its writer is the node whose
   *     journal is read
   */
  public SqlLedger(Database database, SqlRollups rollups) {
    this.database = database;
    this.dialect = database.dialect();
    this.rollups = rollups;
    this.progress = new JournalProgress(dialect, rollups.writer());
  }

  @Override
  public Progress load() throws LedgerUnavailable {
    try {
      return database.write(connection -> {
        // What an earlier life of this node has sent off may still be on its way.
        dialect.alone(connection, rollups.writer());
        return progress.load(connection);
      });
    } catch (StoreUnavailable e) {
      throw new LedgerUnavailable(String.valueOf(e.getMessage()), e);
    }
  }

  @Override
  public void commit(LedgerBatch batch) throws LedgerUnavailable {
    try {
      database.write(connection -> {
        dialect.alone(connection, rollups.writer());
        List<LedgerRow> added = insertRows(connection, batch.rows());
        insertStoredAttempts(connection, added);
        rollups.addRows(connection, added);
        progress.move(connection, batch);
        return batch;
      });
    } catch (StoreUnavailable e) {
      throw new LedgerUnavailable(String.valueOf(e.getMessage()), e);
    }
  }

  /** Returns those that were not there yet. */
  private List<LedgerRow> insertRows(Connection connection, List<LedgerRow> rows)
      throws SQLException {
    if (rows.isEmpty()) {
      return List.of();
    }
    try (PreparedStatement statement = connection.prepareStatement(USAGE)) {
      Row values = new Row(dialect, statement);
      for (LedgerRow row : rows) {
        fill(values, row);
        values.add();
      }
      int[] counts = statement.executeBatch();
      List<LedgerRow> added = new ArrayList<>(rows.size());
      for (int index = 0; index < counts.length; index++) {
        if (counts[index] > 0) {
          added.add(rows.get(index));
        }
      }
      return added;
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
        .text(primary == null ? null : primary.providerId().seenFrom(request.tenant()))
        .text(primary == null ? null : primary.model())
        .text(target == null ? null : target.providerId().seenFrom(request.tenant()))
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
        .text(began.target().providerId().seenFrom(began.tenant()))
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
}

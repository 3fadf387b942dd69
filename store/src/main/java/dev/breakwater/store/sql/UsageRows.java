package dev.breakwater.store.sql;

import dev.breakwater.operations.rollups.AttemptUsage;
import dev.breakwater.operations.rollups.RequestUsage;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Reads what counts of requests out of the ledger's rows, with what their attempts took. */
final class UsageRows {
  private static final String REQUESTS =
      """
      SELECT sequence, created_at, id, tenant, environment, key_id, provider, model, status,
        answered, cached,
        COALESCE(answered AND (provider, model) <> (primary_provider, primary_model), FALSE)
          AS fallback,
        response_micros, unpriced, error_type, error_message,
        attempt_at IS NULL AND attempts > 0 AS apart, attempts, input_tokens,
        cached_input_tokens, output_tokens, cost_nanos
      FROM llm_usage\
      """;
  private static final String ATTEMPTS =
      """
      SELECT request_id, provider, model, input_tokens, cached_input_tokens, output_tokens,
        COALESCE(cost_nanos, 0)
      FROM stored_attempts WHERE request_id IN (\
      """;

  private final Dialect dialect;

  UsageRows(Dialect dialect) {
    this.dialect = dialect;
  }

  /** A request with its place in the ledger's order. */
  record Numbered(long sequence, RequestUsage request) {}

  /** A row as it was read, before its attempts are known. */
  private record Read(
      long sequence, RequestUsage request, boolean apart, List<AttemptUsage> only) {}

  /**
   * @param after the first that comes has a greater number
   * @param last the greatest number
   */
  List<Numbered> bySequence(Connection connection, long after, long last, int limit)
      throws SQLException {
    Condition condition = new Condition().and("sequence > ?", after).and("sequence <= ?", last);
    return page(connection, condition, " ORDER BY sequence LIMIT " + limit);
  }

  /** Rows in the order of time and id. */
  List<Numbered> byTime(Connection connection, Condition condition, int limit) throws SQLException {
    return page(connection, condition, " ORDER BY created_at, id LIMIT " + limit);
  }

  private List<Numbered> page(Connection connection, Condition condition, String order)
      throws SQLException {
    List<Read> read = new ArrayList<>();
    try (PreparedStatement statement =
        connection.prepareStatement(REQUESTS + condition.text() + order)) {
      condition.fill(dialect, statement);
      try (ResultSet rows = statement.executeQuery()) {
        while (rows.next()) {
          read.add(request(rows));
        }
      }
    }
    Map<String, List<AttemptUsage>> apart =
        attempts(
            connection, read.stream().filter(Read::apart).map(row -> row.request().id()).toList());
    return read.stream()
        .map(row ->
            new Numbered(
                row.sequence(),
                with(
                    row.request(),
                    row.apart() ? apart.getOrDefault(row.request().id(), List.of()) : row.only())))
        .toList();
  }

  private Read request(ResultSet row) throws SQLException {
    String provider = row.getString("provider");
    String model = row.getString("model");
    RequestUsage request =
        new RequestUsage(
            row.getString("id"),
            dialect.millis(row, "created_at"),
            row.getString("tenant"),
            row.getString("environment"),
            row.getString("key_id"),
            provider,
            model,
            SqlRequests.status(row.getString("status")),
            row.getBoolean("answered"),
            row.getBoolean("cached"),
            row.getBoolean("fallback"),
            row.getLong("response_micros"),
            row.getLong("unpriced") == 0,
            row.getString("error_type"),
            row.getString("error_message"),
            List.of());
    boolean apart = row.getBoolean("apart");
    List<AttemptUsage> only =
        apart || row.getInt("attempts") == 0
            ? List.of()
            : List.of(
                new AttemptUsage(
                    request.providerOrNone(),
                    model,
                    row.getLong("input_tokens"),
                    row.getLong("cached_input_tokens"),
                    row.getLong("output_tokens"),
                    row.getLong("cost_nanos")));
    return new Read(row.getLong("sequence"), request, apart, only);
  }

  private static RequestUsage with(RequestUsage request, List<AttemptUsage> attempts) {
    return attempts.isEmpty() ? request : request.withAttempts(attempts);
  }

  private static Map<String, List<AttemptUsage>> attempts(
      Connection connection, List<String> requests) throws SQLException {
    Map<String, List<AttemptUsage>> attempts = new HashMap<>();
    if (requests.isEmpty()) {
      return attempts;
    }
    String marks = requests.stream().map(_ -> "?").collect(Collectors.joining(", "));
    try (PreparedStatement statement =
        connection.prepareStatement(ATTEMPTS + marks + ") ORDER BY request_id, number")) {
      for (int index = 0; index < requests.size(); index++) {
        statement.setString(index + 1, requests.get(index));
      }
      try (ResultSet row = statement.executeQuery()) {
        while (row.next()) {
          attempts
              .computeIfAbsent(row.getString(1), _ -> new ArrayList<>())
              .add(
                  new AttemptUsage(
                      row.getString(2),
                      row.getString(3),
                      row.getLong(4),
                      row.getLong(5),
                      row.getLong(6),
                      row.getLong(7)));
        }
      }
    }
    return attempts;
  }
}

package dev.breakwater.acceptance;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/** The ledger as an operator's own SQL finds it; read beside the running server. */
public final class LedgerFile {
  private final String url;

  public LedgerFile(Path directory) {
    this("jdbc:sqlite:file:" + directory.resolve("data").resolve("breakwater.db") + "?mode=ro");
  }

  private LedgerFile(String url) {
    this.url = url;
  }

  /** The same where the server keeps it on PostgreSQL. */
  public static LedgerFile on(Postgres postgres) {
    return new LedgerFile(postgres.url() + "?user=" + Postgres.USER);
  }

  /**
   * One call that reached an upstream.
   *
   * @param clientRequestId of its request, as the client named it; empty when it did not
   * @param error a short word, empty when there was none
   * @param costNanos negative when it has no price
   */
  public record Attempt(
      String clientRequestId,
      String provider,
      String model,
      String status,
      String error,
      boolean estimated,
      long inputTokens,
      long outputTokens,
      long costNanos) {}

  public List<Attempt> attempts() {
    return query(
        """
        SELECT COALESCE(u.client_request_id, ''), a.provider, a.model, a.status,
          COALESCE(a.error_type, ''), a.estimated, a.input_tokens, a.output_tokens,
          COALESCE(a.cost_nanos, -1)
        FROM llm_attempts a JOIN llm_usage u ON u.id = a.request_id\
        """,
        row ->
            new Attempt(
                row.getString(1),
                row.getString(2),
                row.getString(3),
                row.getString(4),
                row.getString(5),
                row.getBoolean(6),
                row.getLong(7),
                row.getLong(8),
                row.getLong(9)));
  }

  /** How many calls have begun and not ended. */
  public long open() {
    return query("SELECT count(*) FROM open_attempts", row -> row.getLong(1)).getFirst();
  }

  /** The providers whose health is kept, a row each. */
  List<String> healthOf() {
    return query(
        "SELECT provider FROM llm_health_status ORDER BY provider", row -> row.getString(1));
  }

  /** The tenants that attempts belong to, one an attempt. */
  List<String> tenants() {
    return query("SELECT tenant FROM llm_attempts", row -> row.getString(1));
  }

  private interface Reader<T> {
    T read(ResultSet row) throws SQLException;
  }

  private <T> List<T> query(String sql, Reader<T> reader) {
    try (Connection connection = DriverManager.getConnection(url);
        Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(sql)) {
      List<T> all = new ArrayList<>();
      while (rows.next()) {
        all.add(reader.read(rows));
      }
      return all;
    } catch (SQLException e) {
      throw new IllegalStateException(url, e);
    }
  }
}

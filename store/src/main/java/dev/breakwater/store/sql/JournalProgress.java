package dev.breakwater.store.sql;

import dev.breakwater.gateway.usage.ChainId;
import dev.breakwater.gateway.usage.ChainPosition;
import dev.breakwater.gateway.usage.Ledger;
import dev.breakwater.gateway.usage.LedgerBatch;
import dev.breakwater.gateway.usage.OpenAttempt;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/** How far one node's journal has been read, and what had begun by then and not ended. */
final class JournalProgress {
  private static final String OPEN =
      """
      INSERT INTO open_attempts (writer, request_id, number, tenant, boot, loop, began, ended)
      VALUES (?, ?, ?, ?, ?, ?, ?, ?)
      ON CONFLICT (writer, request_id, number) DO UPDATE SET began = excluded.began,
        ended = excluded.ended\
      """;
  private static final String CURSOR =
      """
      INSERT INTO journal_cursors (writer, boot, loop, segment, position) VALUES (?, ?, ?, ?, ?)
      ON CONFLICT (writer, boot, loop) DO UPDATE SET segment = excluded.segment,
        position = excluded.position\
      """;

  private final Dialect dialect;
  private final String writer;

  JournalProgress(Dialect dialect, String writer) {
    this.dialect = dialect;
    this.writer = writer;
  }

  Ledger.Progress load(Connection connection) throws SQLException {
    adopt(connection, "journal_cursors");
    adopt(connection, "open_attempts");
    return new Ledger.Progress(cursors(connection), openAttempts(connection));
  }

  void move(Connection connection, LedgerBatch batch) throws SQLException {
    removeClosed(connection, batch.closed());
    putOpen(connection, batch.open());
    putCursors(connection, batch.cursors());
    forget(connection, batch.forgotten());
  }

  /** Puts this node's name to what was kept before rows had one. */
  private void adopt(Connection connection, String table) throws SQLException {
    try (PreparedStatement statement =
        connection.prepareStatement("UPDATE " + table + " SET writer = ? WHERE writer = ''")) {
      new Row(dialect, statement).text(writer);
      statement.executeUpdate();
    }
  }

  private void removeClosed(Connection connection, List<String> requests) throws SQLException {
    if (requests.isEmpty()) {
      return;
    }
    try (PreparedStatement statement =
        connection.prepareStatement(
            "DELETE FROM open_attempts WHERE writer = ? AND request_id = ?")) {
      Row values = new Row(dialect, statement);
      for (String request : requests) {
        values.text(writer).text(request).add();
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
            .text(writer)
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
            .text(writer)
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
        connection.prepareStatement(
            "DELETE FROM journal_cursors WHERE writer = ? AND boot = ? AND loop = ?")) {
      Row values = new Row(dialect, statement);
      for (ChainId chain : chains) {
        values.text(writer).number(chain.boot()).number(chain.loop()).add();
      }
      statement.executeBatch();
    }
  }

  private List<ChainPosition> cursors(Connection connection) throws SQLException {
    List<ChainPosition> cursors = new ArrayList<>();
    try (PreparedStatement statement =
        connection.prepareStatement(
            "SELECT boot, loop, segment, position FROM journal_cursors WHERE writer = ?")) {
      new Row(dialect, statement).text(writer);
      try (ResultSet rows = statement.executeQuery()) {
        while (rows.next()) {
          cursors.add(
              new ChainPosition(
                  new ChainId(rows.getLong(1), rows.getInt(2)), rows.getLong(3), rows.getInt(4)));
        }
      }
    }
    return cursors;
  }

  private List<OpenAttempt> openAttempts(Connection connection) throws SQLException {
    List<OpenAttempt> open = new ArrayList<>();
    try (PreparedStatement statement =
        connection.prepareStatement(
            """
            SELECT boot, loop, tenant, request_id, number, began, ended FROM open_attempts
            WHERE writer = ? ORDER BY request_id, number\
            """)) {
      new Row(dialect, statement).text(writer);
      try (ResultSet rows = statement.executeQuery()) {
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
    }
    return open;
  }
}

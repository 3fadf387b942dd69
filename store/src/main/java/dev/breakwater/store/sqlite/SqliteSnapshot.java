package dev.breakwater.store.sqlite;

import dev.breakwater.operations.StoreUnavailable;
import dev.breakwater.operations.maintenance.Job;
import dev.breakwater.store.sql.Database;
import dev.breakwater.store.sql.Dialect;
import java.io.IOException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.sql.Timestamp;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import java.util.concurrent.locks.ReentrantLock;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.sqlite.JDBC;
import org.sqlite.SQLiteConnection;

/**
 * A copy of what administration has decided, in memory and only to be read: a node that starts
 * while its database is away goes by it. Of whatever else a database keeps, it has nothing.
 */
public final class SqliteSnapshot implements Database {
  /**
   * What is copied: keys, credentials, settings, the secrets that they are sealed under, and the
   * models that providers list, whose names clients ask for.
   */
  static final List<String> TABLES =
      List.of(
          "generated_secrets",
          "tenants",
          "virtual_keys",
          "llm_configurations",
          "llm_activations",
          "chain_overrides",
          "price_overrides",
          "flag_overrides",
          "llm_model_registry");

  private static final String MEMORY = "jdbc:sqlite::memory:";
  private static final String MAIN = "main";

  private final ReentrantLock lock = new ReentrantLock();
  private final Connection connection;

  private SqliteSnapshot(Connection connection) {
    this.connection = connection;
  }

  /**
   * Copies from a database of either kind.
   *
   * @return what {@link #open} takes; not sealed yet
   * @throws StoreUnavailable when the database does not answer
   */
  public static byte[] of(Database database) {
    try (SQLiteConnection copy = connect()) {
      FreshSchema.make(copy, Schema.SCRIPTS);
      copy.setAutoCommit(false);
      database.read(from -> {
        for (String table : TABLES) {
          copy(table, from, copy);
        }
        return TABLES.size();
      });
      copy.setAutoCommit(true);
      return copy.serialize(MAIN);
    } catch (SQLException | IOException e) {
      throw new StoreUnavailable("no snapshot could be taken", e);
    }
  }

  /**
   * @param copy what {@link #of} gave
   * @throws StoreUnavailable when it is none
   */
  public static SqliteSnapshot open(byte[] copy) {
    try {
      SQLiteConnection connection = connect();
      connection.deserialize(MAIN, copy);
      try (Statement statement = connection.createStatement()) {
        statement.execute("PRAGMA query_only = ON");
      }
      return new SqliteSnapshot(connection);
    } catch (SQLException e) {
      throw new StoreUnavailable("the snapshot cannot be read", e);
    }
  }

  private static SQLiteConnection connect() throws SQLException {
    return JDBC.createConnection(MEMORY, new Properties());
  }

  private static void copy(String table, Connection from, Connection to) throws SQLException {
    List<String> columns = columns(table, to);
    String names = String.join(", ", columns);
    String marks = String.join(", ", columns.stream().map(_ -> "?").toList());
    try (Statement reading = from.createStatement();
        ResultSet rows = reading.executeQuery("SELECT " + names + " FROM " + table);
        PreparedStatement writing =
            to.prepareStatement("INSERT INTO %s (%s) VALUES (%s)".formatted(table, names, marks))) {
      while (rows.next()) {
        for (int column = 1; column <= columns.size(); column++) {
          writing.setObject(column, value(rows.getObject(column)));
        }
        writing.executeUpdate();
      }
    }
  }

  /** As SQLite keeps it. */
  private static @Nullable Object value(@Nullable Object value) {
    return switch (value) {
      case Timestamp time -> time.getTime();
      case Boolean flag -> flag ? 1 : 0;
      case null, default -> value;
    };
  }

  private static List<String> columns(String table, Connection connection) throws SQLException {
    List<String> columns = new ArrayList<>();
    try (PreparedStatement statement =
        connection.prepareStatement("SELECT name FROM pragma_table_info(?)")) {
      statement.setString(1, table);
      try (ResultSet rows = statement.executeQuery()) {
        while (rows.next()) {
          columns.add(rows.getString(1));
        }
      }
    }
    return columns;
  }

  @Override
  public Dialect dialect() {
    return Dialect.SQLITE;
  }

  @Override
  public <T extends @Nullable Object> T write(Work<T> work) {
    throw new StoreUnavailable("a snapshot takes nothing");
  }

  @Override
  public void afterCommit(Runnable work) {
    throw new StoreUnavailable("a snapshot takes nothing");
  }

  @Override
  public <T extends @Nullable Object> T read(Work<T> work) {
    lock.lock();
    try {
      return work.with(connection);
    } catch (SQLException e) {
      throw new StoreUnavailable("the snapshot does not answer: " + e.getMessage(), e);
    } finally {
      lock.unlock();
    }
  }

  @Override
  public DataSource jobs() {
    throw new StoreUnavailable("a snapshot has no jobs");
  }

  @Override
  public List<Job> upkeep(InstantSource clock) {
    return List.of();
  }

  @Override
  public void close() {
    try {
      connection.close();
    } catch (SQLException e) {
      // It was memory only.
    }
  }
}

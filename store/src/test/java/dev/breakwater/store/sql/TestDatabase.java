package dev.breakwater.store.sql;

import dev.breakwater.operations.StoreUnavailable;
import dev.breakwater.store.postgresql.TestPostgres;
import dev.breakwater.store.sqlite.SqliteDatabase;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A database of each kind that every implementation is tested on: new, and gone with the test. */
public interface TestDatabase extends AutoCloseable {
  /** The kinds. */
  enum Kind {
    SQLITE {
      @Override
      public TestDatabase make() {
        return new InFile();
      }
    },
    POSTGRESQL {
      @Override
      public TestDatabase make() {
        return new OnServer(TestPostgres.fresh());
      }
    };

    public abstract TestDatabase make();
  }

  /** As a life of the server opens it. */
  Database open();

  /** A connection of another process. */
  Connection connect() throws SQLException;

  /** Begins a transaction that lets others read, and keeps them from writing until it commits. */
  void hold(Connection connection) throws SQLException;

  /** Makes it be away for good. */
  void vanish() throws IOException;

  @Override
  void close();

  /** In a file of its own. */
  final class InFile implements TestDatabase {
    private final Path directory;

    InFile() {
      try {
        this.directory = Files.createTempDirectory("breakwater-store");
      } catch (IOException e) {
        throw new StoreUnavailable("no directory", e);
      }
    }

    private Path file() {
      return directory.resolve("breakwater.db");
    }

    @Override
    public Database open() {
      return SqliteDatabase.open(file());
    }

    @Override
    public Connection connect() throws SQLException {
      return DriverManager.getConnection("jdbc:sqlite:" + file());
    }

    @Override
    public void hold(Connection connection) throws SQLException {
      TestDatabase.execute(connection, "BEGIN IMMEDIATE");
    }

    @Override
    public void vanish() throws IOException {
      clear();
      Files.createDirectory(file());
    }

    private void clear() throws IOException {
      for (String end : List.of("", "-wal", "-shm")) {
        Files.deleteIfExists(directory.resolve("breakwater.db" + end));
      }
    }

    @Override
    public void close() {
      try {
        clear();
        Files.deleteIfExists(directory);
      } catch (IOException e) {
        throw new StoreUnavailable("left behind: " + directory, e);
      }
    }
  }

  /** One of many on the tests' own PostgreSQL. */
  final class OnServer implements TestDatabase {
    private final String name;

    OnServer(String name) {
      this.name = name;
    }

    @Override
    public Database open() {
      return TestPostgres.open(name);
    }

    @Override
    public Connection connect() throws SQLException {
      return TestPostgres.connect(name);
    }

    @Override
    public void hold(Connection connection) throws SQLException {
      TestDatabase.execute(connection, "BEGIN; LOCK TABLE llm_usage IN EXCLUSIVE MODE");
    }

    @Override
    public void vanish() {
      TestPostgres.drop(name);
    }

    @Override
    public void close() {
      TestPostgres.drop(name);
    }
  }

  /** The first column of what a statement finds. */
  static List<@Nullable String> texts(Database database, String sql) {
    return database.read(connection -> {
      List<@Nullable String> texts = new ArrayList<>();
      try (Statement statement = connection.createStatement();
          ResultSet rows = statement.executeQuery(sql)) {
        while (rows.next()) {
          texts.add(rows.getString(1));
        }
      }
      return texts;
    });
  }

  /** Runs a statement. */
  static void execute(Connection connection, String sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }
}

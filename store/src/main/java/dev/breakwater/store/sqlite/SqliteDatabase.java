package dev.breakwater.store.sqlite;

import dev.breakwater.operations.StoreUnavailable;
import dev.breakwater.operations.maintenance.Job;
import dev.breakwater.operations.maintenance.Vacuum;
import dev.breakwater.store.sql.Database;
import dev.breakwater.store.sql.Dialect;
import dev.breakwater.store.sql.SchemaRefused;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.locks.ReentrantLock;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.sqlite.JDBC;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteConfig.TransactionMode;
import org.sqlite.SQLiteDataSource;
import org.sqlite.SQLiteOpenMode;

/**
 * One SQLite file with one writing connection and a few that only read. What is committed survives
 * a kill and a loss of power. Calls block, so none may come from an event loop.
 */
public final class SqliteDatabase implements Database, Vacuum.FreeRoom {
  private static final int READERS = 3;

  /** How long a statement waits for another process's lock: jobs and commands write too. */
  private static final int BUSY_MILLIS = 5_000;

  private static final int PAGES_AT_ONCE = 500;

  private final Path file;

  /** Fair, so that a job of many small pieces lets the ledger's writer in between. */
  private final ReentrantLock writing = new ReentrantLock(true);

  private @Nullable Connection writer;

  /** The writer, while a transaction is open on it; guarded by {@link #writing}. */
  private @Nullable Connection underWay;

  /** What is to be done once it is committed; guarded by {@link #writing}. */
  private List<Runnable> afterwards = new ArrayList<>();

  private final Semaphore readersLeft = new Semaphore(READERS, true);
  private final ConcurrentLinkedQueue<Connection> readers = new ConcurrentLinkedQueue<>();

  private final boolean readOnly;

  /**
   * @param writer null for one that only reads
   */
  private SqliteDatabase(Path file, @Nullable Connection writer) {
    this.file = file;
    this.writer = writer;
    this.readOnly = writer == null;
  }

  /**
   * Opens the file, makes it when it is not there, and brings its tables up to date.
   *
   * @throws SchemaRefused when a newer program has written it
   * @throws StoreUnavailable when it cannot be opened
   */
  public static SqliteDatabase open(Path file) {
    Connection writer = null;
    try {
      Path folder = file.toAbsolutePath().getParent();
      if (folder != null) {
        Files.createDirectories(folder);
      }
      writer = connect(file, false);
      Schema.bringUpToDate(file, writer, source(file));
      return new SqliteDatabase(file, writer);
    } catch (SQLException | IOException | SchemaRefused e) {
      close(writer);
      if (e instanceof SchemaRefused refused) {
        throw refused;
      }
      throw new StoreUnavailable("the database " + file + " cannot be opened", e);
    }
  }

  /**
   * Opens a file that is there, and leaves it as it is.
   *
   * @throws SchemaRefused when its tables are not those of this program
   * @throws StoreUnavailable when it cannot be opened
   */
  public static SqliteDatabase openToRead(Path file) {
    try (Connection connection = connect(file, true)) {
      Schema.check(file, connection);
      return new SqliteDatabase(file, null);
    } catch (SQLException e) {
      throw new StoreUnavailable("the database " + file + " cannot be opened", e);
    }
  }

  public Path file() {
    return file;
  }

  @Override
  public Dialect dialect() {
    return Dialect.SQLITE;
  }

  @Override
  public <T extends @Nullable Object> T write(Work<T> work) {
    T result;
    List<Runnable> next;
    writing.lock();
    try {
      if (underWay != null) {
        return joined(work, underWay);
      }
      afterwards = new ArrayList<>();
      result = transaction(work);
      next = afterwards;
    } finally {
      writing.unlock();
    }
    next.forEach(Runnable::run);
    return result;
  }

  @Override
  public void afterCommit(Runnable work) {
    if (writing.isHeldByCurrentThread() && underWay != null) {
      afterwards.add(work);
    } else {
      work.run();
    }
  }

  private <T extends @Nullable Object> T joined(Work<T> work, Connection outer) {
    try {
      return work.with(outer);
    } catch (SQLException e) {
      throw unavailable("does not take what is to be kept", e);
    }
  }

  private <T extends @Nullable Object> T transaction(Work<T> work) {
    if (readOnly) {
      throw new StoreUnavailable("the database " + file + " was opened to be read only");
    }
    Connection connection = writer;
    try {
      if (connection == null) {
        connection = connect(file, false);
      }
      connection.setAutoCommit(false);
      underWay = connection;
      T result = work.with(connection);
      // Not commit(): the driver's begins the next transaction at once and so keeps the lock.
      connection.setAutoCommit(true);
      writer = connection;
      return result;
    } catch (SQLException | RuntimeException e) {
      // Closing rolls back whatever state the transaction is in.
      close(connection);
      writer = null;
      if (e instanceof RuntimeException ofTheWork) {
        throw ofTheWork;
      }
      throw unavailable("does not take what is to be kept", e);
    } finally {
      underWay = null;
    }
  }

  @Override
  public <T extends @Nullable Object> T read(Work<T> work) {
    readersLeft.acquireUninterruptibly();
    Connection connection = readers.poll();
    try {
      if (connection == null) {
        connection = connect(file, true);
      }
      T result = work.with(connection);
      readers.add(connection);
      return result;
    } catch (SQLException | RuntimeException e) {
      close(connection);
      throw unavailable("does not answer", e);
    } finally {
      readersLeft.release();
    }
  }

  @Override
  public DataSource jobs() {
    return source(file);
  }

  @Override
  public List<Job> upkeep(InstantSource clock) {
    return List.of(new Vacuum(this));
  }

  @Override
  public long freePages() {
    return read(connection -> pragma(connection, "freelist_count"));
  }

  /** Takes a moment for a few hundred pages, for requests wait behind it. */
  @Override
  public long giveBackSome() {
    return write(connection -> {
      long before = pragma(connection, "freelist_count");
      try (Statement statement = connection.createStatement()) {
        statement.executeUpdate("PRAGMA incremental_vacuum(" + PAGES_AT_ONCE + ")");
      }
      return before - pragma(connection, "freelist_count");
    });
  }

  private static long pragma(Connection connection, String name) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery("PRAGMA " + name)) {
      row.next();
      return row.getLong(1);
    }
  }

  @Override
  public void close() {
    readersLeft.acquireUninterruptibly(READERS);
    writing.lock();
    try {
      List<Connection> all = new ArrayList<>(readers);
      readers.clear();
      all.forEach(SqliteDatabase::close);
      close(writer);
    } finally {
      writing.unlock();
      readersLeft.release(READERS);
    }
  }

  private StoreUnavailable unavailable(String what, Exception cause) {
    return cause instanceof StoreUnavailable known
        ? known
        : new StoreUnavailable(
            "the database %s %s: %s".formatted(file, what, cause.getMessage()), cause);
  }

  private static Connection connect(Path file, boolean readOnly) throws SQLException {
    Connection connection = JDBC.createConnection(url(file), properties(readOnly));
    try (Statement statement = connection.createStatement()) {
      if (readOnly) {
        statement.execute("PRAGMA query_only = ON");
      } else {
        // Only an empty file takes it, so it stands before everything that writes.
        statement.execute("PRAGMA auto_vacuum = INCREMENTAL");
        statement.execute("PRAGMA journal_mode = WAL");
        statement.execute("PRAGMA synchronous = FULL");
      }
      return connection;
    } catch (SQLException e) {
      close(connection);
      throw e;
    }
  }

  static SQLiteDataSource source(Path file) {
    SQLiteDataSource source = new SQLiteDataSource();
    source.setUrl(url(file));
    source.setBusyTimeout(BUSY_MILLIS);
    source.setTransactionMode("IMMEDIATE");
    source.setSynchronous("FULL");
    return source;
  }

  private static String url(Path file) {
    return JDBC.PREFIX + file.toAbsolutePath();
  }

  private static Properties properties(boolean readOnly) {
    SQLiteConfig config = new SQLiteConfig();
    config.setBusyTimeout(BUSY_MILLIS);
    config.setTransactionMode(readOnly ? TransactionMode.DEFERRED : TransactionMode.IMMEDIATE);
    // One thread has a connection at a time, and the driver has a lock of its own: SQLite's, taken
    // for every value of every row, would be the third.
    config.setOpenMode(SQLiteOpenMode.NOMUTEX);
    return config.toProperties();
  }

  private static void close(@Nullable Connection connection) {
    if (connection != null) {
      try {
        connection.close();
      } catch (SQLException e) {
        // Nothing is lost by it: what was committed is on the disk.
      }
    }
  }
}

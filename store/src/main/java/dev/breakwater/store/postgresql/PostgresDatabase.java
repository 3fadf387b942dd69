package dev.breakwater.store.postgresql;

import com.zaxxer.hikari.HikariDataSource;
import dev.breakwater.operations.StoreUnavailable;
import dev.breakwater.operations.maintenance.Job;
import dev.breakwater.store.sql.Database;
import dev.breakwater.store.sql.Dialect;
import dev.breakwater.store.sql.SchemaRefused;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A PostgreSQL that several nodes may share. A call that finds no connection fails after about a
 * second; calls that come right after it fail at once, so that a database that is away holds few
 * threads. What is under way when the server freezes fails after ten seconds.
 */
public final class PostgresDatabase implements Database {
  private static final Logger LOG = LoggerFactory.getLogger(PostgresDatabase.class);

  /** For the ledger, and for what people change. */
  private static final int KEPT_FOR_WRITING = 2;

  private static final long REFUSED_AT_ONCE_NANOS = TimeUnit.MILLISECONDS.toNanos(300);

  private final PostgresSettings settings;
  private final HikariDataSource pool;
  private final Semaphore readersLeft;
  private final AtomicReference<@Nullable Miss> missed = new AtomicReference<>();

  /** When and why there was no connection. */
  private record Miss(long nanos, SQLException cause) {}

  private PostgresDatabase(PostgresSettings settings, HikariDataSource pool) {
    this.settings = settings;
    this.pool = pool;
    this.readersLeft = new Semaphore(settings.pool() - KEPT_FOR_WRITING, true);
  }

  /**
   * Brings the tables up to date, makes the partitions of the coming months and keeps connections.
   *
   * @throws SchemaRefused when a newer program has written it, or the server is too old
   * @throws StoreUnavailable when it does not answer
   */
  public static PostgresDatabase open(PostgresSettings settings, InstantSource clock) {
    DataSource source = PostgresConnections.forMigrations(settings);
    try {
      PostgresSchema.bringUpToDate(source, settings.url());
    } catch (SQLException e) {
      throw new StoreUnavailable(
          "the database %s cannot be opened: %s".formatted(settings.url(), e.getMessage()), e);
    }
    PostgresDatabase database = new PostgresDatabase(settings, PostgresConnections.pool(settings));
    try {
      new Partitions(database, clock).makeAhead();
    } catch (StoreUnavailable e) {
      LOG.warn("months without a partition of their own go to the default one: {}", e.getMessage());
    }
    return database;
  }

  @Override
  public Dialect dialect() {
    return Dialect.POSTGRESQL;
  }

  @Override
  public <T extends @Nullable Object> T write(Work<T> work) {
    try (Connection connection = connect()) {
      return transaction(connection, work);
    } catch (SQLException | RuntimeException e) {
      throw unavailable("does not take what is to be kept", e);
    }
  }

  @Override
  public <T extends @Nullable Object> T read(Work<T> work) {
    if (!mayRead()) {
      throw new StoreUnavailable(
          "the database %s is busy: all connections for reading are taken"
              .formatted(settings.url()));
    }
    try (Connection connection = connect()) {
      // Only in a transaction does the driver fetch rows piece by piece.
      connection.setReadOnly(true);
      return transaction(connection, work);
    } catch (SQLException | RuntimeException e) {
      throw unavailable("does not answer", e);
    } finally {
      readersLeft.release();
    }
  }

  private <T extends @Nullable Object> T transaction(Connection connection, Work<T> work)
      throws SQLException {
    connection.setAutoCommit(false);
    T result;
    try {
      result = work.with(connection);
    } catch (SQLException | RuntimeException e) {
      rollBack(connection, e);
      throw e;
    }
    try {
      connection.commit();
    } catch (SQLException e) {
      throw new StoreUnavailable(
          "the database %s did not confirm what was to be kept, so whether it is there is not known: %s"
              .formatted(settings.url(), e.getMessage()),
          e);
    }
    return result;
  }

  private static void rollBack(Connection connection, Exception cause) {
    try {
      connection.rollback();
    } catch (SQLException e) {
      // The server ends the transaction of a connection that is gone.
      cause.addSuppressed(e);
    }
  }

  private boolean mayRead() {
    try {
      return readersLeft.tryAcquire(PostgresConnections.WAIT_MILLIS, TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  private Connection connect() throws SQLException {
    Miss last = missed.get();
    if (last != null && System.nanoTime() - last.nanos() < REFUSED_AT_ONCE_NANOS) {
      throw last.cause();
    }
    try {
      Connection connection = pool.getConnection();
      missed.set(null);
      return connection;
    } catch (SQLException e) {
      missed.set(new Miss(System.nanoTime(), e));
      throw e;
    }
  }

  @Override
  public DataSource jobs() {
    return pool;
  }

  /** The server gives room back by itself. */
  @Override
  public List<Job> upkeep(InstantSource clock) {
    return List.of(new Partitions(this, clock));
  }

  @Override
  public void close() {
    pool.close();
  }

  private StoreUnavailable unavailable(String what, Exception cause) {
    return cause instanceof StoreUnavailable known
        ? known
        : new StoreUnavailable(
            "the database %s %s: %s".formatted(settings.url(), what, reason(cause)), cause);
  }

  /** The pool tells of itself; what the driver said stands behind it. */
  private static @Nullable String reason(Exception e) {
    Throwable cause = e.getCause();
    return e instanceof java.sql.SQLTransientConnectionException && cause != null
        ? cause.getMessage()
        : e.getMessage();
  }
}

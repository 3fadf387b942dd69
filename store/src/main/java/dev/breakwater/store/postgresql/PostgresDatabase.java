package dev.breakwater.store.postgresql;

import com.zaxxer.hikari.HikariDataSource;
import com.zaxxer.hikari.pool.HikariPool.PoolInitializationException;
import dev.breakwater.operations.StoreUnavailable;
import dev.breakwater.operations.maintenance.Job;
import dev.breakwater.store.sql.Database;
import dev.breakwater.store.sql.Dialect;
import dev.breakwater.store.sql.SchemaRefused;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.ReentrantLock;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A PostgreSQL that several nodes may share. A call that finds no connection fails after about a
 * second; from then on one call at a time finds out whether there is one again and all others fail
 * at once, so that a database that is away holds few threads. What is under way when the server
 * freezes fails after ten seconds.
 */
public final class PostgresDatabase implements Database {
  private static final Logger LOG = LoggerFactory.getLogger(PostgresDatabase.class);

  /** For the ledger, and for what people change. */
  private static final int KEPT_FOR_WRITING = 2;

  /** How long a call waits for a connection before the database is said to be away. */
  private static final Duration WAIT = Duration.ofSeconds(1);

  /** How long after a miss nobody tries. */
  private static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(500);

  private final PostgresSettings settings;
  private final Duration wait;
  private final HikariDataSource pool;
  private final Semaphore readersLeft;
  private final AtomicReference<@Nullable Miss> missed = new AtomicReference<>();
  private final AtomicBoolean trying = new AtomicBoolean();

  /** Whether the tables are this version's; guarded by {@link #preparing} while they are not. */
  private volatile boolean upToDate;

  private final ReentrantLock preparing = new ReentrantLock();

  /** The transaction that is open on a thread; each database has its own. */
  @SuppressWarnings("ThreadLocalUsage")
  private final ThreadLocal<@Nullable UnderWay> underWay = new ThreadLocal<>();

  /**
   * A transaction that is open.
   *
   * @param afterwards what is to be done once it is committed
   */
  private record UnderWay(Connection connection, List<Runnable> afterwards) {}

  /** When and why there was no connection. */
  private record Miss(long nanos, SQLException cause) {}

  private PostgresDatabase(PostgresSettings settings, Duration wait, boolean upToDate) {
    this.settings = settings;
    this.wait = wait;
    this.upToDate = upToDate;
    this.pool = PostgresConnections.pool(settings, wait, upToDate);
    this.readersLeft = new Semaphore(settings.pool() - KEPT_FOR_WRITING, true);
  }

  /**
   * Brings the tables up to date, makes the partitions of the coming months and keeps connections.
   *
   * @throws SchemaRefused when a newer program has written it, or the server is too old
   * @throws StoreUnavailable when it does not answer
   */
  public static PostgresDatabase open(PostgresSettings settings, InstantSource clock) {
    return open(settings, clock, WAIT);
  }

  /**
   * Of one that may be away: its tables are brought up to date when it is first reached, and every
   * call fails until then.
   */
  public static PostgresDatabase openLater(PostgresSettings settings) {
    return new PostgresDatabase(settings, WAIT, false);
  }

  /**
   * Of one whose tables are left as they are, for who only reads.
   *
   * @return empty when there are no tables yet
   * @throws SchemaRefused when its tables are not those of this program
   * @throws StoreUnavailable when it does not answer
   */
  public static Optional<PostgresDatabase> openToRead(PostgresSettings settings) {
    try {
      return PostgresSchema.check(PostgresConnections.forMigrations(settings), settings.url())
          ? Optional.of(new PostgresDatabase(settings, WAIT, true))
          : Optional.empty();
    } catch (SQLException | PoolInitializationException e) {
      throw new StoreUnavailable(
          "the database %s cannot be opened: %s".formatted(settings.url(), e.getMessage()), e);
    }
  }

  static PostgresDatabase open(PostgresSettings settings, InstantSource clock, Duration wait) {
    PostgresDatabase database;
    try {
      PostgresSchema.bringUpToDate(PostgresConnections.forMigrations(settings), settings.url());
      database = new PostgresDatabase(settings, wait, true);
    } catch (SQLException | PoolInitializationException e) {
      throw new StoreUnavailable(
          "the database %s cannot be opened: %s".formatted(settings.url(), e.getMessage()), e);
    }
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
    UnderWay outer = underWay.get();
    if (outer != null) {
      return joined(work, outer.connection());
    }
    T result;
    List<Runnable> afterwards = new ArrayList<>();
    // Closing rolls back what is not committed.
    try (Connection connection = connect()) {
      connection.setAutoCommit(false);
      underWay.set(new UnderWay(connection, afterwards));
      result = work.with(connection);
      commit(connection);
    } catch (SQLException e) {
      throw unavailable("does not take what is to be kept", e);
    } finally {
      underWay.remove();
    }
    afterwards.forEach(Runnable::run);
    return result;
  }

  @Override
  public void afterCommit(Runnable work) {
    UnderWay open = underWay.get();
    if (open == null) {
      work.run();
    } else {
      open.afterwards().add(work);
    }
  }

  private <T extends @Nullable Object> T joined(Work<T> work, Connection outer) {
    try {
      return work.with(outer);
    } catch (SQLException e) {
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
      connection.setAutoCommit(false);
      return work.with(connection);
    } catch (SQLException | RuntimeException e) {
      throw unavailable("does not answer", e);
    } finally {
      readersLeft.release();
    }
  }

  private void commit(Connection connection) {
    try {
      connection.commit();
    } catch (SQLException e) {
      throw new StoreUnavailable(
          "the database %s did not confirm what was to be kept, so whether it is there is not known: %s"
              .formatted(settings.url(), e.getMessage()),
          e);
    }
  }

  private boolean mayRead() {
    try {
      return readersLeft.tryAcquire(wait.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  private Connection connect() throws SQLException {
    Miss last = missed.get();
    if (last == null) {
      return take();
    }
    if (System.nanoTime() - last.nanos() < PAUSE_NANOS || !trying.compareAndSet(false, true)) {
      throw last.cause();
    }
    try {
      return take();
    } finally {
      trying.set(false);
    }
  }

  /** Brings the tables up to date at the first connection of a server that was away. */
  private void prepare() throws SQLException {
    if (upToDate) {
      return;
    }
    preparing.lock();
    try {
      if (!upToDate) {
        PostgresSchema.bringUpToDate(PostgresConnections.forMigrations(settings), settings.url());
        upToDate = true;
      }
    } catch (SchemaRefused e) {
      throw new SQLException(e.getMessage(), e);
    } finally {
      preparing.unlock();
    }
  }

  private Connection take() throws SQLException {
    try {
      prepare();
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

package dev.breakwater.store.postgresql;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import com.zaxxer.hikari.pool.HikariPool.PoolInitializationException;
import java.time.Duration;
import org.postgresql.ds.PGSimpleDataSource;

/** How we connect: a server that is gone or frozen makes calls fail instead of hanging. */
final class PostgresConnections {
  private static final int CONNECT_SECONDS = 3;
  private static final int LOGIN_SECONDS = 5;

  /** How long an answer may take; reports over raw rows need some. */
  private static final int ANSWER_SECONDS = 10;

  /** A change of the tables may take long, once. */
  private static final int MIGRATION_SECONDS = 600;

  /** How long the start waits for the first connection. */
  private static final int START_MILLIS = 10_000;

  /** How long a connection may take to say that it lives; each is asked before it is used. */
  private static final int ALIVE_MILLIS = 500;

  static {
    // Else those used a moment ago are not asked, and their users wait for a frozen server's
    // answer.
    System.setProperty("com.zaxxer.hikari.aliveBypassWindowMs", "0");
  }

  private static final int ROWS_AT_ONCE = 1_000;

  /**
   * The server ends what we no longer wait for: statements, waits for locks, and transactions whose
   * client has vanished, so that they hold up nobody for long.
   */
  private static final String SESSION =
      """
      SET statement_timeout = '10s';
      SET lock_timeout = '5s';
      SET idle_in_transaction_session_timeout = '15s';
      SET tcp_keepalives_idle = 10;
      SET tcp_keepalives_interval = 5;
      SET tcp_keepalives_count = 3;
      SET timezone = 'UTC'\
      """;

  private PostgresConnections() {}

  /** For changes of the tables, which one connection makes at its leisure. */
  static PGSimpleDataSource forMigrations(PostgresSettings settings) {
    return source(settings, MIGRATION_SECONDS);
  }

  /**
   * @param wait how long a call waits for a connection
   * @param atOnce whether there is to be one when this returns
   * @throws PoolInitializationException when there was to be one and is none
   */
  static HikariDataSource pool(PostgresSettings settings, Duration wait, boolean atOnce) {
    HikariConfig pool = new HikariConfig();
    pool.setPoolName("postgresql");
    pool.setDataSource(source(settings, ANSWER_SECONDS));
    pool.setMaximumPoolSize(settings.pool());
    pool.setMinimumIdle(1);
    pool.setConnectionTimeout(wait.toMillis());
    pool.setValidationTimeout(ALIVE_MILLIS);
    pool.setInitializationFailTimeout(atOnce ? START_MILLIS : -1);
    pool.setConnectionInitSql(SESSION);
    return new HikariDataSource(pool);
  }

  private static PGSimpleDataSource source(PostgresSettings settings, int answerSeconds) {
    PGSimpleDataSource source = new Source();
    source.setUrl(settings.url());
    settings.user().ifPresent(source::setUser);
    settings.password().ifPresent(password -> source.setPassword(password.reveal()));
    source.setConnectTimeout(CONNECT_SECONDS);
    source.setLoginTimeout(LOGIN_SECONDS);
    source.setSocketTimeout(answerSeconds);
    source.setTcpKeepAlive(true);
    source.setDefaultRowFetchSize(ROWS_AT_ONCE);
    source.setApplicationName("breakwater");
    // Details of an error quote rows, and errors are shown.
    source.setLogServerErrorDetail(false);
    return source;
  }

  /**
   * Keeps its own time for the login: the pool would set the time that callers wait, which a
   * handshake may exceed.
   */
  private static final class Source extends PGSimpleDataSource {
    private static final long serialVersionUID = 1;

    @Override
    public void setLoginTimeout(int seconds) {
      super.setLoginTimeout(LOGIN_SECONDS);
    }
  }
}

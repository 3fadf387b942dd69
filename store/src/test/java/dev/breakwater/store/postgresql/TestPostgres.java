package dev.breakwater.store.postgresql;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * One PostgreSQL for all tests of this process, run from its own binaries. It ends with the
 * process; what a killed one leaves behind, the next start clears away.
 */
public final class TestPostgres {
  /** The month in which the tests' requests are made. */
  public static final InstantSource CLOCK =
      InstantSource.fixed(Instant.parse("2026-01-15T00:00:00Z"));

  private static final Duration PATIENCE = Duration.ofSeconds(10);
  private static final AtomicInteger NUMBER = new AtomicInteger();

  private TestPostgres() {}

  /** Started when first asked for, with a database whose tables others are copied from. */
  private static final class Running {
    static final EmbeddedPostgres POSTGRES = start();

    private static EmbeddedPostgres start() {
      try {
        return EmbeddedPostgres.builder().start();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  private static final class Template {
    static final String NAME = make();

    private static String make() {
      String name = empty();
      open(name).close();
      return name;
    }
  }

  /** Makes a database without tables and returns its name. */
  public static String empty() {
    String name = "empty_" + NUMBER.incrementAndGet();
    execute("CREATE DATABASE " + name);
    return name;
  }

  /** Makes a database with this version's tables and returns its name. */
  public static String fresh() {
    String name = "fresh_" + NUMBER.incrementAndGet();
    execute("CREATE DATABASE " + name + " TEMPLATE " + Template.NAME);
    return name;
  }

  /** With patience: machines that test are slow, and then a connection takes its time. */
  public static PostgresDatabase open(String name) {
    return PostgresDatabase.open(settings(name), CLOCK, PATIENCE);
  }

  /** Takes a database away, whoever is connected to it. */
  public static void drop(String name) {
    execute("DROP DATABASE IF EXISTS " + name + " WITH (FORCE)");
  }

  public static PostgresSettings settings(String name) {
    return new PostgresSettings(
        url(name), Optional.of("postgres"), Optional.empty(), PostgresSettings.DEFAULT_POOL);
  }

  private static String url(String name) {
    return "jdbc:postgresql://127.0.0.1:" + Running.POSTGRES.getPort() + "/" + name;
  }

  /** A connection of somebody else's. */
  public static Connection connect(String name) throws SQLException {
    return DriverManager.getConnection(url(name), "postgres", "");
  }

  private static void execute(String sql) {
    try (Connection connection = connect("postgres");
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }
}

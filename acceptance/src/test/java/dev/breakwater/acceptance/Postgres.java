package dev.breakwater.acceptance;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A PostgreSQL in processes of its own, from binaries that the build brings along. It keeps its
 * port and its data over {@link #stop} and {@link #start}. What a killed test leaves behind, the
 * next start of any clears away.
 */
public final class Postgres implements AutoCloseable {
  public static final String USER = "postgres";

  private static final Duration START_LIMIT = Duration.ofSeconds(60);

  private final Path data;
  private final int port;
  private @Nullable EmbeddedPostgres running;
  private List<String> frozen = List.of();

  /** Runs when this returns. */
  public Postgres() {
    // Below the library's own folder, where it looks for orphans.
    data =
        Path.of(System.getProperty("java.io.tmpdir"), "embedded-pg", UUID.randomUUID().toString());
    EmbeddedPostgres first = launch(0);
    running = first;
    port = first.getPort();
  }

  private EmbeddedPostgres launch(int atPort) {
    try {
      EmbeddedPostgres.Builder builder =
          EmbeddedPostgres.builder()
              .setDataDirectory(data)
              .setCleanDataDirectory(false)
              .setPGStartupWait(START_LIMIT);
      return (atPort == 0 ? builder : builder.setPort(atPort)).start();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Without user and password. */
  public String url() {
    return "jdbc:postgresql://127.0.0.1:" + port + "/postgres";
  }

  /** The section of a configuration; the server's password is a planted secret. */
  public String configuration() {
    return "database: {url: \"%s\", user: %s, password: %sdatabase-password-4714}\n"
        .formatted(url(), USER, Secrets.MARK);
  }

  /** Starts what was stopped; the same data, the same port. */
  public void start() {
    if (running == null) {
      running = launch(port);
    }
  }

  /** Ends every connection and all its processes. */
  public void stop() {
    thaw();
    EmbeddedPostgres before = running;
    running = null;
    if (before != null) {
      try {
        before.close();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  /** Stops all its processes where they stand: connections stay open and nothing answers. */
  public void freeze() {
    ProcessHandle postmaster = postmaster();
    List<String> all = new ArrayList<>(List.of(Long.toString(postmaster.pid())));
    signal("-STOP", all);
    // A stopped postmaster makes no more of them.
    postmaster.descendants().forEach(child -> all.add(Long.toString(child.pid())));
    signal("-STOP", all);
    frozen = all;
  }

  public void thaw() {
    if (!frozen.isEmpty()) {
      signal("-CONT", frozen);
      frozen = List.of();
    }
  }

  private ProcessHandle postmaster() {
    try {
      String pid = Files.readAllLines(data.resolve("postmaster.pid")).getFirst();
      return ProcessHandle.of(Long.parseLong(pid.trim())).orElseThrow();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void signal(String signal, List<String> processes) {
    List<String> command = new ArrayList<>(List.of("kill", signal));
    command.addAll(processes);
    try {
      int code = new ProcessBuilder(command).inheritIO().start().waitFor();
      if (code != 0) {
        throw new IllegalStateException(command + " ended with " + code);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  /** Rows of somebody's own SQL, their columns joined by blanks. */
  public List<String> rows(String sql) {
    try (Connection connection = DriverManager.getConnection(url(), USER, "");
        Statement statement = connection.createStatement()) {
      statement.execute("SET timezone = 'UTC'");
      try (ResultSet rows = statement.executeQuery(sql)) {
        int columns = rows.getMetaData().getColumnCount();
        List<String> all = new ArrayList<>();
        while (rows.next()) {
          List<String> values = new ArrayList<>();
          for (int column = 1; column <= columns; column++) {
            values.add(String.valueOf(rows.getString(column)));
          }
          all.add(String.join(" ", values));
        }
        return all;
      }
    } catch (SQLException e) {
      throw new IllegalStateException(sql, e);
    }
  }

  /** All that is kept there, a text a row; bytes are in hexadecimal. */
  List<String> everything() {
    List<String> all = new ArrayList<>();
    for (String table :
        rows("SELECT quote_ident(tablename) FROM pg_tables WHERE schemaname = 'public'")) {
      all.addAll(rows("SELECT row_of::text FROM " + table + " AS row_of"));
    }
    return all;
  }

  @Override
  public void close() {
    stop();
    try (Stream<Path> files = Files.walk(data)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(file);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}

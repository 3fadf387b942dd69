package dev.breakwater.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The database is away while requests come: none of them notices, and afterwards all of them are in
 * the ledger. {@code -Dbreakwater.away=PT2M} keeps it away longer.
 */
@Timeout(value = 30, unit = TimeUnit.MINUTES)
class LedgerAwayIT {
  private static final Duration AWAY =
      Duration.parse(System.getProperty("breakwater.away", "PT5S"));
  private static final Duration CALM = Duration.ofSeconds(2);
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final int A_SECOND = 20;

  /** How the database gets lost, and comes back. */
  private interface Fault extends AutoCloseable {
    void strike() throws Exception;

    /** Whether it has struck, asked while the database is to be away. */
    boolean isFelt(Server server) throws Exception;

    void heal() throws Exception;

    @Override
    default void close() throws IOException {}
  }

  /** Another process writes and does not come to an end. */
  private static final class Locked implements Fault {
    private final String url;
    private final LedgerFile ledger;
    private Connection other;
    private int rowsBefore;

    Locked(Path directory) throws SQLException {
      ledger = new LedgerFile(directory);
      url = "jdbc:sqlite:" + directory.resolve("data").resolve("breakwater.db");
      other = DriverManager.getConnection(url);
    }

    @Override
    public void strike() throws SQLException {
      try (Statement statement = other.createStatement()) {
        statement.execute("PRAGMA busy_timeout = 10000");
        statement.execute("BEGIN IMMEDIATE");
      }
      rowsBefore = ledger.attempts().size();
    }

    @Override
    public boolean isFelt(Server server) {
      return ledger.attempts().size() == rowsBefore;
    }

    @Override
    public void heal() throws SQLException {
      other.close();
      other = DriverManager.getConnection(url);
    }

    @Override
    public void close() throws IOException {
      try {
        other.close();
      } catch (SQLException e) {
        throw new IOException(e);
      }
    }
  }

  @Test
  void aLockedSqliteFileIsNothingToRequests(@TempDir Path directory) throws Exception {
    try (SimulatorProcess providers = new SimulatorProcess(directory);
        Server server = serve(directory, providers, "");
        Fault fault = new Locked(directory)) {
      survive("SQLite locked", server, providers.simulator(), new LedgerFile(directory), fault);
    }
  }

  /** Stopped as a service manager would, or by SIGSTOP, which leaves its connections open. */
  private record Gone(Postgres postgres, boolean frozen) implements Fault {
    @Override
    public void strike() {
      if (frozen) {
        postgres.freeze();
      } else {
        postgres.stop();
      }
    }

    @Override
    public boolean isFelt(Server server) {
      return server.admin("GET", "/llm-usage?hours=1", "").status() == 503;
    }

    @Override
    public void heal() {
      if (frozen) {
        postgres.thaw();
      } else {
        postgres.start();
      }
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void aPostgresThatIsStoppedOrFrozenIsNothingToRequests(boolean frozen, @TempDir Path directory)
      throws Exception {
    try (Postgres postgres = new Postgres();
        SimulatorProcess providers = new SimulatorProcess(directory);
        Server server = serve(directory, providers, postgres.configuration())) {
      survive(
          "PostgreSQL " + (frozen ? "frozen" : "stopped"),
          server,
          providers.simulator(),
          LedgerFile.on(postgres),
          new Gone(postgres, frozen));
    }
  }

  private static Server serve(Path directory, SimulatorProcess providers, String database)
      throws IOException {
    StringBuilder yaml = new StringBuilder(database).append("providers:\n");
    for (String provider : Simulator.PROVIDERS) {
      yaml.append(providers.provider(provider))
          .append("    models:\n      - {name: counted, price: {input: 0.15, output: 0.60}}\n");
    }
    Files.writeString(directory.resolve("breakwater.yaml"), yaml);
    return Server.start(directory, Map.of(), "--config", "breakwater.yaml");
  }

  /** Asks before, while and after the database is away; prints how long answers took. */
  private static void survive(
      String what, Server server, Simulator simulator, LedgerFile ledger, Fault fault)
      throws Exception {
    SteadyLoad load = SteadyLoad.start(server, A_SECOND);
    try {
      load.during("before", CALM);
      Awaitility.await("rows").atMost(PATIENCE).until(() -> !ledger.attempts().isEmpty());
      fault.strike();
      int callsThen = count(simulator);
      load.during("away", AWAY);
      assertThat(fault.isFelt(server)).as("the database is away").isTrue();
      assertThat(count(simulator)).as("calls meanwhile").isGreaterThan(callsThen + A_SECOND);
      fault.heal();
      load.during("after", CALM);
    } finally {
      load.stop();
    }
    System.out.printf(Locale.ROOT, "%s for %s: %s%n", what, AWAY, load);
    assertThat(load.failures()).isEmpty();
    // Whoever had waited for the database would have waited about as long as it was away.
    assertThat(load.slowest("away")).isLessThan(AWAY.dividedBy(2));
    Awaitility.await("every row")
        .atMost(PATIENCE)
        .until(() -> ledger.attempts().size() >= count(simulator) && ledger.open() == 0);
    agree(ledger, simulator);
  }

  private static int count(Simulator simulator) {
    return Simulator.PROVIDERS.stream().mapToInt(simulator::count).sum();
  }

  private static void agree(LedgerFile ledger, Simulator simulator) {
    long calls = count(simulator);
    long input = 0;
    long output = 0;
    for (String provider : Simulator.PROVIDERS) {
      for (Simulator.Call call : simulator.calls(provider)) {
        assertThat(call.ended()).isEqualTo("whole");
        input += call.inputTokens();
        output += call.outputTokens();
      }
    }
    assertThat(ledger.attempts())
        .hasSize(Math.toIntExact(calls))
        .allSatisfy(row -> assertThat(row.status()).isEqualTo("success"));
    assertThat(ledger.attempts().stream().mapToLong(LedgerFile.Attempt::costNanos).sum())
        .as("nano-dollars")
        .isEqualTo(150 * input + 600 * output);
  }
}

package dev.breakwater.store.postgresql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.breakwater.gateway.usage.ChainId;
import dev.breakwater.gateway.usage.ChainPosition;
import dev.breakwater.gateway.usage.LedgerBatch;
import dev.breakwater.gateway.usage.LedgerUnavailable;
import dev.breakwater.operations.StoreUnavailable;
import dev.breakwater.store.sql.SqlLedger;
import dev.breakwater.store.sql.Usage;
import java.io.IOException;
import java.net.URI;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A server that is gone, frozen, or heard of no more in the middle of a commit. */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class PostgresOutageTest {
  private final String name = TestPostgres.fresh();
  private final FaultyWire wire;
  private final PostgresDatabase database;

  PostgresOutageTest() throws IOException {
    PostgresSettings direct = TestPostgres.settings(name);
    int port = URI.create(direct.url().substring("jdbc:".length())).getPort();
    wire = new FaultyWire(port);
    database =
        PostgresDatabase.open(
            new PostgresSettings(
                direct.url().replace(":" + port + "/", ":" + wire.port() + "/")
                    // A prepared commit would go over the wire without its name.
                    + "?prepareThreshold=0",
                direct.user(),
                direct.password(),
                direct.pool()),
            TestPostgres.CLOCK,
            Duration.ofSeconds(3));
  }

  @BeforeEach
  void isThere() {
    assertThat(count()).isZero();
  }

  @AfterEach
  void close() throws IOException {
    wire.thaw();
    wire.mend();
    database.close();
    wire.close();
    TestPostgres.drop(name);
  }

  @Test
  void callsFailWhileTheServerIsGoneAndWorkAgainAfterwards() {
    wire.cut();
    assertThatThrownBy(this::count).isInstanceOf(StoreUnavailable.class);
    assertThatThrownBy(this::put).isInstanceOf(StoreUnavailable.class);
    wire.mend();
    awaitWorking();
    put();
    assertThat(count()).isOne();
  }

  @Test
  void callsFailInsteadOfHangingWhileTheServerIsFrozen() {
    wire.freeze();
    List<CompletableFuture<Long>> calls = new ArrayList<>();
    for (int caller = 0; caller < 40; caller++) {
      calls.add(
          CompletableFuture.supplyAsync(
              this::count, runnable -> Thread.ofVirtual().start(runnable)));
    }
    for (CompletableFuture<Long> call : calls) {
      assertThatThrownBy(call::join)
          .isInstanceOf(CompletionException.class)
          .hasCauseInstanceOf(StoreUnavailable.class);
    }
    assertThatThrownBy(this::put).isInstanceOf(StoreUnavailable.class);
    wire.thaw();
    awaitWorking();
    assertThat(count()).isZero();
  }

  @Test
  void aCommitWhoseAnswerWasLostIsSaidToBeInDoubt() {
    wire.cutNextCommit();
    assertThatThrownBy(this::put)
        .isInstanceOf(StoreUnavailable.class)
        .hasMessageContaining("is not known");
    assertThat(wire.cutCommits()).isOne();
    awaitWorking();
    // The server may hear of the end of its client before it has committed.
    await("what was committed").until(() -> count() == 1);
  }

  @Test
  void aLedgerThatLostTheAnswerWritesNothingTwice() throws Exception {
    SqlLedger ledger = Usage.ledger(database, "node");
    for (int round = 1; round <= 5; round++) {
      LedgerBatch batch =
          new LedgerBatch(List.of(), List.of(), List.of(), List.of(position(round, 64)), List.of());
      wire.cutNextCommit();
      assertThatThrownBy(() -> ledger.commit(batch)).isInstanceOf(LedgerUnavailable.class);
      assertThat(wire.cutCommits()).isEqualTo(round);
      awaitWorking();
      ledger.commit(batch);
      assertThat(ledger.load().cursors()).containsExactly(position(round, 64));
    }
  }

  @Test
  void aCommitThatIsStillOnItsWayIsWaitedForAndNotOvertaken() throws Exception {
    SqlLedger ledger = Usage.ledger(database, "node");
    try (Connection late = TestPostgres.connect(name)) {
      late.setAutoCommit(false);
      try (Statement statement = late.createStatement()) {
        statement.execute(
            "SELECT pg_advisory_xact_lock(hashtextextended('breakwater writer node', 0))");
        statement.execute(
            """
            INSERT INTO journal_cursors (writer, boot, loop, segment, position)
            VALUES ('node', 7, 1, 1, 64)\
            """);
      }
      CompletableFuture<Void> next =
          CompletableFuture.runAsync(
              () -> commit(ledger, position(2, 128)),
              runnable -> Thread.ofPlatform().start(runnable));
      awaitWaitingForLock();
      assertThat(next).isNotDone();
      late.commit();
      next.get(20, TimeUnit.SECONDS);
    }
    assertThat(ledger.load().cursors()).containsExactly(position(2, 128));
  }

  @Test
  void otherNodesDoNotWaitForACommitThatIsStillOnItsWay() throws Exception {
    try (Connection late = TestPostgres.connect(name)) {
      late.setAutoCommit(false);
      try (Statement statement = late.createStatement()) {
        statement.execute(
            "SELECT pg_advisory_xact_lock(hashtextextended('breakwater writer node', 0))");
      }
      SqlLedger other = Usage.ledger(database, "other");
      commit(other, position(1, 64));
      assertThat(other.load().cursors()).hasSize(1);
    }
  }

  private static ChainPosition position(long segment, int offset) {
    return new ChainPosition(new ChainId(7, 1), segment, offset);
  }

  private static void commit(SqlLedger ledger, ChainPosition cursor) {
    try {
      ledger.commit(new LedgerBatch(List.of(), List.of(), List.of(), List.of(cursor), List.of()));
    } catch (LedgerUnavailable e) {
      throw new IllegalStateException(e);
    }
  }

  private long count() {
    return database.read(connection -> {
      try (Statement statement = connection.createStatement();
          ResultSet row = statement.executeQuery("SELECT count(*) FROM generated_secrets")) {
        row.next();
        return row.getLong(1);
      }
    });
  }

  private void put() {
    database.write(connection -> {
      try (Statement statement = connection.createStatement()) {
        return statement.executeUpdate(
            "INSERT INTO generated_secrets (name, value, created_at) VALUES ('a', 'b', now())");
      }
    });
  }

  /** The pool connects again in its own time. */
  private void awaitWorking() {
    await("the server again").ignoreException(StoreUnavailable.class).until(() -> count() >= 0);
  }

  private static ConditionFactory await(String what) {
    return Awaitility.await(what)
        .atMost(Duration.ofSeconds(40))
        .pollInterval(Duration.ofMillis(20));
  }

  private void awaitWaitingForLock() throws SQLException {
    try (Connection connection = TestPostgres.connect(name);
        Statement statement = connection.createStatement()) {
      await("the next commit behind it")
          .until(() -> {
            try (ResultSet row =
                statement.executeQuery(
                    "SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND NOT granted")) {
              row.next();
              return row.getInt(1) == 1;
            }
          });
    }
  }
}

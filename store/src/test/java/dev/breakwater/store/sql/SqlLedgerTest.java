package dev.breakwater.store.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.breakwater.gateway.price.PriceCatalogue;
import dev.breakwater.gateway.settings.Settings;
import dev.breakwater.gateway.usage.AttemptEnded;
import dev.breakwater.gateway.usage.AttemptPrices;
import dev.breakwater.gateway.usage.ChainId;
import dev.breakwater.gateway.usage.ChainPosition;
import dev.breakwater.gateway.usage.Journal;
import dev.breakwater.gateway.usage.JournalSettings;
import dev.breakwater.gateway.usage.Ledger;
import dev.breakwater.gateway.usage.LedgerBatch;
import dev.breakwater.gateway.usage.LedgerRow;
import dev.breakwater.gateway.usage.LedgerUnavailable;
import dev.breakwater.gateway.usage.LedgerWriter;
import dev.breakwater.gateway.usage.OpenAttempt;
import dev.breakwater.gateway.usage.Status;
import dev.breakwater.store.sqlite.SqliteDatabase;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.Statement;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SqlLedgerTest {
  private static final ChainId CHAIN = new ChainId(7, 1);

  @TempDir Path directory;
  private SqliteDatabase database;
  private SqlLedger ledger;

  @BeforeEach
  void open() {
    database = SqliteDatabase.open(directory.resolve("breakwater.db"));
    ledger = new SqlLedger(database);
  }

  @AfterEach
  void close() {
    database.close();
  }

  @Test
  void aRequestAnsweredAtOnceIsOneStoredRowAndOneAttempt() throws Exception {
    commit(Usage.direct(1, Usage.START, 2_000, 77));
    assertThat(texts("SELECT count(*) FROM stored_attempts")).containsExactly("0");
    assertThat(
            texts(
                """
                SELECT id || ' ' || request_id || ' ' || provider || ' ' || model || ' ' || status
                  || ' ' || created_at || ' ' || cost_nanos || ' ' || input_tokens || ' '
                  || first_token_micros || ' ' || price_version FROM llm_attempts\
                """))
        .containsExactly(
            Usage.id(1)
                + ".1 "
                + Usage.id(1)
                + " google gemini-1.5-flash success "
                + (Usage.START + 1)
                + " 77 100 400 catalogue:x");
    assertThat(
            texts(
                "SELECT status || response_time_ms || ' ' || total_tokens || ' ' || estimated_cost"
                    + " FROM llm_usage"))
        .containsExactly("success2.0 120 7.7e-08");
  }

  @Test
  void aFallbackIsOneRequestAndTwoAttempts() throws Exception {
    commit(Usage.fallback(1, Usage.START, 9_000, 50));
    assertThat(texts("SELECT id || ' ' || provider || ' ' || status FROM llm_attempts ORDER BY id"))
        .containsExactly(Usage.id(1) + ".1 google error", Usage.id(1) + ".2 openai success");
    assertThat(texts("SELECT cost_nanos || ' ' || provider || ' ' || attempts FROM llm_usage"))
        .containsExactly("50 openai 2");
    assertThat(
            texts("SELECT used_provider || ' ' || fallback || error_type FROM llm_fallback_logs"))
        .containsExactly("openai 1unavailable");
  }

  @Test
  void anUnknownPriceIsNullAndNeverZero() throws Exception {
    commit(Usage.direct(1, Usage.START, 1, AttemptEnded.UNPRICED));
    commit(Usage.fallback(2, Usage.START, 1, AttemptEnded.UNPRICED));
    assertThat(texts("SELECT estimated_cost FROM llm_usage")).containsExactly(null, null);
    assertThat(texts("SELECT cost_nanos FROM llm_attempts WHERE status = 'success'"))
        .containsExactly(null, null);
  }

  @Test
  void theSameRowTwiceIsThereOnce() throws Exception {
    commit(Usage.fallback(1, Usage.START, 9_000, 50));
    commit(Usage.fallback(1, Usage.START, 9_000, 50), Usage.direct(2, Usage.START, 1, 1));
    assertThat(texts("SELECT id FROM llm_usage ORDER BY sequence"))
        .containsExactly(Usage.id(1), Usage.id(2));
    assertThat(texts("SELECT count(*) FROM llm_attempts")).containsExactly("3");
  }

  @Test
  void cursorsAndOpenAttemptsComeBackAsTheyWereCommitted() throws Exception {
    OpenAttempt began = open("a", 1, new byte[] {1, 2}, null);
    ledger.commit(batch(List.of(), List.of(began), List.of(), position(1, 64)));
    OpenAttempt both = open("a", 1, new byte[] {1, 2}, new byte[] {3});
    OpenAttempt other = open("b", 1, new byte[] {4}, null);
    ledger.commit(batch(List.of(), List.of(both, other), List.of(), position(2, 128)));
    Ledger.Progress progress = ledger.load();
    assertThat(progress.cursors()).containsExactly(position(2, 128));
    assertThat(progress.open()).usingRecursiveComparison().isEqualTo(List.of(both, other));
    ledger.commit(new LedgerBatch(List.of(), List.of(), List.of("a"), List.of(), List.of(CHAIN)));
    assertThat(ledger.load().cursors()).isEmpty();
    assertThat(ledger.load().open()).hasSize(1);
  }

  @Test
  void aBatchThatFailsLeavesNothing() throws Exception {
    execute(
        "CREATE TRIGGER broken BEFORE INSERT ON journal_cursors BEGIN SELECT raise(ABORT, 'x'); END");
    assertThatThrownBy(() ->
            ledger.commit(
                batch(
                    List.of(Usage.direct(1, Usage.START, 1, 1)),
                    List.of(open("a", 1, null, null)),
                    List.of(),
                    position(1, 64))))
        .isInstanceOf(LedgerUnavailable.class);
    execute("DROP TRIGGER broken");
    assertThat(texts("SELECT id FROM llm_usage")).isEmpty();
    assertThat(ledger.load().open()).isEmpty();
    commit(Usage.direct(1, Usage.START, 1, 1));
    assertThat(texts("SELECT id FROM llm_usage")).hasSize(1);
  }

  @Test
  void rowsArriveLaterWhenAnotherProcessHoldsTheDatabase() throws Exception {
    AttemptPrices prices = AttemptPrices.of(() -> Settings.EMPTY, PriceCatalogue.shipped());
    try (Connection other = DriverManager.getConnection("jdbc:sqlite:" + database.file());
        Journal journal =
            Journal.open(
                directory.resolve("journal"),
                1,
                JournalSettings.of(1 << 20, 1),
                InstantSource.system());
        LedgerWriter writer = LedgerWriter.start(journal, ledger, prices, InstantSource.system())) {
      assertThat(writer.awaitCaughtUp(Duration.ofSeconds(10))).isTrue();
      execute(other, "BEGIN IMMEDIATE");
      LedgerRow row = Usage.direct(1, Usage.START, 1, 1);
      journal.log(0).began(row.attempts().getFirst().began());
      journal.log(0).ended(row.attempts().getFirst().ended());
      journal.log(0).ended(row.request());
      assertThat(writer.awaitCaughtUp(Duration.ofSeconds(1))).isFalse();
      assertThat(writer.state().lagRecords()).isEqualTo(3);
      assertThat(texts("SELECT id FROM llm_usage")).isEmpty();
      execute(other, "COMMIT");
      assertThat(writer.awaitCaughtUp(Duration.ofSeconds(20))).isTrue();
      assertThat(texts("SELECT id FROM llm_usage")).containsExactly(Usage.id(1));
    }
  }

  @Test
  void anInterruptedAttemptIsKeptAsSuch() throws Exception {
    LedgerRow cut =
        new LedgerRow(
            Usage.over(Usage.id(1), Usage.START, Usage.GOOGLE, 1, Status.INTERRUPTED, 0),
            Usage.failed(1, Usage.START).attempts());
    commit(cut);
    assertThat(texts("SELECT status FROM llm_usage")).containsExactly("interrupted");
    assertThat(texts("SELECT status FROM llm_attempts")).containsExactly("error");
  }

  private void commit(LedgerRow... rows) throws LedgerUnavailable {
    ledger.commit(batch(List.of(rows), List.of(), List.of(), position(1, 64)));
  }

  private static LedgerBatch batch(
      List<LedgerRow> rows, List<OpenAttempt> open, List<String> closed, ChainPosition cursor) {
    return new LedgerBatch(rows, open, closed, List.of(cursor), List.of());
  }

  private static ChainPosition position(long sequence, int offset) {
    return new ChainPosition(CHAIN, sequence, offset);
  }

  private static OpenAttempt open(
      String id, int number, byte @Nullable [] began, byte @Nullable [] ended) {
    return new OpenAttempt(CHAIN, "default", id, number, began, ended);
  }

  private void execute(String sql) {
    database.write(connection -> {
      execute(connection, sql);
      return sql;
    });
  }

  private static void execute(Connection connection, String sql) throws java.sql.SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  private List<@Nullable String> texts(String sql) {
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
}

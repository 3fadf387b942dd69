package dev.breakwater.store.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.breakwater.gateway.price.OverriddenPrices;
import dev.breakwater.gateway.price.PriceCatalogue;
import dev.breakwater.gateway.settings.Settings;
import dev.breakwater.gateway.usage.AttemptEnded;
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
import dev.breakwater.gateway.usage.PriceBook;
import dev.breakwater.gateway.usage.RequestEnded;
import dev.breakwater.gateway.usage.Status;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.sql.Connection;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SqlLedgerTest extends OnEachDatabase {
  private static final ChainId CHAIN = new ChainId(7, 1);

  private SqlLedger ledger;

  SqlLedgerTest(TestDatabase.Kind kind) {
    super(kind);
  }

  @BeforeEach
  void open() {
    ledger = Usage.ledger(database, "node");
  }

  @Test
  void aRequestAnsweredAtOnceIsOneStoredRowAndOneAttempt() throws Exception {
    commit(Usage.direct(1, Usage.START, 2_500, 77));
    assertThat(texts("SELECT count(*) FROM stored_attempts")).containsExactly("0");
    assertThat(
            texts(
                """
                SELECT id || ' ' || request_id || ' ' || provider || ' ' || model || ' ' || status
                  || ' ' || cost_nanos || ' ' || input_tokens || ' ' || first_token_micros || ' '
                  || price_version FROM llm_attempts\
                """))
        .containsExactly(
            Usage.id(1)
                + ".1 "
                + Usage.id(1)
                + " google gemini-1.5-flash success 77 100 400 catalogue:x");
    assertThat(texts("SELECT status || total_tokens FROM llm_usage")).containsExactly("success120");
    assertThat(new BigDecimal(text("SELECT response_time_ms FROM llm_usage")))
        .isEqualByComparingTo("2.5");
    assertThat(new BigDecimal(text("SELECT estimated_cost FROM llm_usage")))
        .isEqualByComparingTo("0.000000077");
  }

  @Test
  void aFallbackIsOneRequestAndTwoAttempts() throws Exception {
    commit(Usage.fallback(1, Usage.START, 9_000, 50));
    assertThat(texts("SELECT id || ' ' || provider || ' ' || status FROM llm_attempts ORDER BY id"))
        .containsExactly(Usage.id(1) + ".1 google error", Usage.id(1) + ".2 openai success");
    assertThat(texts("SELECT cost_nanos || ' ' || provider || ' ' || attempts FROM llm_usage"))
        .containsExactly("50 openai 2");
    assertThat(texts("SELECT used_provider || error_type FROM llm_fallback_logs WHERE fallback"))
        .containsExactly("openaiunavailable");
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
  void aBatchWhoseConfirmationWasLostChangesNothingTheSecondTime() throws Exception {
    ForgetfulDatabase forgetful = new ForgetfulDatabase(database);
    SqlLedger doubting = Usage.ledger(forgetful, "node");
    LedgerBatch batch =
        batch(
            List.of(Usage.direct(1, Usage.START, 1, 5), Usage.fallback(2, Usage.START, 1, 7)),
            List.of(open("c", 1, new byte[] {1}, null)),
            List.of(),
            position(1, 64));
    forgetful.forgetNext();
    assertThatThrownBy(() -> doubting.commit(batch)).isInstanceOf(LedgerUnavailable.class);
    assertThat(forgetful.forgotten()).as("commits that held though nobody heard of it").isOne();
    assertThat(texts("SELECT count(*) FROM llm_usage")).containsExactly("2");
    doubting.commit(batch);
    assertThat(texts("SELECT count(*) FROM llm_usage")).containsExactly("2");
    assertThat(texts("SELECT count(*) FROM llm_attempts")).containsExactly("3");
    assertThat(texts("SELECT sum(cost_nanos) FROM llm_attempts")).containsExactly("12");
    assertThat(ledger.load().cursors()).containsExactly(position(1, 64));
    assertThat(ledger.load().open()).hasSize(1);
  }

  @Test
  void nodesThatShareADatabaseKeepTheirOwnPlaces() throws Exception {
    SqlLedger other = Usage.ledger(database, "other");
    ledger.commit(batch(List.of(), List.of(open("a", 1, null, null)), List.of(), position(1, 64)));
    other.commit(batch(List.of(), List.of(open("a", 1, null, null)), List.of(), position(9, 1)));
    assertThat(ledger.load().cursors()).containsExactly(position(1, 64));
    assertThat(other.load().cursors()).containsExactly(position(9, 1));
    other.commit(new LedgerBatch(List.of(), List.of(), List.of("a"), List.of(), List.of(CHAIN)));
    assertThat(other.load().cursors()).isEmpty();
    assertThat(other.load().open()).isEmpty();
    assertThat(ledger.load().cursors()).containsExactly(position(1, 64));
    assertThat(ledger.load().open()).hasSize(1);
  }

  @Test
  void whatWasKeptBeforeNodesHadNamesIsTheFirstNodesOwn() throws Exception {
    Usage.ledger(database, "")
        .commit(batch(List.of(), List.of(open("a", 1, null, null)), List.of(), position(1, 64)));
    assertThat(ledger.load().cursors()).containsExactly(position(1, 64));
    assertThat(ledger.load().open()).hasSize(1);
    assertThat(Usage.ledger(database, "other").load().cursors()).isEmpty();
  }

  @Test
  void noCharacterOfAClientStopsTheLedger() throws Exception {
    String strange = "a\0b\uD800c😀'\"\\";
    LedgerRow plain = Usage.direct(1, Usage.START, 1, 1);
    RequestEnded request = plain.request();
    commit(
        new LedgerRow(
            new RequestEnded(
                request.requestId(),
                request.startedMillis(),
                strange,
                strange,
                strange,
                strange,
                strange,
                request.primary(),
                request.used(),
                request.attempts(),
                request.status(),
                request.httpStatus(),
                strange,
                strange,
                false,
                false,
                1,
                1,
                request.decision()),
            plain.attempts()));
    assertThat(texts("SELECT id FROM llm_usage WHERE asked_model LIKE 'a%'")).hasSize(1);
  }

  @Test
  void aCostBeyondAllSenseStopsNoOtherRow() throws Exception {
    commit(Usage.direct(1, Usage.START, 1, Long.MAX_VALUE), Usage.direct(2, Usage.START, 1, 1));
    assertThat(texts("SELECT id FROM llm_usage ORDER BY id"))
        .containsExactly(Usage.id(1), Usage.id(2));
    assertThat(texts("SELECT cost_nanos FROM llm_usage WHERE estimated_cost > 900000000"))
        .containsExactly(Long.toString(Long.MAX_VALUE));
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
    execute("ALTER TABLE journal_cursors RENAME TO elsewhere");
    assertThatThrownBy(() ->
            ledger.commit(
                batch(
                    List.of(Usage.direct(1, Usage.START, 1, 1)),
                    List.of(open("a", 1, null, null)),
                    List.of(),
                    position(1, 64))))
        .isInstanceOf(LedgerUnavailable.class);
    execute("ALTER TABLE elsewhere RENAME TO journal_cursors");
    assertThat(texts("SELECT id FROM llm_usage")).isEmpty();
    assertThat(ledger.load().open()).isEmpty();
    commit(Usage.direct(1, Usage.START, 1, 1));
    assertThat(texts("SELECT id FROM llm_usage")).hasSize(1);
  }

  @Test
  void rowsArriveLaterWhenAnotherProcessHoldsTheDatabase(@TempDir Path journalDirectory)
      throws Exception {
    PriceBook prices =
        new PriceBook(() -> Settings.EMPTY, PriceCatalogue.shipped(), () -> OverriddenPrices.NONE);
    try (Connection other = databases.connect();
        Journal journal =
            Journal.open(
                journalDirectory, 1, JournalSettings.of(1 << 20, 1), InstantSource.system());
        LedgerWriter writer = LedgerWriter.start(journal, ledger, prices, InstantSource.system())) {
      assertThat(writer.awaitCaughtUp(Duration.ofSeconds(10))).isTrue();
      databases.hold(other);
      LedgerRow row = Usage.direct(1, Usage.START, 1, 1);
      journal.log(0).began(row.attempts().getFirst().began());
      journal.log(0).ended(row.attempts().getFirst().ended());
      journal.log(0).ended(row.request());
      assertThat(writer.awaitCaughtUp(Duration.ofSeconds(1))).isFalse();
      assertThat(writer.state().lagRecords()).isEqualTo(3);
      assertThat(texts("SELECT id FROM llm_usage")).isEmpty();
      TestDatabase.execute(other, "COMMIT");
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
      TestDatabase.execute(connection, sql);
      return sql;
    });
  }

  private List<@Nullable String> texts(String sql) {
    return TestDatabase.texts(database, sql);
  }

  private String text(String sql) {
    return Objects.requireNonNull(texts(sql).getFirst());
  }
}

package dev.breakwater.store.sql;

import static org.assertj.core.api.Assertions.assertThat;

import dev.breakwater.gateway.usage.LedgerBatch;
import dev.breakwater.gateway.usage.LedgerRow;
import dev.breakwater.operations.maintenance.AgingRows;
import dev.breakwater.operations.maintenance.Report;
import dev.breakwater.operations.maintenance.Run;
import dev.breakwater.operations.reports.FallbackFilter;
import dev.breakwater.operations.reports.UsageFilter;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class SqlAgingTest extends OnEachDatabase {
  private static final Instant START = Instant.ofEpochMilli(Usage.START);

  private SqlAging aging;

  SqlAgingTest(TestDatabase.Kind kind) {
    super(kind);
  }

  @BeforeEach
  void open() {
    aging = new SqlAging(database);
  }

  private void keep(int count) throws Exception {
    List<LedgerRow> rows = new ArrayList<>();
    for (int number = 0; number < count; number++) {
      // Three share a millisecond, every second one took two attempts.
      long at = Usage.START + number / 3;
      rows.add(number % 2 == 0 ? Usage.direct(number, at, 1, 1) : Usage.fallback(number, at, 1, 1));
    }
    Usage.ledger(database)
        .commit(new LedgerBatch(rows, List.of(), List.of(), List.of(), List.of()));
  }

  private long count(String table) {
    return database.read(connection -> {
      try (var statement = connection.createStatement();
          var row = statement.executeQuery("SELECT count(*) FROM " + table)) {
        row.next();
        return row.getLong(1);
      }
    });
  }

  @Test
  void oldRequestsGoWithTheirAttemptsPieceByPiece() throws Exception {
    keep(90);
    Instant middle = START.plusMillis(20);
    AgingRows usage = aging.usage();
    assertThat(usage.count()).isEqualTo(90);
    assertThat(usage.countBefore(middle)).isEqualTo(60);
    List<Integer> pieces = new ArrayList<>();
    int piece;
    do {
      piece = usage.removeBefore(middle, 25);
      pieces.add(piece);
    } while (piece > 0);
    assertThat(pieces).containsExactly(25, 25, 10, 0);
    assertThat(count("llm_usage")).isEqualTo(30);
    assertThat(count("stored_attempts")).isEqualTo(30);
    assertThat(count("llm_attempts")).isEqualTo(45);
  }

  @Test
  void theFallbackLogEndsEarlierThanTheRowsItIsMadeOf() throws Exception {
    keep(90);
    SqlUsageSource log = new SqlUsageSource(database);
    FallbackFilter all = new FallbackFilter(Instant.EPOCH, UsageFilter.Scope.ALL, null, null);
    assertThat(log.fallbacks(all, 1_000)).hasSize(90);
    AgingRows logs = aging.fallbackLogs();
    Instant middle = START.plusMillis(20);
    assertThat(logs.countBefore(middle)).isEqualTo(60);
    int removed = 0;
    for (int piece = logs.removeBefore(middle, 25);
        piece > 0;
        piece = logs.removeBefore(middle, 25)) {
      assertThat(piece).isLessThanOrEqualTo(25);
      removed += piece;
    }
    assertThat(removed).isEqualTo(60);
    assertThat(log.fallbacks(all, 1_000)).hasSize(30);
    assertThat(logs.count()).isEqualTo(30);
    assertThat(count("llm_usage")).isEqualTo(90);
    assertThat(count("llm_usage WHERE decision IS NULL")).isEqualTo(60);
    assertThat(logs.removeBefore(START, 25)).as("never back").isZero();
    assertThat(log.fallbacks(all, 1_000)).hasSize(30);
  }

  @Test
  void theNewestRequestIsKnown() throws Exception {
    assertThat(aging.newest()).isEmpty();
    keep(90);
    assertThat(aging.newest()).contains(START.plusMillis(29));
  }

  @Test
  void runsComeBackAsTheyWereKept() {
    SqlRuns runs = new SqlRuns(database);
    Run running =
        new Run("run_1", "retention", true, Run.Status.RUNNING, START, START, null, null, null);
    Run done =
        new Run(
            "run_2",
            "vacuum",
            false,
            Run.Status.DONE,
            START.plusMillis(1),
            START.plusMillis(2),
            START.plusMillis(3),
            Report.done(
                "It went.",
                List.of(
                    new Report.Part("usage", START, 1, 2), new Report.Part("pages", null, 3, 4))),
            null);
    runs.put(running);
    runs.put(done);
    assertThat(runs.newest(null, 10)).containsExactly(done, running);
    assertThat(runs.newest("retention", 10)).containsExactly(running);
    assertThat(runs.find("run_2")).contains(done);
    runs.interrupt("retention");
    assertThat(runs.find("run_1").orElseThrow().status()).isEqualTo(Run.Status.INTERRUPTED);
  }
}

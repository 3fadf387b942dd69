package dev.breakwater.store.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.assertj.core.api.Assertions.withinPercentage;

import dev.breakwater.gateway.usage.AttemptEnded;
import dev.breakwater.gateway.usage.LedgerBatch;
import dev.breakwater.gateway.usage.LedgerRow;
import dev.breakwater.operations.reports.CaughtUp;
import dev.breakwater.operations.reports.FallbackEntry;
import dev.breakwater.operations.reports.FallbackLog;
import dev.breakwater.operations.reports.GroupBy;
import dev.breakwater.operations.reports.RequestEntry;
import dev.breakwater.operations.reports.UsageFilter;
import dev.breakwater.operations.reports.UsageGroups;
import dev.breakwater.operations.reports.UsageReport;
import dev.breakwater.operations.reports.UsageReports;
import dev.breakwater.operations.reports.UsageStats;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class SqlReportsTest extends OnEachDatabase {
  private static final long HOUR = Duration.ofHours(1).toMillis();
  private static final Instant NOW = Instant.ofEpochMilli(Usage.START).plusSeconds(30);
  private static final ZoneId TOKYO = ZoneId.of("Asia/Tokyo");
  private static final UsageFilter.Scope ALL = UsageFilter.Scope.ALL;

  /** A ledger that never lags. */
  private static final CaughtUp PROMPT =
      new CaughtUp() {
        @Override
        public boolean await(Duration atMost) {
          return true;
        }

        @Override
        public Instant asOf() {
          return Instant.EPOCH;
        }
      };

  private UsageReports reports;
  private FallbackLog fallbacks;

  SqlReportsTest(TestDatabase.Kind kind) {
    super(kind);
  }

  @BeforeEach
  void open() {
    SqlUsageSource source = new SqlUsageSource(database);
    reports =
        new UsageReports(
            source, new SqlRollupSource(database, TOKYO), PROMPT, InstantSource.fixed(NOW), TOKYO);
    fallbacks = new FallbackLog(source, PROMPT, InstantSource.fixed(NOW));
  }

  @Test
  void overNothingSuccessIsWholeAndAllElseIsNothing() {
    UsageStats stats = reports.total(reports.lastHours(24, ALL), 10).stats();
    assertThat(stats)
        .isEqualTo(new UsageStats(0, 0, 0, 0, 0, 0, 100, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0));
    assertThat(reports.grouped(reports.lastHours(24, ALL), GroupBy.MODEL).groups()).isEmpty();
    FallbackLog.Stats shares = fallbacks.read(ALL, null, null, null, 10).stats();
    assertThat(shares).isEqualTo(new FallbackLog.Stats(100, 0, 0, 0, 0, 0, 0));
  }

  @Test
  void figuresAreThoseCountedByHand() throws Exception {
    keepTheSample();
    UsageReport report = reports.total(reports.lastHours(24, ALL), 3);
    UsageStats stats = report.stats();
    // Twenty at once with 1 to 20 ms, one by fallback with 30 ms, one without a price with 40 ms,
    // two errors, one refused.
    assertThat(stats.requestCount()).isEqualTo(24);
    assertThat(stats.successCount()).isEqualTo(22);
    assertThat(stats.errorCount()).isEqualTo(2);
    assertThat(stats.rejectedCount()).isEqualTo(1);
    assertThat(stats.successRate()).isEqualTo(100.0 * 22 / 24, within(1e-9));
    assertThat(stats.errorRate()).isEqualTo(100.0 * 2 / 24, within(1e-9));
    assertThat(stats.totalCostNanos()).isEqualTo(20 * 100 + 500);
    assertThat(stats.averageCostNanos()).isEqualTo(104);
    assertThat(stats.unpricedRequests()).isEqualTo(1);
    assertThat(stats.averageResponseTime()).isEqualTo((210 + 30 + 40) / 22.0, within(1e-9));
    assertThat(stats.p50ResponseTime()).isCloseTo(11, withinPercentage(1));
    assertThat(stats.p95ResponseTime()).isCloseTo(30, withinPercentage(1));
    assertThat(stats.p99ResponseTime()).isCloseTo(40, withinPercentage(1));
    assertThat(stats.inputTokens()).isEqualTo(2200);
    assertThat(stats.outputTokens()).isEqualTo(440);
    assertThat(stats.totalTokens()).isEqualTo(2640);
    assertThat(stats.fallbackUsageRate()).isEqualTo(100.0 / 24, within(1e-9));
    assertThat(report.asOf()).isEqualTo(NOW);
    assertThat(report.from()).isEqualTo(Instant.ofEpochMilli(Usage.START - 24 * HOUR));
    assertThat(report.requests())
        .extracting(RequestEntry::id)
        .containsExactly(Usage.id(25), Usage.id(24), Usage.id(23));
    assertThat(reports.total(reports.lastHours(24, ALL), 100).requests())
        .filteredOn(entry -> entry.costNanos().isEmpty())
        .extracting(RequestEntry::id)
        .containsExactly(Usage.id(22));
  }

  @Test
  void onlyTheWindowAndTheScopeCount() throws Exception {
    keep(
        Usage.direct(1, Usage.START - 30 * HOUR, 1, 1),
        Usage.direct(2, Usage.START - HOUR, 1, 1),
        Usage.direct(3, NOW.toEpochMilli(), 1, 1));
    assertThat(count(reports.lastHours(24, ALL))).isEqualTo(2);
    assertThat(count(reports.lastHours(1, ALL))).isEqualTo(2);
    assertThat(count(reports.lastHours(48, ALL))).isEqualTo(3);
    assertThat(count(reports.lastHours(48, new UsageFilter.Scope("default", "production"))))
        .isEqualTo(3);
    assertThat(count(reports.lastHours(48, new UsageFilter.Scope("acme", null)))).isZero();
    assertThat(count(reports.lastHours(48, new UsageFilter.Scope(null, "staging")))).isZero();
  }

  @Test
  void aDayIsTheServersOwn() throws Exception {
    // 2026-01-01 in Tokyo begins at 15:00 of the day before, UTC.
    keep(
        Usage.direct(1, Usage.START - 9 * HOUR - 1, 1, 1),
        Usage.direct(2, Usage.START - 9 * HOUR, 1, 1),
        Usage.direct(3, Usage.START + 15 * HOUR - 1, 1, 1),
        Usage.direct(4, Usage.START + 15 * HOUR, 1, 1));
    UsageFilter day = reports.day(LocalDate.of(2026, 1, 1), ALL);
    assertThat(reports.total(day, 10).requests())
        .extracting(RequestEntry::id)
        .containsExactly(Usage.id(3), Usage.id(2));
  }

  @Test
  void hoursAreInstantsAndEmptyOnesAreLeftOut() throws Exception {
    keep(
        Usage.direct(1, Usage.START - 3 * HOUR, 1, 1),
        Usage.direct(2, Usage.START - 3 * HOUR + 5, 1, 1),
        Usage.direct(3, Usage.START, 1, 1),
        Usage.rejected(4, Usage.START - HOUR));
    assertThat(names(reports.grouped(reports.lastHours(24, ALL), GroupBy.HOUR)))
        .containsExactly("2025-12-31T21:00:00Z 2", "2026-01-01T00:00:00Z 1");
    assertThat(names(reports.grouped(reports.lastHours(24, ALL), GroupBy.DAY)))
        .containsExactly("2026-01-01 3");
  }

  @Test
  void costBelongsToTheModelThatTookItAndTheRequestToTheOneThatAnswered() throws Exception {
    LedgerRow twoPaid = Usage.fallback(1, Usage.START, 1, 300);
    LedgerRow row =
        new LedgerRow(
            twoPaid.request(),
            List.of(
                new dev.breakwater.gateway.usage.AttemptRow(
                    twoPaid.attempts().getFirst().began(),
                    Usage.ended(
                        Usage.id(1), 1, 1, dev.breakwater.gateway.usage.Status.SUCCESS, 40)),
                twoPaid.attempts().getLast()));
    keep(row, Usage.direct(2, Usage.START, 1, 7));
    UsageGroups groups = reports.grouped(reports.lastHours(24, ALL), GroupBy.MODEL);
    assertThat(names(groups)).containsExactly("gemini-1.5-flash 1", "gpt-4o-mini 1");
    assertThat(groups.groups())
        .extracting(group -> group.stats().totalCostNanos())
        .containsExactly(47L, 300L);
    assertThat(reports.total(reports.lastHours(24, ALL), 1).stats().totalCostNanos())
        .isEqualTo(347);
  }

  @Test
  void aListByProviderAndModelNamesTheErrors() throws Exception {
    keepTheSample();
    UsageGroups groups = reports.withErrors(reports.lastHours(24 * 7, ALL));
    assertThat(names(groups)).containsExactly("google/gemini-1.5-flash 23", "openai/gpt-4o-mini 1");
    assertThat(groups.groups().getFirst().errors()).containsExactly("no");
    assertThat(groups.groups().getLast().errors()).isEmpty();
  }

  @Test
  void theFallbackLogCountsEveryRowThatItsFiltersMatch() throws Exception {
    keepTheSample();
    FallbackLog.Page page = fallbacks.read(ALL, null, null, null, 2);
    assertThat(page.stats())
        .isEqualTo(new FallbackLog.Stats(100.0 * 22 / 24, 100.0 / 24, 24, 22, 2, 0, 1));
    assertThat(page.logs())
        .extracting(FallbackEntry::requestId)
        .containsExactly(Usage.id(24), Usage.id(23));
    FallbackLog.Page byOpenai = fallbacks.read(ALL, null, "openai", null, 10);
    assertThat(byOpenai.stats().totalRequests()).isEqualTo(1);
    assertThat(byOpenai.stats().fallbackUsageRate()).isEqualTo(100);
    FallbackEntry entry = byOpenai.logs().getFirst();
    assertThat(entry.primaryProvider()).isEqualTo("google");
    assertThat(entry.usedModel()).isEqualTo("gpt-4o-mini");
    assertThat(entry.errorMessage()).isEqualTo("no");
    assertThat(entry.attempts()).isEqualTo(2);
    assertThat(entry.success()).isTrue();
    assertThat(entry.responseTimeMs()).isEqualTo(30);
    FallbackLog.Page failed = fallbacks.read(ALL, null, null, false, 10);
    assertThat(failed.stats().totalRequests()).isEqualTo(2);
    assertThat(failed.stats().successRate()).isZero();
    assertThat(failed.logs()).extracting(FallbackEntry::usedProvider).containsOnlyNulls();
    assertThat(fallbacks.read(ALL, NOW, null, null, 10).stats().totalRequests()).isZero();
  }

  private void keepTheSample() throws Exception {
    List<LedgerRow> rows = new ArrayList<>();
    for (int number = 1; number <= 20; number++) {
      rows.add(Usage.direct(number, Usage.START + number, number * 1_000L, 100));
    }
    rows.add(Usage.fallback(21, Usage.START + 21, 30_000, 500));
    rows.add(Usage.direct(22, Usage.START + 22, 40_000, AttemptEnded.UNPRICED));
    rows.add(Usage.failed(23, Usage.START + 23));
    rows.add(Usage.failed(24, Usage.START + 24));
    rows.add(Usage.rejected(25, Usage.START + 25));
    keep(rows.toArray(LedgerRow[]::new));
  }

  private void keep(LedgerRow... rows) throws Exception {
    new SqlLedger(database, Usage.rollups(database, TOKYO))
        .commit(new LedgerBatch(List.of(rows), List.of(), List.of(), List.of(), List.of()));
  }

  private long count(UsageFilter filter) {
    return reports.total(filter, 1).stats().requestCount();
  }

  private static List<String> names(UsageGroups groups) {
    return groups.groups().stream()
        .map(group -> String.join("/", group.names()) + " " + group.stats().requestCount())
        .toList();
  }
}

package dev.breakwater.store.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.breakwater.gateway.usage.LedgerBatch;
import dev.breakwater.gateway.usage.LedgerRow;
import dev.breakwater.gateway.usage.LedgerUnavailable;
import dev.breakwater.gateway.usage.Status;
import dev.breakwater.operations.reports.CaughtUp;
import dev.breakwater.operations.reports.GroupBy;
import dev.breakwater.operations.reports.UsageFilter;
import dev.breakwater.operations.reports.UsageReports;
import dev.breakwater.operations.rollups.Grain;
import dev.breakwater.operations.rollups.RollupMarks;
import dev.breakwater.operations.rollups.RollupSource;
import dev.breakwater.store.sql.TestDatabase.Kind;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Whatever comes in whichever order, however often, with restarts and failed transactions in
 * between: reports from rollups are what one counts from the requests.
 */
class RollupAgreementTest {
  private static final Duration SPAN = Duration.ofDays(5);

  private TestDatabase databases = Kind.SQLITE.make();
  private @Nullable Database database;
  private final Map<String, LedgerRow> kept = new LinkedHashMap<>();
  private Instant now = Instant.EPOCH;
  private ZoneId zone = ZoneId.of("UTC");
  private boolean whole = true;

  @AfterEach
  void remove() {
    close();
    databases.close();
  }

  private void use(Kind kind) {
    databases.close();
    databases = kind.make();
  }

  private void close() {
    if (database != null) {
      database.close();
    }
  }

  @ParameterizedTest
  @CsvSource({
    "SQLITE, 1, UTC, 2026-01-30",
    "SQLITE, 2, Europe/Berlin, 2026-03-27",
    "SQLITE, 4, America/New_York, 2026-10-30",
    "SQLITE, 5, Asia/Kolkata, 2026-02-26",
    "SQLITE, 6, Australia/Lord_Howe, 2026-04-03",
    "SQLITE, 7, America/Sao_Paulo, 2018-11-01",
    "POSTGRESQL, 8, Europe/Berlin, 2026-03-27",
  })
  void everyGrainAndWindowIsWhatTheRequestsSay(Kind kind, long seed, String place, LocalDate first)
      throws Exception {
    use(kind);
    zone = ZoneId.of(place);
    liveThrough(new Random(seed), first);
    Set<Grain> made = Set.copyOf(rolled());
    assertThat(made).contains(Grain.QUARTER, Grain.HOUR, Grain.DAY);
    assertThat(count("grain = 0"))
        .as("minutes beyond two days are gone")
        .isLessThan(count("1 = 1"));
    assertThat(minutesFrom()).isPositive();
    checkWindows(new Random(seed), first);
    // Request by request the same is found.
    whole = false;
    checkWindows(new Random(seed), first);
  }

  @ParameterizedTest
  @CsvSource({"12, Asia/Kolkata, America/New_York"})
  void daysAreMadeAnewForAnotherZone(long seed, String before, String after) throws Exception {
    LocalDate first = LocalDate.of(2026, 3, 26);
    zone = ZoneId.of(before);
    liveThrough(new Random(seed), first);
    zone = ZoneId.of(after);
    restart();
    // Nothing of the old zone is read, whatever of the new one is there already.
    checkWindows(new Random(seed), first);
    SqlRollupUpkeep upkeep = upkeep();
    for (int step = 0; upkeep.step(now); step++) {
      if (step % 40 == 0) {
        checkWindows(new Random(seed + step), first);
      }
    }
    assertThat(rolled()).contains(Grain.DAY);
    checkWindows(new Random(seed), first);
  }

  @ParameterizedTest
  @CsvSource({"21"})
  void whatWasThereBeforeRollupsIsCountedInTheEnd(long seed) throws Exception {
    LocalDate first = LocalDate.of(2026, 3, 27);
    zone = ZoneId.of("Europe/Berlin");
    liveThrough(new Random(seed), first);
    open()
        .write(connection -> {
          try (Statement statement = connection.createStatement()) {
            statement.execute("DELETE FROM usage_rollups");
            statement.execute("DELETE FROM rollup_marks");
            statement.execute(
                "INSERT INTO rollup_backfill (counted, last) SELECT 0, max(sequence) FROM llm_usage");
          }
          return connection;
        });
    restart();
    upkeep().prepare(now);
    Random random = new Random(seed);
    keep(new RandomUsage(random).request(900_001, now.minusSeconds(90).toEpochMilli()));
    keep(new RandomUsage(random).request(900_002, now.minus(SPAN).toEpochMilli()));
    checkWindows(new Random(seed), first);
    while (upkeep().step(now)) {
      if (random.nextInt(5) == 0) {
        restart();
        upkeep().prepare(now);
      }
    }
    assertThat(new SqlRollupSource(open(), zone).isWhole()).isTrue();
    checkWindows(new Random(seed), first);
  }

  @Test
  void aFailedTransactionLeavesNoTraceInTheRollups() throws Exception {
    now = Instant.ofEpochMilli(Usage.START);
    execute(
        "CREATE TRIGGER broken BEFORE INSERT ON journal_cursors BEGIN SELECT raise(ABORT, 'x'); END");
    assertThatThrownBy(() ->
            ledger()
                .commit(
                    new LedgerBatch(
                        List.of(Usage.direct(1, Usage.START, 1, 1)),
                        List.of(),
                        List.of(),
                        List.of(
                            new dev.breakwater.gateway.usage.ChainPosition(
                                new dev.breakwater.gateway.usage.ChainId(1, 1), 1, 64)),
                        List.of())))
        .isInstanceOf(LedgerUnavailable.class);
    assertThat(count("1 = 1")).isZero();
  }

  /** Days of requests, most in their order, some late, some twice, with all that may go wrong. */
  private void liveThrough(Random random, LocalDate first) throws Exception {
    Instant begin = first.atStartOfDay(zone).toInstant();
    now = begin;
    RandomUsage usage = new RandomUsage(random);
    upkeep().prepare(now);
    long number = 0;
    while (now.isBefore(begin.plus(SPAN))) {
      now = now.plusSeconds(60L * (1 + random.nextInt(120)));
      List<LedgerRow> batch = new ArrayList<>();
      for (int count = random.nextInt(12); count > 0; count--) {
        long late =
            random.nextInt(20) == 0 ? random.nextLong(SPAN.toMillis()) : random.nextLong(900_000);
        batch.add(
            usage.request(++number, Math.max(begin.toEpochMilli(), now.toEpochMilli() - late)));
      }
      if (!kept.isEmpty() && random.nextInt(4) == 0) {
        batch.add(List.copyOf(kept.values()).get(random.nextInt(kept.size())));
      }
      keep(batch.toArray(LedgerRow[]::new));
      for (int steps = random.nextInt(14); steps > 0; steps--) {
        upkeep().step(now);
      }
      if (random.nextInt(25) == 0) {
        restart();
        upkeep().prepare(now);
      }
    }
    while (upkeep().step(now)) {
      // until nothing is due
    }
  }

  private void checkWindows(Random random, LocalDate first) {
    UsageReports reports = reports();
    for (int day = -1; day <= SPAN.toDays(); day++) {
      check(reports, reports.day(first.plusDays(day), UsageFilter.Scope.ALL));
    }
    for (int check = 0; check < 8; check++) {
      UsageFilter.Scope scope =
          new UsageFilter.Scope(
              random.nextInt(3) == 0 ? "acme" : null, random.nextInt(3) == 0 ? "staging" : null);
      UsageFilter hours = reports.lastHours(1 + random.nextInt(140), scope);
      check(
          reports,
          new UsageFilter(
              hours.from(),
              hours.to(),
              scope,
              random.nextInt(3) == 0 ? "openai" : null,
              random.nextInt(4) == 0 ? "gpt-4o-mini" : null,
              random.nextInt(4) == 0 ? "key-1" : null,
              random.nextInt(4) == 0 ? Status.ERROR : null));
    }
  }

  private void check(UsageReports reports, UsageFilter filter) {
    Tally.of(kept.values(), filter, GroupBy.NOTHING, zone)
        .getOrDefault(List.of(), new Tally())
        .assertSame(reports.total(filter, 1).stats());
    for (GroupBy by : GroupBy.values()) {
      if (by != GroupBy.VARIANT) {
        Tally.assertSame(reports.grouped(filter, by), Tally.of(kept.values(), filter, by, zone));
      }
    }
    assertThat(reports.errors(filter, 1_000).errorCount())
        .isEqualTo(reports.total(filter, 1).stats().errorCount());
  }

  private void keep(LedgerRow... rows) throws LedgerUnavailable {
    ledger().commit(new LedgerBatch(List.of(rows), List.of(), List.of(), List.of(), List.of()));
    for (LedgerRow row : rows) {
      kept.putIfAbsent(row.request().requestId(), row);
    }
  }

  private UsageReports reports() {
    CaughtUp prompt =
        new CaughtUp() {
          @Override
          public boolean await(Duration atMost) {
            return true;
          }

          @Override
          public Instant asOf() {
            return now;
          }
        };
    SqlRollupSource rollups = new SqlRollupSource(open(), zone);
    RollupSource source =
        new RollupSource() {
          @Override
          public List<RollupMarks> marks() {
            return rollups.marks();
          }

          @Override
          public boolean isWhole() {
            return whole && rollups.isWhole();
          }

          @Override
          public void read(
              Selection selection,
              dev.breakwater.operations.rollups.Span span,
              @Nullable Set<String> writers,
              Taker taker) {
            rollups.read(selection, span, writers, taker);
          }
        };
    return new UsageReports(new SqlUsageSource(open()), source, prompt, () -> now, zone);
  }

  private SqlLedger ledger() {
    return new SqlLedger(open(), Usage.rollups(open(), zone));
  }

  private SqlRollupUpkeep upkeep() {
    return new SqlRollupUpkeep(open(), Usage.rollups(open(), zone));
  }

  private Database open() {
    Database opened = database;
    if (opened == null) {
      opened = databases.open();
      database = opened;
    }
    return opened;
  }

  private void restart() {
    close();
    database = null;
  }

  private List<Grain> rolled() {
    RollupMarks marks = new SqlRollupSource(open(), zone).marks().getFirst();
    return Grain.ROLLED.stream().filter(grain -> marks.of(grain) > 0).toList();
  }

  private long minutesFrom() {
    return new SqlRollupSource(open(), zone).marks().getFirst().of(Grain.MINUTE);
  }

  private long count(String condition) {
    return open()
        .read(connection -> {
          try (Statement statement = connection.createStatement();
              var rows =
                  statement.executeQuery("SELECT count(*) FROM usage_rollups WHERE " + condition)) {
            rows.next();
            return rows.getLong(1);
          }
        });
  }

  private void execute(String sql) {
    open()
        .write(connection -> {
          try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
          }
          return sql;
        });
  }
}

package dev.breakwater.store.sql;

import dev.breakwater.gateway.usage.Status;
import dev.breakwater.operations.reports.CaughtUp;
import dev.breakwater.operations.reports.GroupBy;
import dev.breakwater.operations.reports.RequestFilter;
import dev.breakwater.operations.reports.Requests;
import dev.breakwater.operations.reports.UsageFilter;
import dev.breakwater.operations.reports.UsageReports;
import dev.breakwater.operations.rollups.AttemptUsage;
import dev.breakwater.operations.rollups.Grain;
import dev.breakwater.operations.rollups.Marginals;
import dev.breakwater.operations.rollups.RequestUsage;
import dev.breakwater.operations.rollups.RollupKey;
import dev.breakwater.operations.rollups.RollupMarks;
import dev.breakwater.operations.rollups.RollupNames;
import dev.breakwater.operations.rollups.Sums;
import dev.breakwater.store.sqlite.SqliteDatabase;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneId;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Random;

/**
 * Measures by hand what every statistics call costs over a year of usage: {@code main} alone, no
 * test. Arguments: millions of requests in the year, millions of rows of single requests. The year
 * is written as the upkeep would leave it.
 */
final class ReportsBenchmark {
  private static final ZoneId ZONE = ZoneId.of("UTC");
  private static final Instant NOW = Instant.parse("2026-06-15T10:37:20Z");
  private static final int TARGETS = 20;
  private static final int KEYS = 100;
  private static final int TIMES = 20;
  private static final UsageFilter.Scope ALL = UsageFilter.Scope.ALL;

  private final Random random = new Random(1);
  private final RollupNames names = new RollupNames((_, _, _) -> true);
  private final Map<Grain, Map<RollupKey, Sums>> under = new EnumMap<>(Grain.class);
  private final Map<Grain, Long> starts = new EnumMap<>(Grain.class);
  private final Database database;
  private final RollupTable table;
  private long number;

  private ReportsBenchmark(Database database) {
    this.database = database;
    this.table = new RollupTable(database.dialect());
  }

  public static void main(String[] arguments) throws Exception {
    double requests = Double.parseDouble(arguments[0]) * 1e6;
    double rows = Double.parseDouble(arguments[1]) * 1e6;
    Path directory = Files.createTempDirectory("reports-benchmark");
    Path file = directory.resolve("breakwater.db");
    try (SqliteDatabase database = SqliteDatabase.open(file)) {
      ReportsBenchmark benchmark = new ReportsBenchmark(database);
      long start = System.nanoTime();
      benchmark.writeYear(requests / 365 / 96);
      benchmark.writeRows((long) rows);
      System.out.printf(
          Locale.ROOT,
          "%.0f requests, %.0f rows: written in %d s, %d MB%n",
          requests,
          rows,
          (System.nanoTime() - start) / 1_000_000_000,
          Files.size(file) >> 20);
      benchmark.measure();
    } finally {
      Files.delete(file);
    }
  }

  /** Quarters of a year, the last two days by the minute too. */
  private void writeYear(double perQuarter) {
    long to = Grain.QUARTER.start(NOW.toEpochMilli(), ZONE);
    long minutes = Grain.QUARTER.start(NOW.minus(Duration.ofHours(49)).toEpochMilli(), ZONE);
    long from = Grain.MONTH.start(NOW.minus(Duration.ofDays(365)).toEpochMilli(), ZONE);
    for (long day = from; day <= NOW.toEpochMilli(); day += Grain.DAY.end(0, ZONE)) {
      long first = day;
      database.write(connection -> {
        long end = Math.min(first + Grain.DAY.end(0, ZONE), NOW.toEpochMilli());
        for (long start = first; start < end; start += 60_000L * (start < minutes ? 15 : 1)) {
          boolean byMinute = start >= minutes;
          put(
              connection,
              byMinute ? Grain.MINUTE : Grain.QUARTER,
              start,
              draw(start, byMinute ? perQuarter / 15 : perQuarter));
        }
        return first;
      });
    }
    database.write(connection -> {
      RollupMarks marks =
          RollupMarks.none("node", ZONE).with(Grain.MINUTE, minutes).with(Grain.QUARTER, to);
      RollupMarkTable markTable = new RollupMarkTable(database.dialect());
      markTable.put(connection, marks, Grain.MINUTE);
      markTable.put(connection, marks, Grain.QUARTER);
      for (Grain grain : List.of(Grain.HOUR, Grain.DAY, Grain.MONTH)) {
        marks = marks.with(grain, grain.start(NOW.toEpochMilli(), ZONE));
        markTable.put(connection, marks, grain);
      }
      return marks;
    });
  }

  private Map<RollupKey, Sums> draw(long start, double mean) {
    Marginals marginals = new Marginals();
    long count = (long) mean + (random.nextDouble() < mean % 1 ? 1 : 0);
    for (long request = 0; request < count; request++) {
      int target = random.nextInt(TARGETS);
      boolean good = random.nextInt(50) > 0;
      String model = "model-" + target;
      String provider = "provider-" + target % 5;
      marginals.add(
          new RequestUsage(
              "id",
              start,
              "default",
              "production",
              "key-" + random.nextInt(KEYS),
              provider,
              model,
              good ? Status.SUCCESS : Status.ERROR,
              good,
              false,
              random.nextInt(30) == 0,
              Math.round(900_000 * (1 + target / 10.0) * Math.exp(0.7 * random.nextGaussian())),
              true,
              good ? null : "unavailable",
              good ? null : "try again in " + request + " ms",
              List.of(new AttemptUsage(provider, model, 900, 0, 120, 40_000L * (1 + target)))),
          names);
    }
    number += count;
    return marginals.sums();
  }

  /** Writes a bucket, and the coarser ones that are over with it. */
  private void put(Connection connection, Grain grain, long start, Map<RollupKey, Sums> sums)
      throws SQLException {
    table.put(connection, "node", grain, start, sums);
    if (grain == Grain.MONTH) {
      return;
    }
    Grain coarser = Grain.of(grain.code() + 1);
    long its = coarser.start(start, ZONE);
    Long known = starts.get(coarser);
    if (known != null && known != its) {
      Map<RollupKey, Sums> done = under.remove(coarser);
      starts.put(coarser, its);
      put(connection, coarser, known, done == null ? Map.of() : done);
    }
    starts.put(coarser, its);
    Map<RollupKey, Sums> open = under.computeIfAbsent(coarser, _ -> new HashMap<>());
    sums.forEach((key, value) -> open.computeIfAbsent(key, _ -> new Sums()).add(value));
  }

  /** Single requests, evenly over the year. */
  private void writeRows(long rows) {
    long step = Math.max(1, Duration.ofDays(365).toMillis() / Math.max(1, rows));
    database.write(connection -> {
      try (Statement statement = connection.createStatement()) {
        statement.executeUpdate(
            """
            INSERT INTO llm_usage (id, tenant, environment, key_id, asked_model, primary_provider,
              primary_model, provider, model, answered, status, http_status, stream, estimated,
              attempts, created_at, response_micros, input_tokens, output_tokens,
              cached_input_tokens, cache_write_tokens, reasoning_tokens, cost_nanos, unpriced,
              attempt_at)
            WITH RECURSIVE numbers(n) AS (
              SELECT 0 UNION ALL SELECT n + 1 FROM numbers WHERE n < %d)
            SELECT printf('req_%%026d', n), 'default', 'production', 'key-' || (n %% 100), 'auto',
              'provider-' || (n %% 5), 'model-' || (n %% 20), 'provider-' || (n %% 5),
              'model-' || (n %% 20), 1, 'success', 200, 0, 0, 1, %d - n * %d,
              900000 + (n %% 1000) * 1000, 900, 120, 0, 0, 0,
              CASE WHEN n %% 5000 = 0 THEN 150000000 ELSE 40000 END, 0, %d - n * %d
            FROM numbers ORDER BY n DESC\
            """
                .formatted(rows - 1, NOW.toEpochMilli() - 1, step, NOW.toEpochMilli() - 1, step));
      }
      return rows;
    });
  }

  private void measure() {
    CaughtUp prompt =
        new CaughtUp() {
          @Override
          public boolean await(Duration atMost) {
            return true;
          }

          @Override
          public Instant asOf() {
            return NOW;
          }
        };
    InstantSource clock = InstantSource.fixed(NOW);
    UsageReports reports =
        new UsageReports(
            new SqlUsageSource(database), new SqlRollupSource(database, ZONE), prompt, clock, ZONE);
    Requests requests = new Requests(new SqlRequests(database), prompt, clock);
    System.out.println(
        number
            + " drawn, a year has "
            + reports.total(days(reports, 365), 1).stats().requestCount());
    time("hours=24", () -> reports.total(reports.lastHours(24, ALL), 100));
    time(
        "date=",
        () -> reports.total(reports.day(NOW.atZone(ZONE).toLocalDate().minusDays(9), ALL), 100));
    time("hours=8760", () -> reports.total(days(reports, 365), 100));
    time(
        "hours=8760 provider=",
        () -> reports.total(of(days(reports, 365), "provider-1", null), 100));
    time("hours=8760 key=", () -> reports.total(of(days(reports, 365), null, "key-1"), 100));
    for (GroupBy by : List.of(GroupBy.HOUR, GroupBy.PROVIDER, GroupBy.KEY)) {
      time("hours=24 group_by=" + by, () -> reports.grouped(reports.lastHours(24, ALL), by));
    }
    time(
        "hours=1000 group_by=HOUR",
        () -> reports.grouped(reports.lastHours(1_000, ALL), GroupBy.HOUR));
    for (GroupBy by :
        List.of(GroupBy.DAY, GroupBy.PROVIDER, GroupBy.MODEL, GroupBy.TENANT, GroupBy.KEY)) {
      time("hours=8760 group_by=" + by, () -> reports.grouped(days(reports, 365), by));
    }
    time(
        "group_by=DAY provider=",
        () -> reports.grouped(of(days(reports, 365), "provider-1", null), GroupBy.DAY));
    for (int days : List.of(1, 30, 365)) {
      time("days=" + days, () -> reports.withErrors(days(reports, days)));
      time("errors days=" + days, () -> reports.errors(days(reports, days), 100));
    }
    time("degradation", () -> reports.degradation(ALL));
    time(
        "optimization",
        () -> reports.savings(days(reports, 7), (_, _, _, _) -> OptionalLong.of(1)));
    time("high-cost 24 h", () -> requests.list(costly(1), 100));
    time("high-cost year", () -> requests.list(costly(365), 100));
    time(
        "raw: 24 h provider= key=",
        () -> reports.total(of(reports.lastHours(24, ALL), "provider-1", "key-1"), 100));
  }

  private static RequestFilter costly(int days) {
    return new RequestFilter(ALL, NOW.minus(Duration.ofDays(days)), NOW, null, null, null, null)
        .costlier(100_000_000, null);
  }

  private static UsageFilter days(UsageReports reports, int days) {
    return reports.lastHours(24L * days, ALL);
  }

  private static UsageFilter of(
      UsageFilter filter,
      @org.jspecify.annotations.Nullable String provider,
      @org.jspecify.annotations.Nullable String key) {
    return new UsageFilter(filter.from(), filter.to(), filter.scope(), provider, null, key, null);
  }

  private static void time(String name, Runnable call) {
    call.run();
    call.run();
    long[] nanos = new long[TIMES];
    for (int index = 0; index < TIMES; index++) {
      long start = System.nanoTime();
      call.run();
      nanos[index] = System.nanoTime() - start;
    }
    Arrays.sort(nanos);
    System.out.printf(
        Locale.ROOT,
        "%-32s median %7.1f ms, p95 %7.1f ms%n",
        name,
        nanos[TIMES / 2] / 1e6,
        nanos[TIMES * 95 / 100 - 1] / 1e6);
  }
}

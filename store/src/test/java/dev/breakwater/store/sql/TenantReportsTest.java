package dev.breakwater.store.sql;

import static org.assertj.core.api.Assertions.assertThat;

import dev.breakwater.gateway.settings.RouteTarget;
import dev.breakwater.gateway.settings.Target;
import dev.breakwater.gateway.trace.KeptTrace;
import dev.breakwater.gateway.trace.PlanText;
import dev.breakwater.gateway.trace.TraceWriter;
import dev.breakwater.gateway.usage.AttemptBegan;
import dev.breakwater.gateway.usage.AttemptEnded;
import dev.breakwater.gateway.usage.AttemptRow;
import dev.breakwater.gateway.usage.LedgerBatch;
import dev.breakwater.gateway.usage.LedgerRow;
import dev.breakwater.gateway.usage.RequestEnded;
import dev.breakwater.gateway.usage.Status;
import dev.breakwater.operations.reports.CaughtUp;
import dev.breakwater.operations.reports.FallbackLog;
import dev.breakwater.operations.reports.GroupBy;
import dev.breakwater.operations.reports.RequestEntry;
import dev.breakwater.operations.reports.RequestFilter;
import dev.breakwater.operations.reports.RequestPages;
import dev.breakwater.operations.reports.Requests;
import dev.breakwater.operations.reports.UsageFilter;
import dev.breakwater.operations.reports.UsageReports;
import dev.breakwater.wire.conversation.Tokens;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Two tenants in one ledger: what is read for one has not a letter of the other in it. */
class TenantReportsTest extends OnEachDatabase {
  private static final String MINE = "acme";
  private static final String THEIRS = "umbrella";
  private static final long HOUR = Duration.ofHours(1).toMillis();

  /** In the middle of a day, so that 24 hours lie in two. */
  private static final long NOW = Usage.START + 12 * HOUR;

  private static final InstantSource CLOCK = InstantSource.fixed(Instant.ofEpochMilli(NOW));
  private static final int MANY = 1_000;

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
  private Requests requests;
  private long number;

  TenantReportsTest(TestDatabase.Kind kind) {
    super(kind);
  }

  @BeforeEach
  void open() throws Exception {
    SqlUsageSource source = new SqlUsageSource(database);
    reports =
        new UsageReports(
            source, new SqlRollupSource(database, ZoneOffset.UTC), PROMPT, CLOCK, ZoneOffset.UTC);
    fallbacks = new FallbackLog(source, PROMPT, CLOCK);
    requests = new Requests(new SqlRequests(database), PROMPT, CLOCK);
    List<LedgerRow> rows = new ArrayList<>();
    for (String tenant : List.of(MINE, THEIRS)) {
      traffic(tenant, rows);
    }
    Usage.ledger(database)
        .commit(new LedgerBatch(rows, List.of(), List.of(), List.of(), List.of()));
  }

  @Test
  void everyReportOfOneTenantHasNothingOfTheOther() {
    List<String> mine = everything(new UsageFilter.Scope(MINE, null), MINE);
    List<String> all = everything(UsageFilter.Scope.ALL, null);

    assertThat(all).as("both are really there").hasSameSizeAs(mine);
    for (int index = 0; index < mine.size(); index++) {
      assertThat(mine.get(index)).as("report %d", index).contains(MINE).doesNotContain(THEIRS);
      assertThat(all.get(index)).as("report %d", index).contains(MINE, THEIRS);
    }
  }

  @Test
  void figuresOfOneTenantAreItsOwnAlone() {
    UsageFilter day = reports.lastHours(24, new UsageFilter.Scope(MINE, null));
    UsageFilter both = reports.lastHours(24, UsageFilter.Scope.ALL);
    long mine = reports.total(day, 1).stats().requestCount();

    assertThat(mine).isPositive();
    assertThat(reports.total(both, 1).stats().requestCount()).isEqualTo(2 * mine);
    assertThat(
            fallbacks
                .read(new UsageFilter.Scope(MINE, null), null, null, null, MANY)
                .stats()
                .totalRequests())
        .isEqualTo(mine);
    assertThat(reports.total(reports.lastHours(24, new UsageFilter.Scope("none", null)), 1))
        .satisfies(report -> {
          assertThat(report.stats().requestCount()).isZero();
          assertThat(report.requests()).isEmpty();
        });
  }

  @Test
  void whatBelongsToAnotherIsFoundByNoName() {
    UsageFilter.Scope scope = new UsageFilter.Scope(MINE, null);
    UsageFilter day = reports.lastHours(24, scope);
    List<UsageFilter> theirs =
        List.of(
            of(day, THEIRS + "-openai", null, null),
            of(day, null, THEIRS + "-large", null),
            of(day, null, null, THEIRS + "-key"));
    for (UsageFilter filter : theirs) {
      assertThat(reports.total(filter, MANY).requests()).isEmpty();
      assertThat(reports.total(filter, MANY).stats().requestCount()).isZero();
      assertThat(reports.errors(filter, MANY).patterns()).isEmpty();
      for (GroupBy by : GroupBy.values()) {
        assertThat(reports.grouped(filter, by).groups()).as("%s", by).isEmpty();
      }
    }
    String id = idOf(THEIRS);
    assertThat(requests.find(id, THEIRS)).isPresent();
    assertThat(requests.find(id, null)).isPresent();
    assertThat(requests.find(id, MINE)).isEmpty();
    assertThat(requests.find(id.replace('r', '%'), MINE)).isEmpty();
  }

  /** A place in another's list leads nowhere but through one's own. */
  @Test
  void aCursorFromAnotherTenantsListShowsOnesOwnRequests() {
    RequestFilter.Place theirs =
        RequestFilter.Place.of(requests.find(idOf(THEIRS), null).orElseThrow().request());
    assertThat(requests.list(filter(MINE, theirs), MANY).requests())
        .allSatisfy(entry -> assertThat(entry.tenant()).isEqualTo(MINE));
  }

  private static UsageFilter of(
      UsageFilter day, @Nullable String provider, @Nullable String model, @Nullable String key) {
    return new UsageFilter(day.from(), day.to(), day.scope(), provider, model, key, null);
  }

  private String idOf(String tenant) {
    return requests.list(filter(tenant, null), 1).requests().getFirst().id();
  }

  private static RequestFilter filter(
      @Nullable String tenant, RequestFilter.@Nullable Place before) {
    return new RequestFilter(
        new UsageFilter.Scope(tenant, null), null, null, null, null, null, before);
  }

  /** Every way to read, each in words; records tell all that they hold. */
  private List<String> everything(UsageFilter.Scope scope, @Nullable String tenant) {
    UsageFilter day = reports.lastHours(24, scope);
    UsageFilter failed =
        new UsageFilter(day.from(), day.to(), scope, null, null, null, Status.ERROR);
    List<String> told = new ArrayList<>();
    told.add(reports.total(day, MANY).toString());
    told.add(reports.total(reports.day(LocalDate.of(2026, 1, 1), scope), MANY).toString());
    for (GroupBy by :
        List.of(GroupBy.PROVIDER, GroupBy.MODEL, GroupBy.PROVIDER_AND_MODEL, GroupBy.KEY)) {
      told.add(reports.grouped(day, by).toString());
      told.add(reports.grouped(failed, by).toString());
    }
    told.add(reports.grouped(day, GroupBy.TENANT).toString());
    told.add(reports.withErrors(day).toString());
    told.add(reports.errors(day, MANY).toString());
    told.add(reports.errors(failed, MANY).toString());
    told.add(reports.degradation(scope).toString());
    told.add(reports.savings(day, (_, model, _, _) -> OptionalLong.of(price(model))).toString());
    told.add(fallbacks.read(scope, null, null, null, MANY).toString());
    told.add(fallbacks.read(scope, null, null, false, MANY).toString());
    RequestFilter listed = filter(tenant, null);
    told.add(requests.list(listed, MANY).toString());
    told.add(requests.list(listed.costlier(1, null), MANY).toString());
    told.add(pages(listed));
    return told;
  }

  private String pages(RequestFilter filter) {
    List<RequestEntry> all = new ArrayList<>();
    RequestPages pages = requests.pages(filter);
    while (pages.hasNext()) {
      all.addAll(pages.next());
    }
    return all.toString();
  }

  private static long price(String model) {
    return model.endsWith("-large") ? 1_000 : 100;
  }

  /** Enough of everything that every report has something to say. */
  private void traffic(String tenant, List<LedgerRow> rows) {
    Target large = new Target(tenant + "-openai", tenant + "-large");
    Target small = new Target(tenant + "-openai", tenant + "-small");
    for (int each = 0; each < 110; each++) {
      rows.add(row(tenant, NOW - 5 * HOUR + each, large, Status.SUCCESS, 1_000));
    }
    for (int each = 0; each < 450; each++) {
      rows.add(row(tenant, NOW - 5 * HOUR + each, small, Status.SUCCESS, 1_000));
    }
    for (int each = 0; each < 25; each++) {
      rows.add(row(tenant, NOW - 1_000 - each, large, Status.SUCCESS, 9_000));
    }
    rows.add(row(tenant, NOW - 2 * HOUR, large, Status.ERROR, 2_000));
  }

  private LedgerRow row(String tenant, long at, Target target, Status status, long micros) {
    String id = Usage.id(++number);
    boolean good = status == Status.SUCCESS;
    String key = tenant + "-key";
    String problem = tenant + " is away";
    AttemptRow attempt =
        new AttemptRow(
            new AttemptBegan(id, 1, at, tenant, tenant + "-live", key, target, false, 10, null, 0),
            new AttemptEnded(
                id,
                1,
                at,
                status,
                good ? 200 : 503,
                good ? null : "unavailable",
                good ? null : problem,
                good ? Tokens.reported(100, 20) : Tokens.NONE,
                good ? price(target.model()) : 0,
                null,
                micros,
                -1));
    return new LedgerRow(
        new RequestEnded(
            id,
            at,
            tenant + "-asks",
            tenant,
            tenant + "-live",
            key,
            tenant + "-asked",
            target,
            good ? target : null,
            1,
            status,
            good ? 200 : 503,
            good ? null : "unavailable",
            good ? null : problem,
            false,
            false,
            micros,
            -1,
            decision(target)),
        List.of(attempt));
  }

  private static KeptTrace decision(Target target) {
    PlanText plan =
        PlanText.of("priority", List.of(new PlanText.Place(new RouteTarget(target, 0), false)));
    return new TraceWriter(plan).called(target, 1, "closed", "first").done(1);
  }
}

package dev.breakwater.server.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.breakwater.gateway.access.Role;
import dev.breakwater.operations.changes.Actor;
import dev.breakwater.operations.reports.CaughtUp;
import dev.breakwater.operations.reports.FallbackCounts;
import dev.breakwater.operations.reports.FallbackEntry;
import dev.breakwater.operations.reports.FallbackFilter;
import dev.breakwater.operations.reports.FallbackLog;
import dev.breakwater.operations.reports.RequestDetail;
import dev.breakwater.operations.reports.RequestEntry;
import dev.breakwater.operations.reports.RequestFilter;
import dev.breakwater.operations.reports.RequestSource;
import dev.breakwater.operations.reports.Requests;
import dev.breakwater.operations.reports.UsageFilter;
import dev.breakwater.operations.reports.UsageReports;
import dev.breakwater.operations.reports.UsageSource;
import dev.breakwater.operations.roles.Principal;
import dev.breakwater.operations.rollups.RequestUsage;
import dev.breakwater.operations.rollups.RollupMarks;
import dev.breakwater.operations.rollups.RollupSource;
import dev.breakwater.operations.rollups.Span;
import dev.breakwater.server.api.export.ExportResource;
import dev.breakwater.server.api.fallback.FallbackLogs;
import dev.breakwater.server.api.requests.RequestParameters;
import dev.breakwater.server.api.requests.RequestsResource;
import dev.breakwater.server.api.usage.FindingsResource;
import dev.breakwater.server.api.usage.HighCostResource;
import dev.breakwater.server.api.usage.UsageResource;
import io.vertx.core.MultiMap;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Whatever is read of requests is read for the caller's tenant, however the call is written. */
class ConfinedReadsTest {
  private static final InstantSource CLOCK = InstantSource.fixed(Instant.EPOCH.plusSeconds(86_400));
  private static final Principal ACME = principal("acme");
  private static final Principal ABOVE =
      new Principal(Principal.Kind.KEY, "k", "k", Role.VIEWER, Optional.empty());

  /** Ways to write the calls; a report may read in another way for each. */
  private static final List<Map<String, String>> QUERIES =
      List.of(
          Map.of(),
          Map.of("environment", "production"),
          Map.of("days", "2"),
          Map.of("date", "1970-01-01"),
          Map.of("group_by", "tenant"),
          Map.of("group_by", "key"),
          Map.of("group_by", "variant"),
          Map.of("group_by", "hour", "key", "k"),
          Map.of("key", "of-another", "provider", "of-another", "model", "of-another"),
          Map.of("status", "error"),
          Map.of("format", "ndjson"));

  private final Asked asked = new Asked();
  private final List<Operation> operations = operations();

  private static Principal principal(String tenant) {
    return new Principal(Principal.Kind.KEY, "k", "k", Role.TENANT_ADMIN, Optional.of(tenant));
  }

  private List<Operation> operations() {
    UsageReports reports = new UsageReports(asked, asked, asked, CLOCK, ZoneOffset.UTC);
    Requests requests = new Requests(asked, asked, CLOCK);
    RequestParameters parameters = new RequestParameters(CLOCK, ZoneOffset.UTC);
    List<Operation> all = new ArrayList<>();
    all.addAll(new RequestsResource(requests, parameters).operations());
    all.addAll(new ExportResource(requests, parameters).operations());
    all.addAll(new UsageResource(reports, id -> id).operations());
    all.addAll(new HighCostResource(requests, parameters).operations());
    all.addAll(new FindingsResource(reports, (_, _, _, _) -> OptionalLong.empty()).operations());
    FallbackLogs logs =
        new FallbackLogs(new FallbackLog(asked, asked, CLOCK), CLOCK, ZoneOffset.UTC);
    all.add(
        new Operation(
            io.vertx.core.http.HttpMethod.GET,
            "/logs",
            Permission.READ,
            "s",
            List.of(),
            Optional.empty(),
            Schemas.of("object"),
            logs::list));
    return all;
  }

  private void call(Operation operation, Principal caller, Map<String, String> query) {
    MultiMap parameters = MultiMap.caseInsensitiveMultiMap().addAll(query);
    try {
      operation
          .action()
          .perform(
              Calls.by(
                  new Actor(caller, "192.0.2.1"), Map.of("id", "req_1"), parameters, new byte[0]));
    } catch (ApiProblem problem) {
      assertThat(problem.status())
          .as("%s with %s", operation.path(), query)
          .isIn(400, operation.path().endsWith("{id}") ? 404 : 400);
    }
  }

  @Test
  void aConfinedCallerReadsItsOwnTenantOnly() {
    for (Operation operation : operations) {
      asked.tenants.clear();
      for (boolean rolledUp : new boolean[] {true, false}) {
        asked.rolledUp = rolledUp;
        QUERIES.forEach(query -> call(operation, ACME, query));
      }
      assertThat(asked.tenants).as(operation.path()).isNotEmpty().containsOnly("acme");
    }
  }

  @Test
  void namingAnotherTenantIsRefusedBeforeAnythingIsRead() {
    for (Operation operation : operations) {
      asked.tenants.clear();
      for (String other : List.of("umbrella", "nowhere", "default", "system", "acme ", "ACME")) {
        MultiMap query = MultiMap.caseInsensitiveMultiMap().add("tenant", other);
        assertThatThrownBy(() ->
                operation
                    .action()
                    .perform(
                        Calls.by(
                            new Actor(ACME, "192.0.2.1"),
                            Map.of("id", "req_1"),
                            query,
                            new byte[0])))
            .isInstanceOfSatisfying(
                ApiProblem.class,
                problem -> {
                  assertThat(problem.status()).isEqualTo(403);
                  assertThat(problem.getMessage()).doesNotContain(other.trim() + "'");
                });
      }
      assertThat(asked.tenants).as(operation.path()).isEmpty();
      call(operation, ACME, Map.of("tenant", "acme"));
      assertThat(asked.tenants).as(operation.path()).containsOnly("acme");
    }
  }

  @Test
  void thoseAboveReadAllOrTheOneTheyName() {
    for (Operation operation : operations) {
      asked.tenants.clear();
      call(operation, ABOVE, Map.of());
      assertThat(asked.tenants).as(operation.path()).isNotEmpty().containsOnlyNulls();
      asked.tenants.clear();
      call(operation, ABOVE, Map.of("tenant", "umbrella"));
      assertThat(asked.tenants).as(operation.path()).containsOnly("umbrella");
    }
  }

  /** Remembers whose rows were asked for, and has none. */
  private static final class Asked implements UsageSource, RollupSource, RequestSource, CaughtUp {
    private final List<@Nullable String> tenants = new ArrayList<>();

    /** Whether sums are ready, or requests are counted one by one. */
    private boolean rolledUp;

    @Override
    public Optional<RequestDetail> find(String id, @Nullable String tenant) {
      tenants.add(tenant);
      return Optional.empty();
    }

    @Override
    public List<RequestEntry> list(RequestFilter filter, int limit) {
      tenants.add(filter.scope().tenant());
      return List.of();
    }

    @Override
    public List<RequestEntry> oldest(
        RequestFilter filter, RequestFilter.@Nullable Place after, int limit) {
      tenants.add(filter.scope().tenant());
      return List.of();
    }

    @Override
    public void requests(UsageFilter filter, Consumer<RequestUsage> taker) {
      tenants.add(filter.scope().tenant());
    }

    @Override
    public List<RequestEntry> newest(UsageFilter filter, int limit) {
      tenants.add(filter.scope().tenant());
      return List.of();
    }

    @Override
    public FallbackCounts fallbackCounts(FallbackFilter filter) {
      tenants.add(filter.scope().tenant());
      return new FallbackCounts(0, 0, 0, 0, 0);
    }

    @Override
    public List<FallbackEntry> fallbacks(FallbackFilter filter, int limit) {
      tenants.add(filter.scope().tenant());
      return List.of();
    }

    @Override
    public List<RollupMarks> marks() {
      return List.of(RollupMarks.none("node", ZoneOffset.UTC));
    }

    @Override
    public boolean isWhole() {
      return rolledUp;
    }

    @Override
    public void read(Selection selection, Span span, @Nullable Set<String> writers, Taker taker) {
      tenants.add(selection.tenant());
    }

    @Override
    public boolean await(Duration atMost) {
      return true;
    }

    @Override
    public Instant asOf() {
      return Instant.EPOCH;
    }
  }
}

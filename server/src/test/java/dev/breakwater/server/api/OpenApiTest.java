package dev.breakwater.server.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.breakwater.gateway.access.Role;
import dev.breakwater.gateway.attempt.TargetHealths;
import dev.breakwater.gateway.http.GatewayRoute;
import dev.breakwater.gateway.settings.AtomicSettings;
import dev.breakwater.gateway.settings.ChainSettings;
import dev.breakwater.gateway.settings.Settings;
import dev.breakwater.operations.chains.ChainOverrides;
import dev.breakwater.operations.chains.ChainPlace;
import dev.breakwater.operations.chains.Chains;
import dev.breakwater.operations.health.HealthMonitor;
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
import dev.breakwater.operations.roles.Right;
import dev.breakwater.operations.roles.Rights;
import dev.breakwater.operations.rollups.RequestUsage;
import dev.breakwater.operations.rollups.RollupMarks;
import dev.breakwater.operations.rollups.RollupSource;
import dev.breakwater.operations.rollups.Span;
import dev.breakwater.operations.settings.LayeredSettings;
import dev.breakwater.server.api.export.ExportResource;
import dev.breakwater.server.api.fallback.ChainHealth;
import dev.breakwater.server.api.fallback.FallbackLogs;
import dev.breakwater.server.api.fallback.FallbackResource;
import dev.breakwater.server.api.health.HealthResource;
import dev.breakwater.server.api.requests.RequestParameters;
import dev.breakwater.server.api.requests.RequestsResource;
import dev.breakwater.server.api.system.Readiness;
import dev.breakwater.server.api.system.SystemResource;
import dev.breakwater.server.api.usage.FindingsResource;
import dev.breakwater.server.api.usage.HighCostResource;
import dev.breakwater.server.api.usage.UsageResource;
import dev.breakwater.server.metrics.Exposition;
import dev.breakwater.server.runtime.RealTime;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.vertx.core.MultiMap;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** The document that describes the API is whole, true and one that tools can read. */
class OpenApiTest {
  private static final Set<String> OPEN = Set.of("/livez", "/readyz", "/openapi.json");

  private final List<Operation> operations = operations();
  private final JsonNode document = served();

  private static List<Operation> operations() {
    Clock clock = Clock.systemUTC();
    AtomicSettings live = new AtomicSettings(Settings.EMPTY);
    TargetHealths healths = new TargetHealths(new RealTime());
    NoUsage usage = new NoUsage();
    UsageReports reports = new UsageReports(usage, new NoRollups(), usage, clock, ZoneOffset.UTC);
    HealthMonitor monitor = IdleMonitor.of(live, healths);
    List<Operation> others = new ArrayList<>();
    others.addAll(
        new FallbackResource(
                Chains.open(
                    new NoOverrides(),
                    new LayeredSettings(live),
                    new RecordedChanges().changes(),
                    clock),
                new FallbackLogs(new FallbackLog(usage, usage, clock), clock, ZoneOffset.UTC),
                new ChainHealth(live, healths, monitor))
            .operations());
    others.addAll(new HealthResource(monitor).operations());
    others.addAll(new UsageResource(reports, id -> id).operations());
    others.addAll(new FindingsResource(reports, (_, _, _, _) -> OptionalLong.empty()).operations());
    others.addAll(
        new HighCostResource(
                new Requests(new NoRequests(), usage, clock),
                new RequestParameters(clock, ZoneOffset.UTC))
            .operations());
    others.addAll(
        new RequestsResource(
                new Requests(new NoRequests(), usage, clock),
                new RequestParameters(clock, ZoneOffset.UTC))
            .operations());
    others.addAll(
        new ExportResource(
                new Requests(new NoRequests(), usage, clock),
                new RequestParameters(clock, ZoneOffset.UTC))
            .operations());
    return new SystemResource(
            new Readiness("starting"),
            new Exposition(new PrometheusRegistry()),
            () -> JsonMapper.shared().createObjectNode(),
            false,
            "1.2.3")
        .operations(others);
  }

  /** The document as {@code /openapi.json} gives it. */
  private JsonNode served() {
    Operation self =
        operations.stream()
            .filter(it -> it.path().equals("/openapi.json"))
            .findFirst()
            .orElseThrow();
    return (ObjectNode)
        self.action()
            .perform(Calls.byOwner(Map.of(), MultiMap.caseInsensitiveMultiMap(), new byte[0]))
            .body();
  }

  private JsonNode entry(Operation operation) {
    return document
        .path("paths")
        .path(operation.path())
        .path(operation.method().name().toLowerCase(Locale.ROOT));
  }

  @Test
  void everyOperationIsListedAndNoOther() {
    int listed = 0;
    for (JsonNode path : document.get("paths")) {
      listed += path.size();
    }
    for (Operation operation : operations) {
      assertThat(entry(operation).isObject()).as("%s", operation.path()).isTrue();
    }
    for (GatewayRoute route : GatewayRoute.values()) {
      assertThat(
              document
                  .path("paths")
                  .path(route.path())
                  .path(route.method().name().toLowerCase(Locale.ROOT))
                  .get("x-breakwater-right")
                  .stringValue())
          .as("%s", route)
          .isEqualTo("inference");
    }
    assertThat(listed).isEqualTo(operations.size() + GatewayRoute.values().length);
  }

  @Test
  void noPathIsServedTwice() {
    Set<String> seen = new HashSet<>();
    for (Operation operation : operations) {
      assertThat(seen.add(operation.method() + " " + operation.path())).isTrue();
    }
  }

  @Test
  void everyRouteOutsideOfHealthTakesAKeyAndSaysWhichRight() {
    for (Operation operation : operations) {
      if (OPEN.contains(operation.path())) {
        assertThat(operation.permission()).isEqualTo(Permission.OPEN);
      } else if (operation.path().equals("/metrics")) {
        assertThat(operation.permission()).isInstanceOf(Permission.OpenToLoopback.class);
      } else {
        assertThat(operation.permission())
            .isInstanceOfAny(Permission.Needs.class, Permission.Above.class);
        assertThat(entry(operation).get("security").get(0).has("key")).isTrue();
        assertThat(entry(operation).get("x-breakwater-right").stringValue()).isNotEqualTo("none");
      }
    }
  }

  @Test
  void whatOnlyReadsMayChangeNothing() {
    List<Operation> changing =
        operations.stream()
            .filter(it -> it.path().startsWith("/api/admin") && !it.method().name().equals("GET"))
            .toList();
    assertThat(changing)
        .isNotEmpty()
        .allMatch(it -> {
          Optional<Right> right =
              switch (it.permission()) {
                case Permission.Needs needs -> Optional.of(needs.right());
                case Permission.Above above -> Optional.of(above.right());
                case Permission.Open _, Permission.Known _, Permission.OpenToLoopback _ ->
                    Optional.empty();
              };
          return right.isPresent() && !Rights.of(Role.VIEWER).contains(right.get());
        });
  }

  @Test
  void theDocumentIsOpenApi31() {
    assertThat(document.get("info").get("version").stringValue()).isEqualTo("1.2.3");
    assertThat(DocumentCheck.check(document))
        .isEqualTo(operations.size() + GatewayRoute.values().length);
  }

  /** Nothing was ever changed by API. */
  private static final class NoOverrides implements ChainOverrides {
    @Override
    public Map<ChainPlace, ChainSettings> all() {
      return Map.of();
    }

    @Override
    public void put(ChainPlace place, ChainSettings chain, Instant at) {
      throw new AssertionError("nothing is changed here");
    }

    @Override
    public boolean delete(ChainPlace place) {
      return false;
    }
  }

  /** Nothing was ever asked. */
  private static final class NoRequests implements RequestSource {
    @Override
    public Optional<RequestDetail> find(String id, @Nullable String tenant) {
      return Optional.empty();
    }

    @Override
    public List<RequestEntry> list(RequestFilter filter, int limit) {
      return List.of();
    }

    @Override
    public List<RequestEntry> oldest(
        RequestFilter filter, RequestFilter.@Nullable Place after, int limit) {
      return List.of();
    }
  }

  /** Nothing was ever used. */
  private static final class NoRollups implements RollupSource {
    @Override
    public List<RollupMarks> marks() {
      return List.of();
    }

    @Override
    public boolean isWhole() {
      return true;
    }

    @Override
    public void read(Selection selection, Span span, @Nullable Set<String> writers, Taker taker) {
      throw new AssertionError("nothing is read here");
    }
  }

  private static final class NoUsage implements UsageSource, CaughtUp {
    @Override
    public void requests(UsageFilter filter, Consumer<RequestUsage> taker) {}

    @Override
    public List<RequestEntry> newest(UsageFilter filter, int limit) {
      return List.of();
    }

    @Override
    public FallbackCounts fallbackCounts(FallbackFilter filter) {
      throw new AssertionError("nothing is counted here");
    }

    @Override
    public List<FallbackEntry> fallbacks(FallbackFilter filter, int limit) {
      return List.of();
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

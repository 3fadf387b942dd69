package dev.breakwater.store.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.assertj.core.api.Assertions.withinPercentage;

import dev.breakwater.gateway.settings.Target;
import dev.breakwater.gateway.usage.AttemptRow;
import dev.breakwater.gateway.usage.LedgerRow;
import dev.breakwater.gateway.usage.RequestEnded;
import dev.breakwater.gateway.usage.Status;
import dev.breakwater.operations.reports.GroupBy;
import dev.breakwater.operations.reports.UsageFilter;
import dev.breakwater.operations.reports.UsageGroups;
import dev.breakwater.operations.reports.UsageStats;
import dev.breakwater.wire.conversation.Tokens;
import java.time.Instant;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;

/** Counts by the definitions and without any rollup: what reports are held against. */
final class Tally {
  private long requests;
  private long successes;
  private long errors;
  private long cancelled;
  private long rejected;
  private long fallbacks;
  private long unpriced;
  private long cost;
  private long input;
  private long output;
  private final List<Long> micros = new ArrayList<>();

  /** By the names that a report gives its groups, those left out that have nothing to show. */
  static Map<List<String>, Tally> of(
      Collection<LedgerRow> rows, UsageFilter filter, GroupBy by, ZoneId zone) {
    Map<List<String>, Tally> tallies = new HashMap<>();
    for (LedgerRow row : rows) {
      RequestEnded request = row.request();
      if (!lets(filter, request)) {
        continue;
      }
      Target target = row.target();
      String provider = target == null ? "none" : target.provider();
      String model = target == null ? request.askedModel() : target.model();
      Function<List<String>, Tally> tally =
          names -> tallies.computeIfAbsent(names, _ -> new Tally());
      if (lets(filter, provider, model)) {
        tally.apply(names(by, request, provider, model, zone)).count(row);
      }
      for (AttemptRow attempt : row.attempts()) {
        Target its = attempt.began().target();
        if (lets(filter, its.provider(), its.model())) {
          tally.apply(names(by, request, its.provider(), its.model(), zone)).took(attempt);
        }
      }
    }
    if (by != GroupBy.NOTHING) {
      tallies.values().removeIf(tally -> tally.requests == 0 && tally.cost == 0);
    }
    return tallies;
  }

  static void assertSame(UsageGroups groups, Map<List<String>, Tally> tallies) {
    assertThat(groups.groups())
        .extracting(UsageGroups.Group::names)
        .containsExactlyInAnyOrderElementsOf(tallies.keySet());
    groups
        .groups()
        .forEach(
            group -> tallies.getOrDefault(group.names(), new Tally()).assertSame(group.stats()));
  }

  void assertSame(UsageStats stats) {
    assertThat(
            List.of(
                stats.requestCount(),
                stats.successCount(),
                stats.errorCount(),
                stats.cancelledCount(),
                stats.rejectedCount(),
                stats.unpricedRequests(),
                stats.totalCostNanos(),
                stats.inputTokens(),
                stats.outputTokens()))
        .containsExactly(
            requests, successes, errors, cancelled, rejected, unpriced, cost, input, output);
    assertThat(stats.fallbackUsageRate())
        .isCloseTo(requests == 0 ? 0 : 100.0 * fallbacks / requests, within(1e-9));
    micros.sort(null);
    assertThat(stats.averageResponseTime())
        .isCloseTo(
            micros.stream().mapToLong(it -> it).average().orElse(0) / 1e3, withinPercentage(1e-9));
    assertThat(stats.p50ResponseTime()).isCloseTo(ranked(50), withinPercentage(1));
    assertThat(stats.p95ResponseTime()).isCloseTo(ranked(95), withinPercentage(1));
    assertThat(stats.p99ResponseTime()).isCloseTo(ranked(99), withinPercentage(1));
  }

  private double ranked(int percent) {
    int rank = Math.ceilDiv(micros.size() * percent, 100);
    return micros.isEmpty() ? 0 : micros.get(rank - 1) / 1e3;
  }

  private void count(LedgerRow row) {
    RequestEnded request = row.request();
    unpriced += row.unpriced() > 0 ? 1 : 0;
    if (request.tenant().equals("system")) {
      return;
    }
    Status status = request.status();
    rejected += status == Status.REJECTED ? 1 : 0;
    requests += status == Status.REJECTED ? 0 : 1;
    cancelled += status == Status.CANCELLED ? 1 : 0;
    errors += status == Status.ERROR || status == Status.INTERRUPTED ? 1 : 0;
    if (status == Status.SUCCESS) {
      successes++;
      micros.add(request.responseMicros());
      fallbacks +=
          Objects.equals(request.used(), request.primary()) || request.primary() == null ? 0 : 1;
    }
  }

  private void took(AttemptRow attempt) {
    Tokens tokens = attempt.ended().tokens();
    input += tokens.input();
    output += tokens.output();
    cost += attempt.isPriced() ? attempt.ended().costNanos() : 0;
  }

  private static boolean lets(UsageFilter filter, RequestEnded request) {
    long at = request.startedMillis();
    return at >= filter.from().toEpochMilli()
        && at < filter.to().toEpochMilli()
        && (filter.scope().tenant() == null || filter.scope().tenant().equals(request.tenant()))
        && (filter.scope().environment() == null
            || filter.scope().environment().equals(request.environment()))
        && (filter.key() == null || filter.key().equals(request.keyId()))
        && (filter.status() == null || filter.status() == request.status());
  }

  private static boolean lets(UsageFilter filter, String provider, String model) {
    return (filter.provider() == null || filter.provider().equals(provider))
        && (filter.model() == null || filter.model().equals(model));
  }

  private static List<String> names(
      GroupBy by, RequestEnded request, String provider, String model, ZoneId zone) {
    Instant at = Instant.ofEpochMilli(request.startedMillis());
    return switch (by) {
      case NOTHING, VARIANT -> List.of();
      case HOUR -> List.of(at.truncatedTo(ChronoUnit.HOURS).toString());
      case DAY -> List.of(at.atZone(zone).toLocalDate().toString());
      case PROVIDER -> List.of(provider);
      case MODEL -> List.of(model);
      case PROVIDER_AND_MODEL -> List.of(provider, model);
      case TENANT -> List.of(request.tenant());
      case KEY -> List.of(request.keyId());
    };
  }
}

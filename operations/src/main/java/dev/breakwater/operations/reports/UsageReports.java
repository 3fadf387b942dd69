package dev.breakwater.operations.reports;

import dev.breakwater.operations.StoreUnavailable;
import dev.breakwater.operations.reports.UsageGroups.Group;
import dev.breakwater.operations.rollups.Figure;
import dev.breakwater.operations.rollups.Grain;
import dev.breakwater.operations.rollups.Kind;
import dev.breakwater.operations.rollups.RollupSource;
import dev.breakwater.operations.rollups.Sums;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.Comparator;
import java.util.List;
import java.util.Map;

/**
 * What requests took and cost in a window of time. Each call first lets the ledger catch up, and
 * throws {@link StoreUnavailable} when the database does not answer.
 */
public final class UsageReports {
  private static final Duration CATCH_UP = Duration.ofSeconds(1);
  private static final Duration BY_THE_MINUTE = Duration.ofDays(2);

  private final UsageSource source;
  private final UsageSums sums;
  private final ErrorPatterns errors;
  private final CaughtUp ledger;
  private final InstantSource clock;
  private final ZoneId zone;

  /**
   * @param zone in which days begin and end
   */
  public UsageReports(
      UsageSource source, RollupSource rollups, CaughtUp ledger, InstantSource clock, ZoneId zone) {
    this.source = source;
    this.sums = new UsageSums(source, rollups, zone);
    this.errors = new ErrorPatterns(sums);
    this.ledger = ledger;
    this.clock = clock;
    this.zone = zone;
  }

  /** The last so many hours, until now, at least one; they begin on a whole minute or quarter. */
  public UsageFilter lastHours(long hours, UsageFilter.Scope scope) {
    if (hours < 1) {
      throw new IllegalArgumentException("hours must be 1 or more, not " + hours);
    }
    Instant now = clock.instant();
    Duration length = Duration.ofHours(hours);
    Grain border = length.compareTo(BY_THE_MINUTE) > 0 ? Grain.QUARTER : Grain.MINUTE;
    long from = border.start(now.minus(length).toEpochMilli(), zone);
    return new UsageFilter(Instant.ofEpochMilli(from), now.plusMillis(1), scope);
  }

  /** A day of the server's zone, which has 23 or 25 hours when its clocks change. */
  public UsageFilter day(LocalDate date, UsageFilter.Scope scope) {
    return new UsageFilter(
        date.atStartOfDay(zone).toInstant(),
        date.plusDays(1).atStartOfDay(zone).toInstant(),
        scope);
  }

  /** All together, with the newest requests. */
  public UsageReport total(UsageFilter filter, int limit) {
    Instant asOf = catchUp();
    Sums all = sums.sums(filter, GroupBy.NOTHING).getOrDefault(List.of(), new Sums());
    boolean none = all.get(Figure.REQUESTS) + all.get(Figure.REJECTED) == 0;
    List<RequestEntry> newest = none ? List.of() : source.newest(filter, limit);
    return new UsageReport(asOf, filter.from(), filter.to(), UsageStats.of(all), newest);
  }

  /** One set of figures a group; groups without requests are left out. */
  public UsageGroups grouped(UsageFilter filter, GroupBy by) {
    Instant asOf = catchUp();
    return groups(asOf, filter, by, Map.of());
  }

  /** By provider and model, with their errors. */
  public UsageGroups withErrors(UsageFilter filter) {
    Instant asOf = catchUp();
    return groups(asOf, filter, GroupBy.PROVIDER_AND_MODEL, errors.messages(filter));
  }

  /** What went wrong, most frequent first. */
  public ErrorReport errors(UsageFilter filter, int limit) {
    Instant asOf = catchUp();
    List<ErrorReport.Pattern> patterns = errors.patterns(filter);
    long all = patterns.stream().mapToLong(ErrorReport.Pattern::count).sum();
    return new ErrorReport(
        asOf, filter.from(), filter.to(), all, patterns.stream().limit(limit).toList());
  }

  /** Which targets answer worse in the last hour than in the 23 before. */
  public Degradation degradation(UsageFilter.Scope scope) {
    Instant asOf = catchUp();
    UsageFilter day = lastHours(Degradation.HOURS, scope);
    Instant hour = lastHours(1, scope).from();
    GroupBy by = GroupBy.PROVIDER_AND_MODEL;
    return Degradation.of(
        asOf,
        day,
        hour,
        sums.sums(day.within(day.from(), hour), by),
        sums.sums(day.within(hour, day.to()), by));
  }

  /**
   * Who could pay less at the same success rate.
   *
   * @param prices what requests would cost elsewhere
   */
  public Savings savings(UsageFilter filter, PriceEstimate prices) {
    Instant asOf = catchUp();
    return Savings.of(asOf, filter, sums.marginals(filter, Kind.TARGET), prices);
  }

  private UsageGroups groups(
      Instant asOf, UsageFilter filter, GroupBy by, Map<List<String>, List<String>> messages) {
    List<Group> groups =
        sums.sums(filter, by).entrySet().stream()
            .filter(entry -> !isEmpty(entry.getValue()))
            .sorted(order(by))
            .map(entry ->
                new Group(
                    entry.getKey(),
                    UsageStats.of(entry.getValue()),
                    messages.getOrDefault(entry.getKey(), List.of())))
            .toList();
    return new UsageGroups(asOf, filter.from(), filter.to(), groups);
  }

  /** Whether there is nothing that a list should show. */
  private static boolean isEmpty(Sums sums) {
    return sums.get(Figure.REQUESTS) == 0 && sums.get(Figure.COST_NANOS) == 0;
  }

  /** Times in their order, names by how often they were asked. */
  private static Comparator<Map.Entry<List<String>, Sums>> order(GroupBy by) {
    Comparator<Map.Entry<List<String>, Sums>> byName =
        Comparator.comparing(entry -> String.join("/", entry.getKey()));
    return by.isByTime()
        ? byName
        : Comparator.<Map.Entry<List<String>, Sums>>comparingLong(
                entry -> -entry.getValue().get(Figure.REQUESTS))
            .thenComparing(byName);
  }

  private Instant catchUp() {
    Instant now = clock.instant();
    return ledger.await(CATCH_UP) ? now : ledger.asOf();
  }
}

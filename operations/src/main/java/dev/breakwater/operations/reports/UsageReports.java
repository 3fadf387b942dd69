package dev.breakwater.operations.reports;

import dev.breakwater.operations.StoreUnavailable;
import dev.breakwater.operations.reports.UsageGroups.Group;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What requests took and cost in a window of time. Each call first lets the ledger catch up, and
 * throws {@link StoreUnavailable} when the database does not answer.
 */
public final class UsageReports {
  private static final Duration CATCH_UP = Duration.ofSeconds(1);
  private static final Duration BY_THE_MINUTE = Duration.ofDays(2);
  private static final int QUARTER = 15;

  private final UsageSource source;
  private final CaughtUp ledger;
  private final InstantSource clock;
  private final ZoneId zone;

  /**
   * @param zone in which days begin and end
   */
  public UsageReports(UsageSource source, CaughtUp ledger, InstantSource clock, ZoneId zone) {
    this.source = source;
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
    Instant from = now.minus(length).truncatedTo(ChronoUnit.MINUTES);
    if (length.compareTo(BY_THE_MINUTE) > 0) {
      long minute = from.getEpochSecond() / 60;
      from = Instant.ofEpochSecond((minute - minute % QUARTER) * 60);
    }
    return new UsageFilter(from, now.plusMillis(1), scope);
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
    UsageTally tally = new UsageTally();
    source.requests(filter, tally::add);
    return new UsageReport(
        asOf, filter.from(), filter.to(), tally.stats(), source.newest(filter, limit));
  }

  /** One set of figures a group; groups without requests are left out. */
  public UsageGroups grouped(UsageFilter filter, GroupBy by) {
    Instant asOf = catchUp();
    return groups(asOf, filter, by, Map.of());
  }

  /** By provider and model, with their errors. */
  public UsageGroups withErrors(UsageFilter filter) {
    Instant asOf = catchUp();
    GroupBy by = GroupBy.PROVIDER_AND_MODEL;
    Map<List<String>, List<String>> errors = new HashMap<>();
    for (UsageSource.ErrorMessage error : source.errors(filter)) {
      errors
          .computeIfAbsent(by.names(error.provider(), error.model()), _ -> new ArrayList<>())
          .add(error.message());
    }
    return groups(asOf, filter, by, errors);
  }

  private UsageGroups groups(
      Instant asOf, UsageFilter filter, GroupBy by, Map<List<String>, List<String>> errors) {
    Map<List<String>, UsageTally> tallies = new HashMap<>();
    source.requests(
        filter,
        request -> {
          UsageTally tally =
              tallies.computeIfAbsent(by.names(request, zone), _ -> new UsageTally());
          if (by.isByAttempt() && request.attemptsApart()) {
            tally.count(request);
          } else {
            tally.add(request);
          }
        });
    if (by.isByAttempt()) {
      source.attempts(
          filter,
          attempt ->
              tallies
                  .computeIfAbsent(
                      by.names(attempt.provider(), attempt.model()), _ -> new UsageTally())
                  .took(attempt.inputTokens(), attempt.outputTokens(), attempt.costNanos()));
    }
    List<Group> groups =
        tallies.entrySet().stream()
            .filter(entry -> !entry.getValue().isEmpty())
            .sorted(order(by))
            .map(entry ->
                new Group(
                    entry.getKey(),
                    entry.getValue().stats(),
                    errors.getOrDefault(entry.getKey(), List.of())))
            .toList();
    return new UsageGroups(asOf, filter.from(), filter.to(), groups);
  }

  /** Times in their order, names by how often they were asked. */
  private static Comparator<Map.Entry<List<String>, UsageTally>> order(GroupBy by) {
    Comparator<Map.Entry<List<String>, UsageTally>> byName =
        Comparator.comparing(entry -> String.join("/", entry.getKey()));
    return by.isByTime()
        ? byName
        : Comparator.<Map.Entry<List<String>, UsageTally>>comparingLong(
                entry -> -entry.getValue().requests())
            .thenComparing(byName);
  }

  private Instant catchUp() {
    Instant now = clock.instant();
    return ledger.await(CATCH_UP) ? now : ledger.asOf();
  }
}

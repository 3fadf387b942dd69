package dev.breakwater.operations.reports;

import dev.breakwater.operations.rollups.AttemptUsage;
import dev.breakwater.operations.rollups.Grain;
import dev.breakwater.operations.rollups.Kind;
import dev.breakwater.operations.rollups.Marginals;
import dev.breakwater.operations.rollups.RequestUsage;
import dev.breakwater.operations.rollups.RollupKey;
import dev.breakwater.operations.rollups.RollupMarks;
import dev.breakwater.operations.rollups.RollupNames;
import dev.breakwater.operations.rollups.RollupSource;
import dev.breakwater.operations.rollups.RollupSource.Selection;
import dev.breakwater.operations.rollups.Span;
import dev.breakwater.operations.rollups.Spans;
import dev.breakwater.operations.rollups.Sums;
import java.time.ZoneId;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Adds up what a filter lets through: from the rollups where a marginal can tell, request by
 * request where none can.
 */
final class UsageSums {
  private final UsageSource requests;
  private final RollupSource rollups;
  private final ZoneId zone;

  UsageSums(UsageSource requests, RollupSource rollups, ZoneId zone) {
    this.requests = requests;
    this.rollups = rollups;
    this.zone = zone;
  }

  /** By the names of the groups; only groups with a row are there. */
  Map<List<String>, Sums> sums(UsageFilter filter, GroupBy by) {
    if (by == GroupBy.VARIANT && (filter.isOfTarget() || filter.key() != null)) {
      return Map.of(); // no request says its variant yet
    }
    Optional<Selection> selection = selection(filter, by);
    Optional<Map<Span, Set<String>>> spans =
        selection.isPresent() ? spans(filter, by) : Optional.empty();
    if (spans.isEmpty()) {
      return requestByRequest(filter, by);
    }
    Map<List<String>, Sums> groups = new HashMap<>();
    read(
        selection.get(),
        spans.get(),
        (bucket, key, row) -> {
          List<String> names =
              by.names(bucket, key.tenant(), key.provider(), key.model(), key.subject(), zone);
          row.addTo(groups.computeIfAbsent(names, _ -> new Sums()));
        });
    return groups;
  }

  /** Every marginal of a kind, whichever of its names the filter lets through. */
  Map<RollupKey, Sums> marginals(UsageFilter filter, Kind kind) {
    Map<RollupKey, Sums> sums = new HashMap<>();
    boolean crossed = filter.key() != null || (kind == Kind.ERROR && filter.status() != null);
    Optional<Map<Span, Set<String>>> spans =
        crossed ? Optional.empty() : spans(filter, GroupBy.NOTHING);
    if (spans.isPresent()) {
      read(
          selection(kind, filter, null),
          spans.get(),
          (_, key, row) -> row.addTo(sums.computeIfAbsent(key, _ -> new Sums())));
      return sums;
    }
    Marginals marginals = new Marginals();
    RollupNames names = new RollupNames((_, _, _) -> true);
    requests.requests(filter, request -> marginals.add(request, names));
    marginals
        .sums()
        .forEach((key, its) -> {
          if (key.kind() == kind && filter.letsThrough(key.provider(), key.model())) {
            sums.put(key, its);
          }
        });
    return sums;
  }

  private void read(Selection selection, Map<Span, Set<String>> spans, RollupSource.Taker taker) {
    spans.forEach((span, writers) -> rollups.read(selection, span, writers, taker));
  }

  private static Selection selection(Kind kind, UsageFilter filter, @Nullable String subject) {
    boolean ofTarget = kind == Kind.TARGET || kind == Kind.ERROR;
    boolean ofStatus = kind == Kind.TOTAL || kind == Kind.TARGET;
    return new Selection(
        kind,
        filter.scope().tenant(),
        filter.scope().environment(),
        ofTarget ? filter.provider() : null,
        ofTarget ? filter.model() : null,
        ofStatus && filter.status() != null ? filter.status().word() : null,
        subject);
  }

  /** The marginal that knows everything asked for. */
  private static Optional<Selection> selection(UsageFilter filter, GroupBy by) {
    boolean target = filter.isOfTarget() || by.isByTarget();
    if (by == GroupBy.VARIANT) {
      return Optional.of(selection(Kind.VARIANT, filter, null));
    }
    if (filter.key() != null || by == GroupBy.KEY) {
      return target || filter.status() != null
          ? Optional.empty()
          : Optional.of(selection(Kind.KEY, filter, filter.key()));
    }
    return Optional.of(selection(target ? Kind.TARGET : Kind.TOTAL, filter, null));
  }

  /** Which buckets of which writers make up the time; those that agree are read at once. */
  private Optional<Map<Span, Set<String>>> spans(UsageFilter filter, GroupBy by) {
    if (!rollups.isWhole()) {
      return Optional.empty();
    }
    Map<Span, Set<String>> spans = new HashMap<>();
    Grain coarsest = by.coarsest();
    for (RollupMarks marks : rollups.marks()) {
      Optional<List<Span>> its =
          Spans.cut(
              filter.from().toEpochMilli(), filter.to().toEpochMilli(), coarsest, coarsest, marks);
      if (its.isEmpty()) {
        return Optional.empty();
      }
      for (Span span : its.get()) {
        spans.computeIfAbsent(span, _ -> new HashSet<>()).add(marks.writer());
      }
    }
    return Optional.of(spans);
  }

  private Map<List<String>, Sums> requestByRequest(UsageFilter filter, GroupBy by) {
    Map<List<String>, Sums> groups = new HashMap<>();
    requests.requests(
        filter,
        request -> {
          if (filter.letsThrough(request.providerOrNone(), request.model())) {
            group(groups, by, request, request.providerOrNone(), request.model()).count(request);
          }
          for (AttemptUsage attempt : request.attempts()) {
            if (filter.letsThrough(attempt.provider(), attempt.model())) {
              group(groups, by, request, attempt.provider(), attempt.model()).took(attempt);
            }
          }
        });
    return groups;
  }

  private Sums group(
      Map<List<String>, Sums> groups,
      GroupBy by,
      RequestUsage request,
      String provider,
      String model) {
    List<String> names =
        by.names(request.createdMillis(), request.tenant(), provider, model, request.keyId(), zone);
    return groups.computeIfAbsent(names, _ -> new Sums());
  }
}

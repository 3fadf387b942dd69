package dev.breakwater.operations.reports;

import dev.breakwater.operations.reports.ErrorReport.Pattern;
import dev.breakwater.operations.rollups.Figure;
import dev.breakwater.operations.rollups.Kind;
import dev.breakwater.operations.rollups.RollupKey;
import dev.breakwater.operations.rollups.Sums;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Brings together what errors have in common, over tenants and environments. */
final class ErrorPatterns {
  private final UsageSums sums;

  private record Name(String provider, String model, String type, String fingerprint) {
    static Name of(RollupKey key) {
      return new Name(key.provider(), key.model(), key.subject(), key.fingerprint());
    }
  }

  ErrorPatterns(UsageSums sums) {
    this.sums = sums;
  }

  /** Most frequent first. */
  List<Pattern> patterns(UsageFilter filter) {
    Map<Name, Sums> together = new HashMap<>();
    sums.marginals(filter, Kind.ERROR)
        .forEach((key, its) -> together.computeIfAbsent(Name.of(key), _ -> new Sums()).add(its));
    List<Pattern> patterns = new ArrayList<>();
    together.forEach((name, its) -> patterns.add(pattern(name, its)));
    patterns.sort(
        Comparator.comparingLong(Pattern::count)
            .reversed()
            .thenComparing(Pattern::lastSeen, Comparator.reverseOrder())
            .thenComparing(Pattern::message));
    return patterns;
  }

  /** One message a pattern, by provider and model, most frequent first. */
  Map<List<String>, List<String>> messages(UsageFilter filter) {
    Map<List<String>, List<String>> messages = new HashMap<>();
    for (Pattern pattern : patterns(filter)) {
      messages
          .computeIfAbsent(List.of(pattern.provider(), pattern.model()), _ -> new ArrayList<>())
          .add(pattern.message());
    }
    return messages;
  }

  private static Pattern pattern(Name name, Sums its) {
    Sums.Sample sample = its.sample();
    return new Pattern(
        name.provider(),
        name.model(),
        name.type(),
        sample == null ? name.type() : sample.message(),
        its.get(Figure.ERRORS),
        Instant.ofEpochMilli(sample == null ? 0 : sample.firstMillis()),
        Instant.ofEpochMilli(sample == null ? 0 : sample.lastMillis()));
  }
}

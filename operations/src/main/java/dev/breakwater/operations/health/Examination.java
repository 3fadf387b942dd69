package dev.breakwater.operations.health;

import dev.breakwater.gateway.offers.OfferedList;
import dev.breakwater.gateway.probe.Finding;
import dev.breakwater.gateway.probe.Finding.Extent;
import dev.breakwater.gateway.probe.Listing;
import dev.breakwater.gateway.probe.ProviderProbes;
import dev.breakwater.gateway.settings.ProviderSettings;
import dev.breakwater.gateway.settings.Target;
import dev.breakwater.operations.health.CheckResult.Verdict;
import dev.breakwater.operations.health.RecentTraffic.Tally;
import java.time.Duration;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * One look at one provider: what real calls said, then its list of models, and a paid question only
 * to a model in doubt or where there is no list. For one check, on one thread.
 */
final class Examination {
  /** A check asks no more models, so that an outage of many costs little; the rest get theirs. */
  private static final int MOST_PROBES = 3;

  private static final int MOST_OF_ALL = 10;

  private final ProviderProbes probes;
  private final ProviderSettings provider;
  private final Case known;
  private final Map<Target, Boolean> signs = new LinkedHashMap<>();
  private ProbeCost cost = ProbeCost.NONE;
  private Duration took = Duration.ZERO;
  private @Nullable String error;
  private Optional<OfferedList> models = Optional.empty();
  private boolean listed;

  /**
   * What is known before anybody is asked.
   *
   * @param used the provider's targets in use
   * @param traffic what calls said since the last check
   * @param doubtful targets that calls failed at, or that calls are kept from
   * @param ill targets whose own last check failed
   * @param atTheEdge whether one more failure makes the provider unhealthy
   * @param unlisted whether its list is wanted though calls tell enough of its health
   */
  record Case(
      List<Target> used,
      Map<Target, Tally> traffic,
      List<Target> doubtful,
      Set<Target> ill,
      boolean atTheEdge,
      boolean unlisted) {
    boolean isWellByTraffic() {
      return traffic.values().stream().anyMatch(Tally::endedWell);
    }
  }

  Examination(ProviderProbes probes, ProviderSettings provider, Case known) {
    this.probes = probes;
    this.provider = provider;
    this.known = known;
    known
        .traffic()
        .forEach((target, tally) -> {
          if (tally.endedWell()) {
            signs.put(target, true);
          }
        });
  }

  /** As cheaply as can be. */
  CheckResult byItself() {
    if (known.doubtful().isEmpty() && known.isWellByTraffic()) {
      if (known.unlisted()) {
        list(); // for its models only
      }
      took = RecentTraffic.averageTime(known.traffic());
      return result(Verdict.WELL, CheckMethod.TRAFFIC);
    }
    return switch (list()) {
      case Finding.Well well ->
          known.doubtful().isEmpty()
              ? result(Verdict.WELL, CheckMethod.LIST)
              : doubted(known.doubtful(), Verdict.WELL);
      case Finding.NotOffered none -> withoutList(Verdict.UNCLEAR);
      case Finding.Refused refused -> withoutList(Verdict.UNCLEAR);
      case Finding.Ill ill ->
          isContradicted(ill) ? withoutList(Verdict.ILL) : result(Verdict.ILL, CheckMethod.LIST);
      case Finding.Unclear unclear ->
          result(known.isWellByTraffic() ? Verdict.WELL : Verdict.UNCLEAR, CheckMethod.LIST);
    };
  }

  CheckResult byList() {
    Verdict verdict =
        switch (list()) {
          case Finding.Well well -> Verdict.WELL;
          case Finding.Ill ill -> Verdict.ILL;
          case Finding.NotOffered none -> Verdict.UNCLEAR;
          case Finding.Refused refused -> Verdict.UNCLEAR;
          case Finding.Unclear unclear -> Verdict.UNCLEAR;
        };
    return result(verdict, CheckMethod.LIST);
  }

  /** Asks one model, the one most in doubt. */
  CheckResult byProbe() {
    return Stream.concat(known.doubtful().stream(), known.used().stream())
        .findFirst()
        .map(target ->
            // Of several models one that fails does not condemn the others.
            asked(List.of(target), known.used().size() > 1 ? Verdict.UNCLEAR : Verdict.ILL))
        .orElseGet(this::nobodyToAsk);
  }

  CheckResult byAll() {
    boolean listed = list() instanceof Finding.Well;
    if (known.used().isEmpty()) {
      return listed ? result(Verdict.WELL, CheckMethod.LIST) : nobodyToAsk();
    }
    CheckResult result = asked(known.used().stream().limit(MOST_OF_ALL).toList(), Verdict.ILL);
    return new CheckResult(
        result.verdict(),
        CheckMethod.ALL,
        result.error(),
        result.took(),
        result.cost(),
        result.targets());
  }

  /** What was listed; empty when no list came, or none was asked for. */
  Optional<OfferedList> models() {
    return models;
  }

  /** Whether the list was asked for. */
  boolean hasListed() {
    return listed;
  }

  private Finding list() {
    listed = true;
    Listing listing = probes.list(provider);
    models = listing.models();
    Finding list = listing.finding();
    took = list.took();
    error =
        switch (list) {
          case Finding.Well well -> null;
          case Finding.Ill ill -> ill.message();
          case Finding.NotOffered none -> none.message();
          case Finding.Refused refused -> refused.message();
          case Finding.Unclear unclear -> unclear.message();
        };
    return list;
  }

  /**
   * Whether a list that fails may not be all: calls succeed, or an answer has come at least and the
   * provider would be condemned for it.
   */
  private boolean isContradicted(Finding.Ill list) {
    return known.isWellByTraffic() || (known.atTheEdge() && list.extent() == Extent.QUESTION);
  }

  /**
   * @param otherwise when no model can tell
   */
  private CheckResult withoutList(Verdict otherwise) {
    if (known.doubtful().isEmpty() && known.isWellByTraffic()) {
      return result(Verdict.WELL, CheckMethod.TRAFFIC);
    }
    Set<Target> all = new LinkedHashSet<>(known.doubtful());
    all.addAll(known.used());
    return all.isEmpty() ? result(otherwise, CheckMethod.LIST) : doubted(all, otherwise);
  }

  /** Asks the models in doubt, and others until one answers when there is no list. */
  private CheckResult doubted(Collection<Target> targets, Verdict otherwise) {
    int asked = 0;
    for (Target target : targets) {
      boolean witness = !known.doubtful().contains(target);
      if (asked == MOST_PROBES || (witness && signs.containsValue(true))) {
        break;
      }
      if (ask(target) == Extent.PROVIDER) {
        return result(Verdict.ILL, CheckMethod.PROBE);
      }
      asked++;
    }
    if (signs.containsValue(true)) {
      return result(Verdict.WELL, CheckMethod.PROBE);
    }
    if (!signs.containsValue(false)) {
      return result(otherwise, CheckMethod.PROBE);
    }
    boolean othersMayBeWell =
        otherwise == Verdict.WELL
            && known.used().stream()
                .anyMatch(target -> signs.getOrDefault(target, !known.ill().contains(target)));
    return result(othersMayBeWell ? Verdict.WELL : Verdict.ILL, CheckMethod.PROBE);
  }

  /** Asks exactly these models. */
  private CheckResult asked(List<Target> targets, Verdict ifAllFail) {
    for (Target target : targets) {
      if (ask(target) == Extent.PROVIDER) {
        return result(Verdict.ILL, CheckMethod.PROBE);
      }
    }
    boolean anyAnswered = targets.stream().anyMatch(it -> signs.getOrDefault(it, false));
    boolean anyFailed = targets.stream().anyMatch(it -> !signs.getOrDefault(it, true));
    Verdict verdict = anyAnswered ? Verdict.WELL : anyFailed ? ifAllFail : Verdict.UNCLEAR;
    return result(verdict, CheckMethod.PROBE);
  }

  private CheckResult nobodyToAsk() {
    error = "there is no model to ask; list one under the provider, or put one into a chain";
    return result(Verdict.UNCLEAR, CheckMethod.PROBE);
  }

  /** Asks one model and notes what came of it; how far a failure goes, null when it is none. */
  private @Nullable Extent ask(Target target) {
    Finding finding = probes.oneToken(provider, target.model());
    took = finding.took();
    return switch (finding) {
      case Finding.Well well -> {
        cost = cost.plus(well.costNanos());
        signs.put(target, true);
        yield null;
      }
      case Finding.Refused refused -> {
        cost = cost.plus(0);
        signs.put(target, true);
        yield null;
      }
      case Finding.Ill ill -> {
        cost = cost.plus(ill.costNanos());
        error = ill.message();
        signs.put(target, false);
        yield ill.extent();
      }
      case Finding.Unclear unclear -> {
        error = unclear.message();
        yield null;
      }
      case Finding.NotOffered none -> {
        error = none.message();
        yield null;
      }
    };
  }

  private CheckResult result(Verdict verdict, CheckMethod method) {
    boolean saysWhy = verdict != Verdict.WELL || signs.containsValue(false);
    return new CheckResult(
        verdict, method, ProviderHealth.cut(saysWhy ? error : null), took, cost, signs);
  }
}

package dev.breakwater.operations.health;

import dev.breakwater.gateway.attempt.CircuitBreaker;
import dev.breakwater.gateway.attempt.TargetHealth;
import dev.breakwater.gateway.attempt.TargetHealths;
import dev.breakwater.gateway.settings.Target;
import dev.breakwater.operations.health.CheckResult.Verdict;
import dev.breakwater.operations.health.ProviderHealth.OfTarget;
import dev.breakwater.operations.health.RecentTraffic.Tally;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What is known of each of a provider's targets alone, and the hand on their circuits: opens those
 * of the ill, and lets a client's call through to the healed. Under the lock of its watch.
 */
final class TargetMarks {
  /** So many good checks in a row bring a probe forward. */
  private static final int CONFIRMED = 2;

  private final TargetHealths healths;
  private final Map<Target, Mark> marks = new HashMap<>();
  private long questions;

  private static final class Mark {
    Standing standing = Standing.UNKNOWN;
    @Nullable String lastError;

    /** Good checks in a row while calls are kept from it. */
    int good;

    /** Its probe has been brought forward, and no call has failed since. */
    boolean forwarded;

    long askedAt;
  }

  TargetMarks(TargetHealths healths) {
    this.healths = healths;
  }

  /** The targets that calls failed at or are kept from; the longest unasked first. */
  List<Target> doubtful(List<UsedTarget> used, Map<Target, Tally> traffic) {
    marks.keySet().retainAll(used.stream().map(UsedTarget::target).toList());
    List<Target> doubtful = new ArrayList<>();
    for (UsedTarget one : used) {
      Mark mark = mark(one.target());
      Tally tally = traffic.getOrDefault(one.target(), Tally.NONE);
      if (tally.failures() + tally.unknown() > 0) {
        mark.forwarded = false;
      }
      boolean keptFrom = isKeptFrom(one.target()) && !mark.forwarded;
      if (tally.lastFailed() || (!tally.endedWell() && (keptFrom || mark.standing.isDown()))) {
        doubtful.add(one.target());
      }
    }
    doubtful.sort(Comparator.comparingLong(target -> mark(target).askedAt));
    traffic.forEach((target, tally) -> {
      boolean callersOwn = tally.unknown() > 0;
      if (!marks.containsKey(target) && tally.lastFailed() && !callersOwn) {
        doubtful.add(target);
      }
    });
    return doubtful;
  }

  /** Those whose own last check failed. */
  Set<Target> ill() {
    Set<Target> ill = new HashSet<>();
    marks.forEach((target, mark) -> {
      if (mark.standing.isDown()) {
        ill.add(target);
      }
    });
    return ill;
  }

  /**
   * Takes a check's signs in.
   *
   * @return whether a target was found well that calls are kept from, which one more check is to
   *     confirm
   */
  boolean learn(List<UsedTarget> used, CheckResult result, HealthSettings settings) {
    boolean toConfirm = false;
    for (UsedTarget one : used) {
      Mark mark = mark(one.target());
      Boolean sign = result.targets().get(one.target());
      if (sign != null) {
        judge(one, mark, sign, result, settings);
      }
      if (isKeptFrom(one.target()) && !mark.forwarded) {
        mark.good = isGood(sign, result) ? mark.good + 1 : 0;
        if (mark.good >= CONFIRMED) {
          heal(one.target());
          mark.good = 0;
          mark.forwarded = true;
        }
        toConfirm |= mark.good > 0;
      } else {
        mark.good = 0;
      }
    }
    return toConfirm;
  }

  private void judge(
      UsedTarget one, Mark mark, boolean well, CheckResult result, HealthSettings settings) {
    Standing before = mark.standing;
    mark.askedAt = ++questions;
    mark.standing = well ? before.passed(settings) : before.failed(settings);
    if (!well) {
      mark.lastError = result.error();
      mark.forwarded = false;
    }
    if (before.healthy() && !mark.standing.healthy()) {
      healths.markUnhealthy(one.target(), one.circuit());
    }
  }

  /** A target that was not asked itself goes by its provider, unless a neighbour failed. */
  private static boolean isGood(@Nullable Boolean sign, CheckResult result) {
    return sign != null
        ? sign
        : result.verdict() == Verdict.WELL && !result.targets().containsValue(false);
  }

  /** The whole provider is unhealthy: calls are kept from everything that it has. */
  void open(List<UsedTarget> used) {
    for (UsedTarget one : used) {
      Mark mark = mark(one.target());
      mark.good = 0;
      mark.forwarded = false;
      healths.markUnhealthy(one.target(), one.circuit());
    }
  }

  List<OfTarget> states(List<UsedTarget> used) {
    return used.stream()
        .map(one -> {
          Mark mark = mark(one.target());
          return new OfTarget(
              one.target(), mark.standing.healthy(), mark.standing.failures(), mark.lastError);
        })
        .toList();
  }

  private void heal(Target target) {
    Optional<TargetHealth.Reason> aside = figures(target).flatMap(TargetHealth.Figures::aside);
    if (aside.equals(Optional.of(TargetHealth.Reason.CREDENTIAL))) {
      healths.forgetCredential(target.providerId());
    } else if (aside.equals(Optional.of(TargetHealth.Reason.UNKNOWN_MODEL))) {
      healths.of(target).reset();
    }
    healths.healed(target);
  }

  /** Whether routing passes it by for anything that a check can lift. */
  private boolean isKeptFrom(Target target) {
    return figures(target)
        .filter(it ->
            it.circuit() != CircuitBreaker.Status.CLOSED
                || it.aside().filter(why -> why != TargetHealth.Reason.THROTTLED).isPresent())
        .isPresent();
  }

  private Optional<TargetHealth.Figures> figures(Target target) {
    return Optional.ofNullable(healths.all().get(target)).map(TargetHealth::figures);
  }

  private Mark mark(Target target) {
    return marks.computeIfAbsent(target, _ -> new Mark());
  }
}

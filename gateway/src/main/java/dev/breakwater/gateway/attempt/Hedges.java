package dev.breakwater.gateway.attempt;

import dev.breakwater.gateway.provider.PreparedCall;
import dev.breakwater.gateway.route.Candidate;
import dev.breakwater.gateway.route.RoutePlan;
import dev.breakwater.gateway.settings.Hedging;
import dev.breakwater.gateway.settings.Target;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Stream;

/** Which calls of a request get a rival, when, and who it is. */
final class Hedges {
  private final ExpectedCost expectedCost;
  private final Crew crew;
  private final AttemptRequest request;
  private final RoutePlan plan;

  Hedges(ExpectedCost expectedCost, Crew crew) {
    this.expectedCost = expectedCost;
    this.crew = crew;
    this.request = crew.course().request();
    this.plan = request.plan();
  }

  /**
   * How long a call may be silent before it gets a rival; empty when it gets none. Only the first
   * call to a target whose usual time is known, for an answer that shows when it begins; and none
   * whose stream others may go on with, for it can begin only once.
   */
  Optional<Duration> patience(Attempt first) {
    if (first.kind() != Decision.Kind.FIRST
        || !request.ask().stream()
        || crew.words().resumption().isPresent()) {
      return Optional.empty();
    }
    return switch (plan.settings().answering().hedging()) {
      case Hedging.Off off -> Optional.empty();
      case Hedging.AfterP95 after -> {
        TargetHealth health = crew.healths().of(first.target());
        health.hedges().called(after.costShare());
        yield health.firstTokens().p95();
      }
    };
  }

  /** The rival of a call that has been silent: another target that may be called, else its own. */
  Optional<Attempt> rival(Attempt first) {
    Stream<Candidate> others =
        plan.candidates().stream().filter(candidate -> !candidate.equals(first.candidate()));
    Optional<Candidate> other =
        others
            .filter(candidate ->
                crew.passing().barred(candidate).isEmpty()
                    && crew.passing().shut(candidate).isEmpty()
                    && crew.passing().spared(candidate).isEmpty())
            .findFirst();
    return other.isPresent()
        ? crew.words().of(other.get()).flatMap(words -> permitted(first, other.get(), words))
        : permitted(first, first.candidate(), first.prepared());
  }

  private Optional<Attempt> permitted(Attempt first, Candidate candidate, PreparedCall words) {
    HedgeBudget budget = crew.healths().of(first.target()).hedges();
    if (!budget.take(costInCalls(first.target(), candidate.target()))) {
      return Optional.empty();
    }
    return crew.healths()
        .of(candidate.target())
        .circuit()
        .ask(plan.settings().circuit())
        .map(permit -> new Attempt(candidate, words, permit, 0, Decision.Kind.HEDGE));
  }

  /** What a hedge costs, as a multiple of the first call; 1 where a price is unknown. */
  private double costInCalls(Target first, Target hedge) {
    OptionalLong own = expectedCost.nanos(request.ask(), first);
    OptionalLong other = expectedCost.nanos(request.ask(), hedge);
    return own.isPresent() && other.isPresent() && own.getAsLong() > 0
        ? (double) other.getAsLong() / own.getAsLong()
        : 1;
  }
}

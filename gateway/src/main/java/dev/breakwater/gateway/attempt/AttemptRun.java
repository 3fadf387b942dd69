package dev.breakwater.gateway.attempt;

import dev.breakwater.gateway.attempt.Conclusion.End;
import dev.breakwater.gateway.attempt.RetryDecision.Retry;
import dev.breakwater.gateway.concurrent.Deadline;
import dev.breakwater.gateway.concurrent.Waiter;
import dev.breakwater.gateway.concurrent.Why;
import dev.breakwater.gateway.provider.Call;
import dev.breakwater.gateway.provider.Fault;
import dev.breakwater.gateway.provider.Outcome;
import dev.breakwater.gateway.provider.Refusal;
import dev.breakwater.gateway.route.Candidate;
import dev.breakwater.gateway.route.RoutePlan;
import dev.breakwater.gateway.settings.AttemptSettings;
import dev.breakwater.gateway.usage.JournalFull;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The attempts of one request. */
final class AttemptRun {
  /** How long a target is passed by whose credential or model its provider does not accept. */
  private static final Duration SET_ASIDE = Duration.ofSeconds(60);

  /** A throttled target that names no time is passed by for this long. */
  private static final Duration DEFAULT_COOL_DOWN = Duration.ofSeconds(1);

  private static final Duration LEAST_RETRY_AFTER = Duration.ofSeconds(1);

  private final TargetHealths healths;
  private final Providers providers;
  private final RetryDecision retryDecision;
  private final AttemptRequest request;
  private final RoutePlan plan;
  private final Waiter waiter;

  private int calls;
  private @Nullable Fault firstFault;
  private End.@Nullable Refused tooLong;
  private long tooLongFor;

  AttemptRun(
      TargetHealths healths,
      Providers providers,
      RetryDecision retryDecision,
      AttemptRequest request) {
    this.healths = healths;
    this.providers = providers;
    this.retryDecision = retryDecision;
    this.request = request;
    this.plan = request.plan();
    this.waiter = request.waiter();
  }

  Conclusion run() {
    End end;
    try {
      end = inOrder();
    } catch (JournalFull e) {
      end = new End.NotRecordable(String.valueOf(e.getMessage()));
    }
    return new Conclusion(end, calls, Optional.ofNullable(firstFault));
  }

  private End inOrder() throws JournalFull {
    for (Candidate candidate : plan.candidates()) {
      if (request.deadline().hasPassed(waiter.time())) {
        return new End.OutOfTime();
      }
      Optional<End> end = isPassedBy(candidate) ? Optional.empty() : tryTarget(candidate);
      if (end.isPresent()) {
        return end.get();
      }
    }
    if (tooLong != null) {
      return tooLong;
    }
    if (calls == 0) {
      Optional<End> end = probeTheSoonest();
      if (end.isPresent()) {
        return end.get();
      }
    }
    return request.deadline().hasPassed(waiter.time()) ? new End.OutOfTime() : nobodyAnswered();
  }

  private boolean isPassedBy(Candidate candidate) {
    return healths.of(candidate.target()).aside().isPresent() || isTooSmall(candidate);
  }

  /** A prompt that did not fit one window fits no smaller one; an unknown one may be larger. */
  private boolean isTooSmall(Candidate candidate) {
    return tooLong != null
        && candidate.contextWindow() != 0
        && candidate.contextWindow() <= tooLongFor;
  }

  /** Calls one target until it answers or may not be asked again; empty: on to the next one. */
  private Optional<End> tryTarget(Candidate candidate) throws JournalFull {
    TargetHealth health = healths.of(candidate.target());
    int cost = 0;
    for (int retries = 0; ; retries++) {
      Optional<Permit> permit = health.circuit().ask(limits());
      if (permit.isEmpty()) {
        return Optional.empty();
      }
      switch (call(candidate, health, permit.get(), cost)) {
        case Step.Over over -> {
          return Optional.of(over.end());
        }
        case Step.Next next -> {
          return Optional.empty();
        }
        case Step.Faulty faulty -> {
          Optional<Retry> retry =
              retryDecision.decide(faulty.fault(), retries, faulty.circuitOpen(), health.retries());
          if (retry.isEmpty()) {
            return Optional.empty();
          }
          cost = retry.get().cost();
          if (sleep(retry.get().delay()) == Waiter.Wake.LEFT) {
            return Optional.of(new End.Abandoned(reasonToLeave()));
          }
        }
      }
    }
  }

  /** What one call means for the request. */
  private sealed interface Step {
    record Over(End end) implements Step {}

    record Next() implements Step {}

    record Faulty(Fault fault, boolean circuitOpen) implements Step {}
  }

  /** Makes one call and hands its permit back. */
  private Step call(Candidate candidate, TargetHealth health, Permit permit, int cost)
      throws JournalFull {
    Call call =
        new Call(
            request.ask(),
            candidate.target(),
            calls + 1,
            plan.settings().timeouts(),
            request.deadline());
    try {
      request.log().began(call);
    } catch (JournalFull e) {
      permit.released();
      throw e;
    }
    calls++;
    long started = waiter.time().nanos();
    Outcome outcome = providers.of(call.target()).attempt(call, request.sink());
    Duration took = Duration.ofNanos(waiter.time().nanos() - started);
    request.log().ended(call, outcome, took);
    return switch (outcome) {
      case Outcome.Answered answered -> {
        permit.succeeded();
        health.retries().succeeded(cost);
        health.succeeded(took);
        yield new Step.Over(new End.Answered(call, answered.answer()));
      }
      case Outcome.Refused refused -> {
        permit.released();
        yield refused(candidate, call, refused.refusal());
      }
      case Outcome.Failed failed -> failed(candidate, call, failed.fault(), health, permit);
      case Outcome.Broken broken -> {
        permit.failed();
        health.failed(broken.fault().message());
        remember(broken.fault());
        yield new Step.Over(new End.Broken(call, broken.fault()));
      }
      case Outcome.Abandoned abandoned -> {
        permit.released();
        yield new Step.Over(new End.Abandoned(abandoned.why()));
      }
    };
  }

  private Step refused(Candidate candidate, Call call, Refusal refusal) {
    End.Refused end = new End.Refused(call, refusal);
    return switch (refusal) {
      case Refusal.CallersOwn own -> new Step.Over(end);
      case Refusal.TooLong tooLarge -> {
        if (tooLong == null) {
          tooLong = end;
        }
        tooLongFor = Math.max(tooLongFor, candidate.contextWindow());
        yield new Step.Next();
      }
      case Refusal.ContentPolicy policy ->
          switch (plan.settings().onContentPolicy()) {
            case FAIL -> new Step.Over(end);
            case FALLBACK -> isLast(candidate) ? new Step.Over(end) : new Step.Next();
          };
    };
  }

  private boolean isLast(Candidate candidate) {
    return candidate.equals(plan.candidates().getLast());
  }

  private Step failed(
      Candidate candidate, Call call, Fault fault, TargetHealth health, Permit permit) {
    if (fault instanceof Fault.UnknownModel unknown && candidate.named()) {
      permit.released();
      return new Step.Over(new End.Refused(call, new Refusal.CallersOwn(unknown.rejected())));
    }
    remember(fault);
    health.failed(fault.message());
    boolean open =
        switch (fault) {
          case Fault.Transient once -> permit.failed();
          case Fault.Silent silent -> permit.failed();
          case Fault.Throttled throttled -> {
            permit.released();
            health.setAside(
                TargetHealth.Reason.THROTTLED, throttled.retryAfter().orElse(DEFAULT_COOL_DOWN));
            yield false;
          }
          case Fault.Credential credential -> {
            permit.released();
            healths.setCredentialAside(call.target().provider(), SET_ASIDE);
            yield false;
          }
          case Fault.UnknownModel unknown -> {
            permit.released();
            health.setAside(TargetHealth.Reason.UNKNOWN_MODEL, SET_ASIDE);
            yield false;
          }
        };
    return new Step.Faulty(fault, open);
  }

  /** Every circuit is open: one request at a time tries the target that is due soonest. */
  private Optional<End> probeTheSoonest() throws JournalFull {
    Optional<Candidate> soonest =
        plan.candidates().stream()
            .filter(candidate -> !isPassedBy(candidate))
            .min((one, other) ->
                healths
                    .of(one.target())
                    .circuit()
                    .untilProbe()
                    .compareTo(healths.of(other.target()).circuit().untilProbe()));
    if (soonest.isEmpty()) {
      return Optional.empty();
    }
    TargetHealth health = healths.of(soonest.get().target());
    Optional<Permit> permit = health.circuit().askEarly(limits());
    if (permit.isEmpty()) {
      return Optional.empty();
    }
    return call(soonest.get(), health, permit.get(), 0) instanceof Step.Over over
        ? Optional.of(over.end())
        : Optional.empty();
  }

  private End nobodyAnswered() {
    boolean throttled = true;
    Duration soonest = null;
    for (Candidate candidate : plan.candidates()) {
      TargetHealth health = healths.of(candidate.target());
      Optional<TargetHealth.Aside> aside = health.aside();
      throttled &= aside.filter(it -> it.reason() == TargetHealth.Reason.THROTTLED).isPresent();
      Duration wait =
          aside
              .map(it -> Duration.ofNanos(it.untilNanos() - waiter.time().nanos()))
              .orElseGet(health.circuit()::untilProbe);
      soonest = soonest == null || wait.compareTo(soonest) < 0 ? wait : soonest;
    }
    Duration retryAfter =
        soonest == null || soonest.compareTo(LEAST_RETRY_AFTER) < 0 ? LEAST_RETRY_AFTER : soonest;
    return new End.NobodyAnswered(retryAfter, throttled);
  }

  private Waiter.Wake sleep(Duration wait) {
    return waiter.sleepUntil(Deadline.after(waiter.time(), wait));
  }

  private Why reasonToLeave() {
    Why why = waiter.why();
    return why == null ? Why.SHUTDOWN : why;
  }

  private void remember(Fault fault) {
    if (firstFault == null) {
      firstFault = fault;
    }
  }

  private CircuitBreaker.Limits limits() {
    AttemptSettings settings = plan.settings();
    return CircuitBreaker.Limits.of(settings);
  }
}

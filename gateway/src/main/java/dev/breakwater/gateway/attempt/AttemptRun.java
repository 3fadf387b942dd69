package dev.breakwater.gateway.attempt;

import dev.breakwater.gateway.attempt.Conclusion.End;
import dev.breakwater.gateway.attempt.RetryDecision.Retry;
import dev.breakwater.gateway.concurrent.Deadline;
import dev.breakwater.gateway.concurrent.Waiter;
import dev.breakwater.gateway.concurrent.Why;
import dev.breakwater.gateway.provider.Call;
import dev.breakwater.gateway.provider.Fault;
import dev.breakwater.gateway.provider.Outcome;
import dev.breakwater.gateway.provider.Preparation;
import dev.breakwater.gateway.provider.PreparedCall;
import dev.breakwater.gateway.provider.Refusal;
import dev.breakwater.gateway.route.Candidate;
import dev.breakwater.gateway.route.RoutePlan;
import dev.breakwater.gateway.settings.Target;
import dev.breakwater.gateway.usage.JournalFull;
import dev.breakwater.wire.conversation.Tokens;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The attempts of one request. */
final class AttemptRun {
  /** How long a target is passed by whose credential or model its provider does not accept. */
  private static final Duration SET_ASIDE = Duration.ofSeconds(60);

  /** A throttled target that names no time is passed by for this long. */
  private static final Duration DEFAULT_COOL_DOWN = Duration.ofSeconds(1);

  private static final Duration LEAST_RETRY_AFTER = Duration.ofSeconds(1);

  /** A request in its back-off sees a circuit that opened after at most this long. */
  private static final Duration CIRCUIT_LOOK = Duration.ofSeconds(1);

  private final TargetHealths healths;
  private final Providers providers;
  private final RetryDecision retryDecision;
  private final AttemptRequest request;
  private final RoutePlan plan;
  private final Waiter waiter;

  private final Refusals refusals = new Refusals();
  private final List<Decision> trace = new ArrayList<>(2);
  private int calls;
  private @Nullable Fault firstFault;

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
    return new Conclusion(end, calls, Optional.ofNullable(firstFault), trace);
  }

  private End inOrder() throws JournalFull {
    for (Candidate candidate : plan.candidates()) {
      Optional<End> end = isPassedBy(candidate) ? Optional.empty() : tryTarget(candidate);
      if (end.isPresent()) {
        return end.get();
      }
    }
    if (calls == 0) {
      Optional<End> end = probeTheSoonest();
      if (end.isPresent()) {
        return end.get();
      }
    }
    return givenUp()
        .or(refusals::first)
        .or(() -> refusals.inexpressible(plan.candidates()))
        .orElseGet(this::nobodyAnswered);
  }

  /** The end, when the client has left or its time is used up. */
  private Optional<End> givenUp() {
    Why why = waiter.why();
    if (why != null) {
      return Optional.of(new End.Abandoned(why));
    }
    return request.deadline().hasPassed(waiter.time())
        ? Optional.of(new End.OutOfTime())
        : Optional.empty();
  }

  private boolean isPassedBy(Candidate candidate) {
    return healths.of(candidate.target()).aside().isPresent() || refusals.foretell(candidate);
  }

  /** What the target would be sent; empty when it has no words for it. */
  private Optional<PreparedCall> prepared(Candidate candidate) {
    Target target = candidate.target();
    return switch (providers.of(target).prepare(request.ask(), target.model(), waiter)) {
      case Preparation.Ready ready -> Optional.of(ready.call());
      case Preparation.Unable unable -> {
        refusals.cannotSay(candidate, unable.problem());
        yield Optional.empty();
      }
    };
  }

  private Optional<End> tryTarget(Candidate candidate) throws JournalFull {
    Optional<PreparedCall> prepared = prepared(candidate);
    return prepared.isPresent() ? tryTarget(candidate, prepared.get()) : Optional.empty();
  }

  /** Calls one target until it answers or may not be asked again; empty: on to the next one. */
  private Optional<End> tryTarget(Candidate candidate, PreparedCall prepared) throws JournalFull {
    TargetHealth health = healths.of(candidate.target());
    int cost = 0;
    for (int retries = 0; ; retries++) {
      Optional<End> end = givenUp();
      if (end.isPresent()) {
        return end;
      }
      Optional<Permit> permit = health.circuit().ask(plan.settings().circuit());
      if (permit.isEmpty()) {
        return Optional.empty();
      }
      switch (call(candidate, prepared, permit.get(), cost)) {
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
          if (!backOff(retry.get().delay(), health.circuit())) {
            return givenUp();
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
  private Step call(Candidate candidate, PreparedCall prepared, Permit permit, int cost)
      throws JournalFull {
    TargetHealth health = healths.of(candidate.target());
    Call call =
        new Call(
            request.ask(),
            request.passOn(),
            prepared.dropped(),
            candidate.target(),
            calls + 1,
            plan.settings().timeouts(),
            request.deadline(),
            waiter);
    try {
      request.log().began(call);
    } catch (JournalFull e) {
      permit.released();
      throw e;
    }
    calls++;
    long started = waiter.time().nanos();
    Outcome outcome;
    try {
      outcome = prepared.attempt(call, request.sink());
    } catch (RuntimeException | Error e) {
      permit.released();
      request.log().ended(call, ourFault(e), since(started));
      throw e;
    }
    Duration took = since(started);
    request.log().ended(call, outcome, took);
    return switch (outcome) {
      case Outcome.Answered answered -> {
        permit.succeeded();
        health.retries().succeeded(cost);
        health.succeeded(took);
        if (request.ask().stream()) {
          health
              .firstTokens()
              .add(Duration.ofNanos(answered.answer().firstContentNanos() - started));
        }
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

  private Duration since(long startedNanos) {
    return Duration.ofNanos(waiter.time().nanos() - startedNanos);
  }

  /** A provider that throws is a mistake in this program, which says nothing about its upstream. */
  private static Outcome ourFault(Throwable thrown) {
    return new Outcome.Broken(
        new Fault.Transient("internal", thrown.toString(), 0, Optional.empty()), Tokens.NONE);
  }

  private Step refused(Candidate candidate, Call call, Refusal refusal) {
    End.Refused end = new End.Refused(call, refusal);
    return switch (refusal) {
      case Refusal.CallersOwn own -> new Step.Over(end);
      case Refusal.TooLong tooLong -> declined(candidate, end);
      case Refusal.ContentPolicy policy ->
          switch (plan.settings().answering().onContentPolicy()) {
            case FAIL -> new Step.Over(end);
            case FALLBACK -> declined(candidate, end);
          };
    };
  }

  private Step declined(Candidate candidate, End.Refused end) {
    refusals.add(candidate, end);
    return new Step.Next();
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
    Optional<End> end = givenUp();
    if (end.isPresent()) {
      return end;
    }
    Optional<Candidate> soonest =
        plan.candidates().stream()
            .filter(candidate -> !isPassedBy(candidate))
            .min(Comparator.comparing(it -> healths.of(it.target()).circuit().untilProbe()));
    if (soonest.isEmpty()) {
      return Optional.empty();
    }
    Optional<PreparedCall> prepared = prepared(soonest.get());
    if (prepared.isEmpty()) {
      return Optional.empty();
    }
    CircuitBreaker circuit = healths.of(soonest.get().target()).circuit();
    Optional<Permit> permit = circuit.askEarly(plan.settings().circuit());
    if (permit.isEmpty()) {
      return Optional.empty();
    }
    return call(soonest.get(), prepared.get(), permit.get(), 0) instanceof Step.Over over
        ? Optional.of(over.end())
        : Optional.empty();
  }

  private End nobodyAnswered() {
    List<TargetHealth> tried =
        plan.candidates().stream()
            .filter(candidate -> !refusals.isUnable(candidate))
            .map(candidate -> healths.of(candidate.target()))
            .toList();
    Duration soonest =
        tried.stream().map(TargetHealth::untilCall).min(Comparator.naturalOrder()).orElseThrow();
    return new End.NobodyAnswered(
        soonest.compareTo(LEAST_RETRY_AFTER) < 0 ? LEAST_RETRY_AFTER : soonest,
        tried.stream().allMatch(TargetHealth::isOnlyThrottled));
  }

  /**
   * Waits before a repeat.
   *
   * @return false when there is nothing more to wait for: the client left, or other requests opened
   *     the circuit, which is looked at once a second
   */
  private boolean backOff(Duration wait, CircuitBreaker circuit) {
    Deadline end = Deadline.after(waiter.time(), wait);
    boolean closed = circuit.status() == CircuitBreaker.Status.CLOSED;
    while (!end.hasPassed(waiter.time())) {
      Deadline look = Deadline.after(waiter.time(), CIRCUIT_LOOK).earlier(end);
      if (waiter.sleepUntil(look) == Waiter.Wake.LEFT
          || (closed && circuit.status() != CircuitBreaker.Status.CLOSED)) {
        return false;
      }
    }
    return waiter.why() == null;
  }

  private void remember(Fault fault) {
    if (firstFault == null) {
      firstFault = fault;
    }
  }
}

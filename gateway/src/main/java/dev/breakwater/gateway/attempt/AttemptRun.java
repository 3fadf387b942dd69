package dev.breakwater.gateway.attempt;

import dev.breakwater.gateway.attempt.Conclusion.End;
import dev.breakwater.gateway.attempt.RetryDecision.Retry;
import dev.breakwater.gateway.concurrent.Deadline;
import dev.breakwater.gateway.concurrent.Waiter;
import dev.breakwater.gateway.provider.PreparedCall;
import dev.breakwater.gateway.provider.Resumption;
import dev.breakwater.gateway.route.Candidate;
import dev.breakwater.gateway.route.RoutePlan;
import dev.breakwater.gateway.settings.CircuitSettings;
import dev.breakwater.gateway.usage.JournalFull;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** The way of one request through its targets. */
final class AttemptRun {
  private static final Duration LEAST_RETRY_AFTER = Duration.ofSeconds(1);

  /** A request in its back-off sees a circuit that opened after at most this long. */
  private static final Duration CIRCUIT_LOOK = Duration.ofSeconds(1);

  private final RoutePlan plan;
  private final CircuitSettings limits;
  private final Waiter waiter;
  private final Threads threads;
  private final TargetHealths healths;
  private final RetryDecision retryDecision;
  private final Refusals refusals = new Refusals();
  private final Crew crew;
  private final Course course;
  private final Passing passing;
  private final Hedges hedges;
  private final LastResort lastResort;

  AttemptRun(Attempts engine, AttemptRequest request) {
    this.plan = request.plan();
    this.limits = plan.settings().circuit();
    this.waiter = request.waiter();
    this.threads = engine.threads();
    this.healths = engine.healths();
    this.retryDecision =
        new RetryDecision(
            plan.settings().retries(), request.deadline(), waiter.time(), engine.random());
    this.crew = Crew.of(engine, request, refusals);
    this.course = crew.course();
    this.passing = crew.passing();
    this.hedges = new Hedges(engine.expectedCost(), crew);
    this.lastResort = new LastResort(crew, engine.random());
  }

  Conclusion run() {
    End end;
    try {
      end = inOrder();
    } catch (JournalFull e) {
      // Who leaves while the record is on its way to the disk has left, and nothing failed.
      end = course.givenUp().orElseGet(() -> new End.NotRecordable(String.valueOf(e.getMessage())));
    }
    return course.concluded(end);
  }

  private End inOrder() throws JournalFull {
    Optional<End> end = throughTargets().or(course::givenUp);
    if (end.isEmpty()) {
      end = withNobodyLeft();
    }
    return end.isPresent()
        ? end.get()
        : course
            .givenUp()
            .or(refusals::first)
            .or(() -> refusals.inexpressible(plan.candidates()))
            .orElseGet(this::nobodyAnswered);
  }

  private Optional<End> withNobodyLeft() throws JournalFull {
    if (course.calls() == 0) {
      Optional<Attempt> probe = lastResort.probe();
      if (probe.isPresent()) {
        return crew.caller().call(probe.get()) instanceof Step.Over over
            ? Optional.of(goneOn(over.end(), probe.get().candidate()))
            : Optional.empty();
      }
    }
    Optional<Candidate> healed = lastResort.awaitHealed();
    return healed.isPresent() ? tryTarget(healed.get()) : Optional.empty();
  }

  private Optional<End> throughTargets() throws JournalFull {
    List<Candidate> spared = new ArrayList<>(0);
    for (Candidate candidate : plan.candidates()) {
      if (isSpared(candidate)) {
        spared.add(candidate);
        continue;
      }
      Optional<End> end = tryUnlessBarred(candidate);
      if (end.isPresent()) {
        return end;
      }
    }
    for (Candidate candidate : spared) { // nobody is spared once nobody else is left
      Optional<End> end = tryUnlessBarred(candidate);
      if (end.isPresent()) {
        return end;
      }
    }
    return Optional.empty();
  }

  private boolean isSpared(Candidate candidate) {
    Optional<Passing.Reason> reason = passing.spared(candidate);
    reason.ifPresent(it -> course.skipped(candidate.target(), it.skip(), it.until()));
    return reason.isPresent();
  }

  private Optional<End> tryUnlessBarred(Candidate candidate) throws JournalFull {
    Optional<Passing.Reason> reason = passing.barred(candidate).or(() -> passing.shut(candidate));
    if (reason.isPresent()) {
      course.skipped(candidate.target(), reason.get().skip(), reason.get().until());
      return Optional.empty();
    }
    return tryTarget(candidate);
  }

  private Optional<End> tryTarget(Candidate candidate) throws JournalFull {
    Optional<PreparedCall> prepared = crew.words().of(candidate);
    return prepared.isPresent() ? tryTarget(candidate, prepared.get()) : Optional.empty();
  }

  /** Calls one target until it answers or may not be asked again; empty: on to the next one. */
  private Optional<End> tryTarget(Candidate candidate, PreparedCall prepared) throws JournalFull {
    TargetHealth health = healths.of(candidate.target());
    int cost = 0;
    for (int retries = 0; ; retries++) {
      Optional<End> end = course.givenUp();
      if (end.isPresent()) {
        return end;
      }
      Optional<Permit> permit = health.circuit().ask(limits);
      if (permit.isEmpty()) {
        Passing.Reason reason = passing.refusedBy(health.circuit());
        course.skipped(candidate.target(), reason.skip(), reason.until());
        return Optional.empty();
      }
      Attempt attempt =
          new Attempt(candidate, prepared, permit.get(), cost, kind(permit.get(), retries));
      switch (made(attempt)) {
        case Step.Over over -> {
          return Optional.of(goneOn(over.end(), candidate));
        }
        case Step.Next next -> {
          return Optional.empty();
        }
        case Step.Faulty faulty -> {
          judgeAmongPeers(health);
          Optional<Retry> retry =
              retryDecision.decide(faulty.fault(), retries, faulty.circuitOpen(), health.retries());
          if (retry.isEmpty()) {
            return Optional.empty();
          }
          cost = retry.get().cost();
          course.waits(candidate.target(), retry.get().delay());
          if (!backOff(retry.get().delay(), health, faulty.asideUntil())) {
            return course.givenUp();
          }
        }
      }
    }
  }

  private Step made(Attempt attempt) throws JournalFull {
    Optional<Duration> patience = hedges.patience(attempt);
    return patience.isEmpty()
        ? crew.caller().call(attempt)
        : new Race(crew.caller(), threads, waiter)
            .run(attempt, patience.get(), () -> hedges.rival(attempt));
  }

  /** The end of the request, which for a stream that broke off others may still make good. */
  private End goneOn(End end, Candidate candidate) {
    Optional<Resumption> brokenOff = crew.words().brokenOff();
    return end instanceof End.Broken broken && brokenOff.isPresent()
        ? new Resuming(crew, brokenOff.get()).run(broken, candidate)
        : end;
  }

  private void judgeAmongPeers(TargetHealth health) {
    if (plan.candidates().size() >= Ejection.LEAST_PEERS) {
      health.judgeAmong(plan.candidates().stream().map(it -> healths.of(it.target())).toList());
    }
  }

  private static Decision.Kind kind(Permit permit, int retries) {
    if (permit.isProbe()) {
      return Decision.Kind.PROBE;
    }
    return retries == 0 ? Decision.Kind.FIRST : Decision.Kind.RETRY;
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
   * @param asideUntil until when this request's own failure has set the target aside
   * @return false when there is nothing more to wait for: the client left, or other requests opened
   *     the circuit or set the target aside for longer, which is looked at once a second
   */
  private boolean backOff(Duration wait, TargetHealth health, long asideUntil) {
    CircuitBreaker circuit = health.circuit();
    Deadline end = Deadline.after(waiter.time(), wait);
    boolean closed = circuit.status() == CircuitBreaker.Status.CLOSED;
    while (!end.hasPassed(waiter.time())) {
      Deadline look = Deadline.after(waiter.time(), CIRCUIT_LOOK).earlier(end);
      if (waiter.sleepUntil(look) == Waiter.Wake.LEFT
          || (closed && circuit.status() != CircuitBreaker.Status.CLOSED)
          || health.isAsideBeyond(asideUntil)) {
        return false;
      }
    }
    return waiter.why() == null && !health.isAsideBeyond(asideUntil);
  }
}

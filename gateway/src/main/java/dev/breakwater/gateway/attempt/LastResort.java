package dev.breakwater.gateway.attempt;

import dev.breakwater.gateway.concurrent.Deadline;
import dev.breakwater.gateway.concurrent.Waiter;
import dev.breakwater.gateway.provider.PreparedCall;
import dev.breakwater.gateway.route.Candidate;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;

/** What a request does that has nobody left to call: it probes, or waits for others' probes. */
final class LastResort {
  /** A refusal comes within a second of the arrival, else of the last attempt's end. */
  private static final Duration PROBE_WAIT = Duration.ofMillis(900);

  private static final Duration SHORTEST_LOOK = Duration.ofMillis(20);
  private static final Duration LONGEST_LOOK = Duration.ofMillis(200);

  private final Crew crew;
  private final AttemptRequest request;
  private final RandomGenerator random;

  LastResort(Crew crew, RandomGenerator random) {
    this.crew = crew;
    this.request = crew.course().request();
    this.random = random;
  }

  /**
   * A probe of the target that is due soonest, before its time; empty when somebody has just made
   * one.
   */
  Optional<Attempt> probe() {
    Optional<Candidate> soonest =
        request.plan().candidates().stream()
            .filter(candidate -> crew.passing().barred(candidate).isEmpty())
            .min(Comparator.comparing(candidate -> circuit(candidate).untilProbe()));
    return soonest.flatMap(candidate ->
        crew.words().of(candidate).flatMap(prepared -> permitted(candidate, prepared)));
  }

  private Optional<Attempt> permitted(Candidate candidate, PreparedCall prepared) {
    return circuit(candidate)
        .askEarly(request.plan().settings().circuit())
        .map(permit -> new Attempt(candidate, prepared, permit, 0, Decision.Kind.PROBE));
  }

  /**
   * Waits a little for probes that other requests make. Whoever waits looks at times of its own, so
   * that a target that has healed is not met by all at once.
   *
   * @return a target that this request has not called and now may; empty when the wait was in vain
   */
  Optional<Candidate> awaitHealed() {
    Waiter waiter = request.waiter();
    Deadline patience = Deadline.after(waiter.time(), PROBE_WAIT).earlier(request.deadline());
    List<Candidate> fresh =
        request.plan().candidates().stream()
            .filter(candidate -> !crew.course().hasCalled(candidate.target()))
            .filter(candidate -> crew.passing().barred(candidate).isEmpty())
            .toList();
    while (fresh.stream().anyMatch(this::isProbed) && !patience.hasPassed(waiter.time())) {
      long look = random.nextLong(SHORTEST_LOOK.toNanos(), LONGEST_LOOK.toNanos());
      Deadline next = Deadline.after(waiter.time(), Duration.ofNanos(look)).earlier(patience);
      if (waiter.sleepUntil(next) == Waiter.Wake.LEFT) {
        return Optional.empty();
      }
      Optional<Candidate> healed = fresh.stream().filter(this::isCallable).findFirst();
      if (healed.isPresent()) {
        return healed;
      }
    }
    return Optional.empty();
  }

  private boolean isProbed(Candidate candidate) {
    return circuit(candidate).status() == CircuitBreaker.Status.HALF_OPEN;
  }

  private boolean isCallable(Candidate candidate) {
    return crew.passing().barred(candidate).isEmpty() && crew.passing().shut(candidate).isEmpty();
  }

  private CircuitBreaker circuit(Candidate candidate) {
    return crew.healths().of(candidate.target()).circuit();
  }
}

package dev.breakwater.gateway.attempt;

import dev.breakwater.gateway.attempt.Conclusion.End;
import dev.breakwater.gateway.concurrent.Waiter;
import dev.breakwater.gateway.concurrent.Why;
import dev.breakwater.gateway.provider.Call;
import dev.breakwater.gateway.provider.Fault;
import dev.breakwater.gateway.settings.Target;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What one request has gone through so far; its thread's own. */
final class Course {
  private final AttemptRequest request;
  private final List<Decision> trace = new ArrayList<>(2);
  private int calls;
  private @Nullable Fault firstFault;

  Course(AttemptRequest request) {
    this.request = request;
  }

  AttemptRequest request() {
    return request;
  }

  int calls() {
    return calls;
  }

  boolean hasCalled(Target target) {
    for (Decision step : trace) {
      if (step instanceof Decision.Called called && called.target().equals(target)) {
        return true;
      }
    }
    return false;
  }

  /** A call that is about to be recorded and made. */
  Call next(Attempt attempt, Waiter waiter) {
    return new Call(
        request.ask(),
        request.passOn(),
        attempt.prepared().dropped(),
        attempt.target(),
        calls + 1,
        request.plan().settings().timeouts(),
        request.deadline(),
        waiter,
        request.log().progress(calls + 1));
  }

  /** The call is recorded: it counts from now on. */
  void began(Attempt attempt) {
    calls++;
    trace.add(
        new Decision.Called(
            attempt.target(),
            calls,
            attempt.permit().isProbe()
                ? CircuitBreaker.Status.HALF_OPEN
                : CircuitBreaker.Status.CLOSED,
            attempt.kind()));
  }

  void skipped(Target target, Decision.Skip reason, Duration until) {
    trace.add(new Decision.Skipped(target, reason, until));
  }

  void waits(Target target, Duration pause) {
    trace.add(new Decision.Waited(target, pause));
  }

  void failed(Fault fault) {
    if (firstFault == null) {
      firstFault = fault;
    }
  }

  /** The end, when the client has left or its time is used up. */
  Optional<End> givenUp() {
    Why why = request.waiter().why();
    if (why != null) {
      return Optional.of(new End.Abandoned(why));
    }
    return request.deadline().hasPassed(request.waiter().time())
        ? Optional.of(new End.OutOfTime())
        : Optional.empty();
  }

  Conclusion concluded(End end) {
    return new Conclusion(end, calls, Optional.ofNullable(firstFault), trace);
  }
}

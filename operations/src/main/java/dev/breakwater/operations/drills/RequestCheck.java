package dev.breakwater.operations.drills;

import dev.breakwater.gateway.attempt.Conclusion.End;
import dev.breakwater.gateway.concurrent.Why;
import dev.breakwater.gateway.provider.Fault;
import dev.breakwater.gateway.provider.Outcome;
import dev.breakwater.gateway.settings.AttemptSettings;
import dev.breakwater.gateway.settings.Target;
import dev.breakwater.gateway.simulation.SimulatedRequest;
import dev.breakwater.gateway.simulation.SimulatedRequest.Logged;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What must hold of each request by itself, whatever the others did. */
final class RequestCheck {
  private static final Duration SECOND = Duration.ofSeconds(1);

  private final Violations violations;
  private long waitedOut;

  RequestCheck(Violations violations) {
    this.violations = violations;
  }

  /** How many repeats were made by requests that had been told a time to wait for. */
  long waitedOut() {
    return waitedOut;
  }

  /** Looks at a request that has ended. */
  void check(SimulatedRequest request) {
    List<Logged> calls = request.calls();
    require(request.thrown() == null, request, "the engine threw", request.thrown());
    require(
        request.conclusion().attempts() == calls.size(),
        request,
        "attempts counted",
        request.conclusion().attempts());
    require(
        calls.isEmpty() || calls.getLast().outcome() != null, request, "a call has no end", null);
    AttemptSettings settings = request.plan().settings();
    if (calls.size() > 1) {
      repeats(request, settings.retries().maxRetries());
    }
    Duration total = settings.timeouts().total();
    require(request.took().compareTo(total.plus(SECOND)) <= 0, request, "starved", request.took());
    end(request, total);
  }

  private void repeats(SimulatedRequest request, int most) {
    Map<Target, Integer> made = new HashMap<>();
    Map<Target, Long> notBefore = new HashMap<>();
    for (Logged call : request.calls()) {
      Target target = call.call().target();
      int repeats = made.merge(target, 1, Integer::sum) - 1;
      require(repeats <= most, request, "repeats", repeats);
      Long earliest = notBefore.get(target);
      if (earliest != null) {
        waitedOut++;
        require(
            call.beganNanos() >= earliest,
            request,
            "came back too early, by nanoseconds",
            earliest - call.beganNanos());
      }
      retryAfter(call.outcome())
          .ifPresent(wait -> notBefore.put(target, call.endedNanos() + wait.toNanos()));
    }
  }

  private static Optional<Duration> retryAfter(@Nullable Outcome outcome) {
    if (!(outcome instanceof Outcome.Failed failed)) {
      return Optional.empty();
    }
    return switch (failed.fault()) {
      case Fault.Transient once -> once.retryAfter();
      case Fault.Throttled throttled -> throttled.retryAfter();
      case Fault.Silent silent -> Optional.empty();
      case Fault.Forbidden forbidden -> Optional.empty();
      case Fault.Credential credential -> Optional.empty();
      case Fault.UnknownModel unknown -> Optional.empty();
    };
  }

  private void end(SimulatedRequest request, Duration total) {
    End end = request.end();
    Outcome last = request.calls().isEmpty() ? null : request.calls().getLast().outcome();
    boolean fits =
        switch (end) {
          case End.Answered answered -> last instanceof Outcome.Answered;
          case End.Broken broken -> last instanceof Outcome.Broken;
          case End.Refused refused -> last != null;
          case End.Abandoned abandoned -> abandoned.why() == Why.CLIENT_LEFT;
          case End.OutOfTime late -> request.took().compareTo(total) >= 0;
          case End.NobodyAnswered nobody ->
              nobody.retryAfter().compareTo(SECOND) >= 0
                  && (last != null || request.took().compareTo(SECOND) < 0);
          case End.Inexpressible unable -> false;
          case End.NotRecordable full -> false;
        };
    require(fits, request, "ended as does not fit", end);
    boolean spoken = end instanceof End.Answered || end instanceof End.Broken;
    require(spoken || !request.committed(), request, "took back what was sent", end);
  }

  private void require(
      boolean holds, SimulatedRequest request, String broken, @Nullable Object what) {
    if (!holds) {
      violations.add(request.name() + ": " + broken + ": " + what);
    }
  }
}

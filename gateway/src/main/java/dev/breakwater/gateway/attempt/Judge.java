package dev.breakwater.gateway.attempt;

import dev.breakwater.gateway.attempt.Conclusion.End;
import dev.breakwater.gateway.concurrent.Timekeeper;
import dev.breakwater.gateway.provider.Call;
import dev.breakwater.gateway.provider.Fault;
import dev.breakwater.gateway.provider.Outcome;
import dev.breakwater.gateway.provider.Refusal;
import java.time.Duration;

/**
 * Draws the consequences of a call: for its target, whose permit it hands back, and its request.
 */
final class Judge {
  /** How long a target is passed by whose credential or model its provider does not accept. */
  private static final Duration SET_ASIDE = Duration.ofSeconds(60);

  /** A throttled target that names no time is passed by for this long. */
  private static final Duration DEFAULT_COOL_DOWN = Duration.ofSeconds(1);

  private final TargetHealths healths;
  private final Course course;
  private final Refusals refusals;
  private final Timekeeper time;

  Judge(TargetHealths healths, Course course, Refusals refusals) {
    this.healths = healths;
    this.course = course;
    this.refusals = refusals;
    this.time = course.request().waiter().time();
  }

  /**
   * @param startedNanos when the call began
   * @param took from its begin to its end
   */
  Step judge(Attempt attempt, Call call, Outcome outcome, long startedNanos, Duration took) {
    TargetHealth health = healths.of(attempt.target());
    return switch (outcome) {
      case Outcome.Answered answered -> {
        attempt.permit().succeeded();
        health.retries().succeeded(attempt.cost());
        health.succeeded(took);
        if (call.ask().stream()) {
          health
              .firstTokens()
              .add(Duration.ofNanos(answered.answer().firstContentNanos() - startedNanos));
        }
        yield new Step.Over(new End.Answered(call, answered.answer()));
      }
      case Outcome.Refused refused -> {
        attempt.permit().released();
        yield refused(attempt, call, refused.refusal());
      }
      case Outcome.Failed failed ->
          wasCutShort(call, failed.fault()) && took.compareTo(mostOfItsTime(call)) < 0
              ? nobodysFault(attempt, failed.fault())
              : failed(attempt, call, failed.fault(), health);
      case Outcome.Broken broken -> {
        course.failed(broken.fault());
        if (wasCutShort(call, broken.fault())) {
          attempt.permit().released();
        } else {
          attempt.permit().failed();
          health.failed(broken.fault().message());
        }
        yield new Step.Over(new End.Broken(call, broken.fault()));
      }
      case Outcome.Abandoned abandoned -> {
        attempt.permit().released();
        yield new Step.Over(new End.Abandoned(abandoned.why()));
      }
    };
  }

  /**
   * Whether the request's own time has ended the call, which its client may have made as short as
   * it likes.
   */
  private boolean wasCutShort(Call call, Fault fault) {
    return fault instanceof Fault.Silent && call.deadline().hasPassed(time);
  }

  /** Who had nine tenths of the time that the chain gives it has shown that it is silent. */
  private static Duration mostOfItsTime(Call call) {
    Duration own = call.ask().stream() ? call.timeouts().firstByte() : call.timeouts().attempt();
    return own.multipliedBy(9).dividedBy(10);
  }

  private Step nobodysFault(Attempt attempt, Fault fault) {
    attempt.permit().released();
    course.failed(fault);
    return new Step.Faulty(fault, false, time.nanos());
  }

  private Step refused(Attempt attempt, Call call, Refusal refusal) {
    End.Refused end = new End.Refused(call, refusal);
    return switch (refusal) {
      case Refusal.CallersOwn own -> new Step.Over(end);
      case Refusal.TooLong tooLong -> declined(attempt, end);
      case Refusal.ContentPolicy policy ->
          switch (course.request().plan().settings().answering().onContentPolicy()) {
            case FAIL -> new Step.Over(end);
            case FALLBACK -> declined(attempt, end);
          };
    };
  }

  private Step declined(Attempt attempt, End.Refused end) {
    refusals.add(attempt.candidate(), end);
    return new Step.Next();
  }

  private Step failed(Attempt attempt, Call call, Fault fault, TargetHealth health) {
    Permit permit = attempt.permit();
    if (fault instanceof Fault.UnknownModel unknown && attempt.candidate().named()) {
      permit.released();
      return new Step.Over(new End.Refused(call, new Refusal.CallersOwn(unknown.rejected())));
    }
    course.failed(fault);
    health.failed(fault.message());
    long now = time.nanos();
    return switch (fault) {
      case Fault.Transient once -> new Step.Faulty(fault, permit.failed(), now);
      case Fault.Silent silent -> new Step.Faulty(fault, permit.failed(), now);
      case Fault.Forbidden forbidden -> new Step.Faulty(fault, permit.failed(), now);
      case Fault.Throttled throttled -> {
        permit.released();
        Duration coolDown = throttled.retryAfter().orElse(DEFAULT_COOL_DOWN);
        yield new Step.Faulty(
            fault, false, health.setAside(TargetHealth.Reason.THROTTLED, coolDown));
      }
      case Fault.Credential credential -> {
        permit.released();
        healths.setCredentialAside(call.target().providerId(), SET_ASIDE, fault.message());
        yield new Step.Faulty(fault, false, now);
      }
      case Fault.UnknownModel unknown -> {
        permit.released();
        healths.setModelAside(call.target(), SET_ASIDE, fault.message());
        yield new Step.Faulty(fault, false, now);
      }
    };
  }
}

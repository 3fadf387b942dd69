package dev.breakwater.gateway.attempt;

import dev.breakwater.gateway.concurrent.Waiter;
import dev.breakwater.gateway.provider.AnswerSink;
import dev.breakwater.gateway.provider.Call;
import dev.breakwater.gateway.provider.Fault;
import dev.breakwater.gateway.provider.Outcome;
import dev.breakwater.gateway.usage.JournalFull;
import dev.breakwater.wire.conversation.Tokens;
import java.time.Duration;
import java.util.Optional;

/** Makes calls: records each before it is made and after it has ended, and has it judged. */
final class Caller {
  private final Course course;
  private final Judge judge;
  private final AttemptLog log;
  private final Waiter waiter;

  Caller(Course course, Judge judge) {
    this.course = course;
    this.judge = judge;
    this.log = course.request().log();
    this.waiter = course.request().waiter();
  }

  /**
   * Makes one call and waits for its end.
   *
   * @throws JournalFull when it could not be recorded and was not made; its permit is handed back
   */
  Step call(Attempt attempt) throws JournalFull {
    Delivery delivery = delivery();
    Call call = begin(attempt, waiter);
    long started = waiter.time().nanos();
    Outcome outcome = run(attempt, call, delivery.sink(), started);
    return end(attempt, call, delivery.settled(outcome), started);
  }

  /** How the next answer gets to the client. */
  Delivery delivery() {
    AnswerSink client = course.request().sink();
    return switch (course.request().plan().settings().answering().brokenStream()) {
      case HOLD -> new Delivery.Held(new HeldAnswer(client));
      case FAIL, RESUME -> new Delivery.Direct(client);
    };
  }

  /** Records that a call is about to be made. */
  Call begin(Attempt attempt, Waiter its) throws JournalFull {
    Call call = course.next(attempt, its);
    try {
      log.began(call);
    } catch (JournalFull e) {
      attempt.permit().released();
      throw e;
    }
    course.began(attempt);
    return call;
  }

  /** Records how a call ended, and has it judged. */
  Step end(Attempt attempt, Call call, Outcome outcome, long startedNanos) {
    Duration took = since(startedNanos);
    log.ended(call, outcome, took);
    return judge.judge(attempt, call, outcome, startedNanos, took);
  }

  private Outcome run(Attempt attempt, Call call, AnswerSink sink, long started) {
    try {
      return attempt.prepared().attempt(call, sink);
    } catch (RuntimeException | Error e) {
      threw(attempt, call, e, started);
      throw e;
    }
  }

  /** Records a call that ended by our own mistake. */
  void threw(Attempt attempt, Call call, Throwable thrown, long startedNanos) {
    attempt.permit().released();
    log.ended(call, ourFault(thrown), since(startedNanos));
  }

  private Duration since(long startedNanos) {
    return Duration.ofNanos(waiter.time().nanos() - startedNanos);
  }

  /** A provider that throws is a mistake in this program, which says nothing about its upstream. */
  private static Outcome ourFault(Throwable thrown) {
    return new Outcome.Broken(
        new Fault.Transient("internal", thrown.toString(), 0, Optional.empty()), Tokens.NONE);
  }
}

package dev.breakwater.gateway.simulation;

import dev.breakwater.gateway.concurrent.Deadline;
import dev.breakwater.gateway.concurrent.Waiter;
import dev.breakwater.gateway.concurrent.Why;
import dev.breakwater.gateway.provider.Answer;
import dev.breakwater.gateway.provider.AnswerSink;
import dev.breakwater.gateway.provider.Call;
import dev.breakwater.gateway.provider.Fault;
import dev.breakwater.gateway.provider.Outcome;
import dev.breakwater.gateway.provider.Refusal;
import dev.breakwater.wire.conversation.Problem;
import dev.breakwater.wire.conversation.Tokens;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/** Ways in which a simulated call ends. */
public final class Outcomes {
  private static final Tokens SOME = Tokens.reported(10, 5);

  private Outcomes() {}

  public static Outcome answered() {
    return new Outcome.Answered(new Answer(new byte[0], List.of(), SOME, 0));
  }

  /** A streamed answer. */
  public static Outcome streamed(Call call, AnswerSink sink) {
    sink.commit(call, List.of());
    sink.send("data: hello".getBytes(StandardCharsets.UTF_8));
    return new Outcome.Answered(
        new Answer(new byte[0], List.of(), SOME, call.waiter().time().nanos()));
  }

  /** The first token went out, then the upstream broke off. */
  public static Outcome cut(Call call, AnswerSink sink) {
    sink.commit(call, List.of());
    sink.send("data: hel".getBytes(StandardCharsets.UTF_8));
    return new Outcome.Broken(fault("cut"), SOME);
  }

  public static Outcome failed() {
    return new Outcome.Failed(fault("status_503"), Tokens.NONE);
  }

  public static Outcome failed(Duration retryAfter) {
    return new Outcome.Failed(
        new Fault.Transient("status_503", "unavailable", 503, Optional.of(retryAfter)),
        Tokens.NONE);
  }

  public static Outcome throttled(Duration retryAfter) {
    return new Outcome.Failed(
        new Fault.Throttled("slow down", 429, Optional.of(retryAfter)), Tokens.NONE);
  }

  public static Outcome throttled() {
    return new Outcome.Failed(new Fault.Throttled("slow down", 429, Optional.empty()), Tokens.NONE);
  }

  public static Outcome silent() {
    return new Outcome.Failed(new Fault.Silent("first_byte_timeout", "no content"), Tokens.NONE);
  }

  public static Outcome badCredential() {
    return new Outcome.Failed(new Fault.Credential("bad key", 401), Tokens.NONE);
  }

  public static Outcome unknownModel() {
    return new Outcome.Failed(
        new Fault.UnknownModel("no such model", 404, rejected(404, Problem.Kind.NOT_FOUND)),
        Tokens.NONE);
  }

  public static Outcome callersOwn() {
    return new Outcome.Refused(new Refusal.CallersOwn(rejected(422, Problem.Kind.INVALID_REQUEST)));
  }

  public static Outcome tooLong() {
    return new Outcome.Refused(new Refusal.TooLong(rejected(400, Problem.Kind.CONTEXT_TOO_LONG)));
  }

  public static Outcome contentPolicy() {
    return new Outcome.Refused(
        new Refusal.ContentPolicy(rejected(400, Problem.Kind.CONTENT_POLICY)));
  }

  /** Lets time pass as an honest provider does: the client may leave, the request may run out. */
  public static Outcome after(
      Duration wait, Call call, Waiter waiter, Supplier<Outcome> otherwise) {
    Deadline done = Deadline.after(waiter.time(), wait);
    if (waiter.sleepUntil(done.earlier(call.deadline())) == Waiter.Wake.LEFT) {
      Why why = waiter.why();
      return new Outcome.Abandoned(why == null ? Why.SHUTDOWN : why, Tokens.estimated(10, 0));
    }
    return done.hasPassed(waiter.time()) ? otherwise.get() : silent();
  }

  private static Fault fault(String code) {
    return new Fault.Transient(code, "planted", 503, Optional.empty());
  }

  private static Refusal.Rejected rejected(int status, Problem.Kind kind) {
    return new Refusal.Rejected(
        status, Problem.of(kind, status, "planted"), new byte[0], List.of());
  }
}

package dev.breakwater.gateway.exchange;

import dev.breakwater.gateway.access.Credentials;
import dev.breakwater.gateway.access.VirtualKey;
import dev.breakwater.gateway.concurrent.Deadline;
import dev.breakwater.gateway.concurrent.Timekeeper;
import dev.breakwater.gateway.concurrent.Waiter;
import dev.breakwater.gateway.probe.Finding;
import dev.breakwater.gateway.probe.Finding.Extent;
import dev.breakwater.gateway.provider.Answer;
import dev.breakwater.gateway.provider.AnswerSink;
import dev.breakwater.gateway.provider.Call;
import dev.breakwater.gateway.provider.Fault;
import dev.breakwater.gateway.provider.Outcome;
import dev.breakwater.gateway.provider.PassOn;
import dev.breakwater.gateway.provider.Preparation;
import dev.breakwater.gateway.provider.PreparedCall;
import dev.breakwater.gateway.provider.Provider;
import dev.breakwater.gateway.settings.Target;
import dev.breakwater.gateway.settings.Timeouts;
import dev.breakwater.gateway.usage.JournalFull;
import dev.breakwater.gateway.usage.Status;
import dev.breakwater.wire.bridge.Ask;
import dev.breakwater.wire.format.Header;
import dev.breakwater.wire.json.Json;
import dev.breakwater.wire.json.MalformedBody;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * One paid question to a target, recorded as any request is: it is the tenant {@code system}'s, so
 * that its cost is in the ledger and it counts as nobody's request.
 */
final class ProbeCall {
  /** Who asks. */
  static final VirtualKey SYSTEM =
      new VirtualKey("health", "health checks", "system", "system", Set.of());

  private final Target target;
  private final Ask ask;
  private final Timeouts timeouts;
  private final Waiter waiter;
  private final Timekeeper time;
  private final UsageRecorder usage;
  private final long started;

  /**
   * @param services of the loop that carries the caller; their meter hears of the attempt
   */
  ProbeCall(
      Services services,
      String requestId,
      Target target,
      Ask ask,
      Duration patience,
      Waiter waiter) {
    this.target = target;
    this.ask = ask;
    this.waiter = waiter;
    this.time = services.time();
    this.started = time.nanos();
    this.timeouts = new Timeouts(patience, patience, patience, patience, patience);
    Arrival arrival =
        new Arrival(
            requestId,
            null,
            started,
            time.epochMillis(),
            Credentials.NONE,
            null,
            false,
            Optional.empty(),
            PassOn.NOTHING);
    this.usage =
        new UsageRecorder(arrival, waiter, services.log(), services.meter(), services.prices());
  }

  /** Blocks the calling exchange. */
  Finding run(Provider provider) {
    usage.caller(SYSTEM);
    usage.asks(target.model(), false);
    return switch (provider.prepare(ask, target.model(), waiter)) {
      case Preparation.Ready ready -> call(ready.call());
      case Preparation.Unable unable -> new Finding.Unclear(took(), unable.problem().message());
    };
  }

  private Finding call(PreparedCall prepared) {
    Call call =
        new Call(
            ask,
            PassOn.NOTHING,
            prepared.dropped(),
            target,
            1,
            timeouts,
            Deadline.after(time, timeouts.total()),
            waiter,
            usage.progress(1));
    try {
      usage.began(call);
    } catch (JournalFull e) {
      return new Finding.Unclear(took(), "usage cannot be recorded: " + e.getMessage());
    }
    Outcome outcome = prepared.attempt(call, NoStream.SINK);
    usage.ended(call, outcome, took());
    return concluded(outcome);
  }

  private Finding concluded(Outcome outcome) {
    return switch (outcome) {
      case Outcome.Answered answered -> {
        usage.ended(Status.SUCCESS, 200, Optional.empty());
        yield new Finding.Well(took(), text(answered.answer()), usage.costNanos());
      }
      case Outcome.Refused refused -> {
        int status = refused.refusal().rejected().status();
        String message = refused.refusal().rejected().problem().message();
        usage.ended(Status.REJECTED, status, Optional.empty(), UsageRecorder.REFUSED, message);
        yield new Finding.Refused(took(), status, target + " answered " + status + ": " + message);
      }
      case Outcome.Failed failed -> failed(failed.fault());
      case Outcome.Broken broken -> failed(broken.fault());
      case Outcome.Abandoned abandoned -> {
        usage.ended(Status.CANCELLED, 0, Optional.empty());
        yield new Finding.Unclear(took(), "the check was given up");
      }
    };
  }

  private Finding failed(Fault fault) {
    usage.ended(Status.ERROR, fault.status(), Optional.of(fault));
    return switch (fault) {
      case Fault.Throttled throttled -> new Finding.Unclear(took(), throttled.message());
      case Fault.Credential credential -> ill(Extent.PROVIDER, credential);
      case Fault.Forbidden forbidden -> ill(Extent.PROVIDER, forbidden);
      case Fault.Transient once ->
          ill(once.status() == 0 ? Extent.PROVIDER : Extent.QUESTION, once);
      case Fault.Silent silent -> ill(Extent.QUESTION, silent);
      case Fault.UnknownModel unknown -> ill(Extent.QUESTION, unknown);
    };
  }

  private Finding ill(Extent extent, Fault fault) {
    return new Finding.Ill(took(), extent, fault.code(), fault.message(), usage.costNanos());
  }

  private Duration took() {
    return Duration.ofNanos(time.nanos() - started);
  }

  private static String text(Answer answer) {
    try {
      return Json.object(answer.body()).node().path("text").asString("");
    } catch (MalformedBody e) {
      throw new IllegalStateException("our own words cannot be read", e);
    }
  }

  /** Whole answers come back in the outcome. */
  private enum NoStream implements AnswerSink {
    SINK;

    @Override
    public void commit(Call call, List<Header> headers) {
      throw new IllegalStateException("no stream was asked for");
    }

    @Override
    public boolean send(byte[] events) {
      throw new IllegalStateException("no stream was asked for");
    }
  }
}

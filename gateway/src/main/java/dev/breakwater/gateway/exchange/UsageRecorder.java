package dev.breakwater.gateway.exchange;

import dev.breakwater.gateway.access.VirtualKey;
import dev.breakwater.gateway.attempt.AttemptLog;
import dev.breakwater.gateway.attempt.Decision;
import dev.breakwater.gateway.concurrent.Timekeeper;
import dev.breakwater.gateway.concurrent.Waiter;
import dev.breakwater.gateway.price.Cost;
import dev.breakwater.gateway.price.Price;
import dev.breakwater.gateway.provider.AnswerProgress;
import dev.breakwater.gateway.provider.Call;
import dev.breakwater.gateway.provider.Fault;
import dev.breakwater.gateway.provider.Outcome;
import dev.breakwater.gateway.provider.Refusal;
import dev.breakwater.gateway.route.RoutePlan;
import dev.breakwater.gateway.settings.Target;
import dev.breakwater.gateway.usage.AttemptBegan;
import dev.breakwater.gateway.usage.AttemptEnded;
import dev.breakwater.gateway.usage.AttemptPrices;
import dev.breakwater.gateway.usage.JournalFull;
import dev.breakwater.gateway.usage.RequestEnded;
import dev.breakwater.gateway.usage.Status;
import dev.breakwater.gateway.usage.UsageLog;
import dev.breakwater.wire.conversation.Tokens;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Writes down one request: every call before it is made and after it, and the end of the whole. */
final class UsageRecorder implements AttemptLog {
  /** The error type of what an upstream has said no to. */
  static final String REFUSED = "refused";

  private static final int MESSAGE_LIMIT = 500;

  private final Arrival arrival;
  private final Waiter waiter;
  private final Timekeeper time;
  private final UsageLog log;
  private final Meter meter;
  private final AttemptPrices prices;

  private String tenant = "default";
  private String environment = "production";
  private String keyId = "";
  private String asked = "";
  private boolean stream;
  private @Nullable RoutePlan plan;
  private List<Decision> decisions = List.of();
  private final List<NotedProgress> progress = new ArrayList<>(1);
  private @Nullable Target used;
  private int winner;
  private int attempts;
  private boolean over;
  private boolean allReported = true;
  private long costNanos;
  private boolean unpriced;
  private long firstContentNanos;

  /**
   * @param waiter of the thread that tells of calls; the call's own may be another, not yet started
   */
  UsageRecorder(Arrival arrival, Waiter waiter, UsageLog log, Meter meter, AttemptPrices prices) {
    this.arrival = arrival;
    this.waiter = waiter;
    this.time = waiter.time();
    this.log = log;
    this.meter = meter;
    this.prices = prices;
  }

  void caller(VirtualKey key) {
    tenant = key.tenant();
    environment = key.environment();
    keyId = key.id();
  }

  void asks(String model, boolean streamed) {
    asked = model;
    stream = streamed;
    if (streamed) {
      meter.streams();
    }
  }

  boolean isStream() {
    return stream;
  }

  void plan(RoutePlan chosen) {
    plan = chosen;
  }

  /** How the attempts came about. */
  void decided(List<Decision> trace) {
    decisions = trace;
    if (!Decisions.isFirstCallAlone(trace)) {
      meter.decided(trace);
    }
  }

  /** The cost so far in nano-dollars, negative when a price is unknown. */
  long costNanos() {
    return unpriced ? AttemptEnded.UNPRICED : costNanos;
  }

  @Override
  public AnswerProgress progress(int number) {
    return noted(number);
  }

  private NotedProgress noted(int number) {
    // A call that could not be recorded leaves its number to the next one.
    while (progress.size() < number) {
      progress.add(new NotedProgress());
    }
    return progress.get(number - 1);
  }

  @Override
  public void began(Call call) throws JournalFull {
    AttemptBegan began =
        new AttemptBegan(
            arrival.requestId(),
            call.number(),
            time.epochMillis(),
            tenant,
            environment,
            keyId,
            call.target(),
            call.ask().stream(),
            Math.min(Tokens.MOST, call.ask().size().tokens()),
            arrival.clientRequestId(),
            0);
    NotedProgress its = noted(call.number());
    its.began(log.began(began));
    try {
      log.assure(began, waiter);
    } catch (JournalFull e) {
      its.over();
      throw e;
    }
    attempts++;
  }

  @Override
  public void ended(Call call, Outcome outcome, Duration took) {
    switch (outcome) {
      case Outcome.Answered answered -> {
        used = call.target();
        winner = call.number();
        firstContentNanos = answered.answer().firstContentNanos();
        attemptEnded(call, took, Verdict.SUCCESS, answered.answer().tokens());
      }
      case Outcome.Refused refused -> {
        Refusal.Rejected rejected = refused.refusal().rejected();
        String message = call.target() + ": " + rejected.problem().message();
        attemptEnded(
            call,
            took,
            new Verdict(Status.REJECTED, rejected.status(), REFUSED, cut(message)),
            Tokens.NONE);
      }
      case Outcome.Failed failed ->
          attemptEnded(call, took, Verdict.of(failed.fault()), failed.soFar());
      case Outcome.Broken broken -> {
        used = call.target();
        attemptEnded(call, took, Verdict.of(broken.fault()), broken.soFar());
      }
      case Outcome.Abandoned abandoned ->
          attemptEnded(call, took, new Verdict(Status.CANCELLED, 0, null, null), abandoned.soFar());
    }
  }

  /** The request ended without anybody saying no; nothing is recorded after this. */
  void ended(Status status, int httpStatus, Optional<Fault> firstFault) {
    ended(
        status,
        httpStatus,
        firstFault.map(Verdict::of).orElse(new Verdict(status, httpStatus, null, null)));
  }

  /**
   * The request ended with a no, which is its error unless an upstream failed before; nothing is
   * recorded after this.
   *
   * @param errorType a short word
   */
  void ended(
      Status status, int httpStatus, Optional<Fault> firstFault, String errorType, String reason) {
    ended(
        status,
        httpStatus,
        firstFault
            .map(Verdict::of)
            .orElse(new Verdict(status, httpStatus, errorType, cut(reason))));
  }

  private void ended(Status status, int httpStatus, Verdict verdict) {
    if (over) {
      return;
    }
    over = true;
    RequestEnded request =
        new RequestEnded(
            arrival.requestId(),
            arrival.arrivedMillis(),
            arrival.clientRequestId(),
            tenant,
            environment,
            keyId,
            asked,
            plan == null ? null : plan.primary().target(),
            used,
            attempts,
            status,
            httpStatus,
            verdict.errorType(),
            verdict.errorMessage(),
            stream,
            attempts > 0 && !allReported,
            micros(time.nanos() - arrival.arrivedNanos()),
            firstContentNanos == 0 ? -1 : micros(firstContentNanos - arrival.arrivedNanos()),
            plan == null ? null : Decisions.kept(plan, decisions, winner));
    log.ended(request);
    meter.ended(request);
  }

  private void attemptEnded(Call call, Duration took, Verdict verdict, Tokens spent) {
    Optional<Price> price = prices.price(call.target(), arrival.arrivedMillis());
    long cost =
        spent.total() == 0 ? 0 : price.map(it -> Cost.of(spent, it)).orElse(AttemptEnded.UNPRICED);
    count(call.target(), spent, cost);
    AttemptEnded attempt =
        new AttemptEnded(
            arrival.requestId(),
            call.number(),
            time.epochMillis(),
            verdict.status(),
            verdict.httpStatus(),
            verdict.errorType(),
            verdict.errorMessage(),
            spent,
            cost,
            price.map(Price::version).orElse(null),
            micros(took.toNanos()),
            firstContentNanos == 0 || verdict.status() != Status.SUCCESS
                ? -1
                : micros(took.toNanos() - (time.nanos() - firstContentNanos)));
    log.ended(attempt);
    noted(call.number()).over();
    meter.ended(call.target(), attempt);
  }

  private void count(Target target, Tokens spent, long cost) {
    allReported &= spent.reported() || spent.total() == 0;
    if (cost == AttemptEnded.UNPRICED) {
      if (!unpriced) {
        meter.unpriced(target);
      }
      unpriced = true;
    } else {
      costNanos += cost;
    }
  }

  private static long micros(long nanos) {
    return TimeUnit.NANOSECONDS.toMicros(nanos);
  }

  private static String cut(String message) {
    return message.length() <= MESSAGE_LIMIT ? message : message.substring(0, MESSAGE_LIMIT);
  }

  /** How a call or a request is judged in the records. */
  private record Verdict(
      Status status, int httpStatus, @Nullable String errorType, @Nullable String errorMessage) {
    static final Verdict SUCCESS = new Verdict(Status.SUCCESS, 200, null, null);

    static Verdict of(Fault fault) {
      return new Verdict(Status.ERROR, fault.status(), fault.code(), cut(fault.message()));
    }
  }
}

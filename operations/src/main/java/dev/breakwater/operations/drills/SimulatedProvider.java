package dev.breakwater.operations.drills;

import dev.breakwater.gateway.provider.Answer;
import dev.breakwater.gateway.provider.AnswerSink;
import dev.breakwater.gateway.provider.Call;
import dev.breakwater.gateway.provider.Fault;
import dev.breakwater.gateway.provider.Outcome;
import dev.breakwater.gateway.settings.Timeouts;
import dev.breakwater.gateway.simulation.Outcomes;
import dev.breakwater.wire.conversation.Tokens;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;

/** A provider of a simulated world: answers, unless its timeline has trouble in store. */
final class SimulatedProvider {
  /** How often each half of a flap takes turns. */
  private static final long FLAP = Duration.ofSeconds(5).toNanos();

  /** Of a hundred calls in a brown-out. */
  private static final int FAILING = 30;

  /** How many times longer a slow provider takes. */
  private static final int SLOWNESS = 6;

  /** Nobody names a longer time to stay away. */
  private static final Duration LONGEST_RETRY_AFTER = Duration.ofSeconds(60);

  private static final byte[] EVENTS = new byte[0];

  private final Timeline timeline;
  private final long startNanos;
  private final RandomGenerator random;
  private final int refusing;
  private final CallTally tally = new CallTally();
  private final Map<Trouble, Long> struck = new EnumMap<>(Trouble.class);
  private long lastFaultNanos = Long.MIN_VALUE;

  /**
   * @param startNanos when the timeline begins
   * @param refusing 0 to 1000: of a thousand calls, those that are declined with good reason
   */
  SimulatedProvider(Timeline timeline, long startNanos, RandomGenerator random, int refusing) {
    this.timeline = timeline;
    this.startNanos = startNanos;
    this.random = random;
    this.refusing = refusing;
  }

  /** Its own count of the calls that it took. */
  CallTally tally() {
    return tally;
  }

  /** How many calls met a kind of trouble. */
  long struck(Trouble trouble) {
    return struck.getOrDefault(trouble, 0L);
  }

  /** Whether a call made now has a chance. */
  boolean isUp(long nowNanos) {
    return timeline.isUp(nowNanos - startNanos);
  }

  /** Whether a check of its health that is made now succeeds. */
  boolean isFoundWell(long nowNanos) {
    Spell spell = timeline.at(nowNanos - startNanos);
    return spell == null
        || switch (spell.trouble()) {
          case REFUSE, ERROR, SILENT, BAD_CREDENTIAL -> false;
          case FLAP -> !isDownTurn(spell, nowNanos - startNanos);
          case BROWN_OUT -> random.nextInt(100) >= FAILING;
          case RATE_LIMIT, CUT, SLOW -> true; // a list of models is given all the same
        };
  }

  /** Whether nothing was wrong with it, and nothing went wrong, from one time to another. */
  boolean wasCalm(long fromNanos, long untilNanos) {
    return lastFaultNanos < fromNanos
        && timeline.isCalm(fromNanos - startNanos, untilNanos - startNanos);
  }

  /** Takes a call on the thread of its exchange. */
  Outcome take(Call call, AnswerSink sink) {
    Outcome outcome = meet(call, sink);
    tally.add(outcome);
    if (outcome instanceof Outcome.Failed || outcome instanceof Outcome.Broken) {
      lastFaultNanos = call.waiter().time().nanos();
    }
    return outcome;
  }

  private Outcome meet(Call call, AnswerSink sink) {
    long now = call.waiter().time().nanos() - startNanos;
    Spell spell = timeline.at(now);
    if (spell == null) {
      return random.nextInt(1_000) < refusing ? refuse(call) : answer(call, sink, 1);
    }
    struck.merge(spell.trouble(), 1L, Long::sum);
    return switch (spell.trouble()) {
      case REFUSE -> after(millis(1, 5), call, Outcomes::failed);
      case ERROR -> fail(call);
      case SILENT -> silence(call);
      case RATE_LIMIT -> throttle(call, Duration.ofNanos(spell.untilNanos() - now));
      case BAD_CREDENTIAL -> after(millis(50, 400), call, Outcomes::badCredential);
      case FLAP -> isDownTurn(spell, now) ? fail(call) : answer(call, sink, 1);
      case CUT -> after(firstToken(), call, () -> cut(call, sink));
      case BROWN_OUT -> random.nextInt(100) < FAILING ? fail(call) : answer(call, sink, 1);
      case SLOW -> answer(call, sink, SLOWNESS);
    };
  }

  private static boolean isDownTurn(Spell spell, long now) {
    return (now - spell.fromNanos()) / FLAP % 2 == 0;
  }

  private Outcome answer(Call call, AnswerSink sink, int slowness) {
    Timeouts timeouts = call.timeouts();
    Duration first = firstToken().multipliedBy(slowness);
    Duration whole = first.plus(millis(200, 3_000).multipliedBy(slowness));
    if (call.ask().stream() && first.compareTo(timeouts.firstByte()) > 0) {
      return silence(call);
    }
    long firstContent = call.waiter().time().nanos() + first.toNanos();
    return after(whole, call, () -> answered(call, sink, firstContent));
  }

  private Outcome answered(Call call, AnswerSink sink, long firstContent) {
    if (call.ask().stream()) {
      sink.commit(call, List.of());
      sink.send(EVENTS);
    }
    Tokens tokens = Tokens.reported(random.nextInt(10, 4_000), random.nextInt(1, 1_000));
    return new Outcome.Answered(new Answer(EVENTS, List.of(), tokens, firstContent));
  }

  private Outcome refuse(Call call) {
    int which = random.nextInt(3);
    return after(
        millis(50, 500),
        call,
        () ->
            switch (which) {
              case 0 -> Outcomes.callersOwn();
              case 1 -> Outcomes.contentPolicy();
              default -> Outcomes.tooLong();
            });
  }

  private static Outcome cut(Call call, AnswerSink sink) {
    return call.ask().stream() ? Outcomes.cut(call, sink) : Outcomes.failed();
  }

  /** One in eight says when to come back. */
  private Outcome fail(Call call) {
    return after(
        millis(20, 800),
        call,
        () ->
            random.nextInt(8) == 0
                ? Outcomes.failed(Duration.ofMillis(random.nextLong(100, 8_000)))
                : Outcomes.failed());
  }

  private static Outcome silence(Call call) {
    Timeouts timeouts = call.timeouts();
    return after(
        call.ask().stream() ? timeouts.firstByte() : timeouts.attempt(), call, Outcomes::silent);
  }

  /** Some name the end of their limit, some a few seconds, some nothing. */
  private Outcome throttle(Call call, Duration left) {
    return after(
        millis(5, 50),
        call,
        () ->
            switch (random.nextInt(4)) {
              case 0 -> Outcomes.throttled();
              case 1 -> throttled(Duration.ofMillis(random.nextLong(100, 5_000)));
              default -> throttled(left);
            });
  }

  private static Outcome throttled(Duration left) {
    Duration told = left.compareTo(LONGEST_RETRY_AFTER) < 0 ? left : LONGEST_RETRY_AFTER;
    return new Outcome.Failed(
        new Fault.Throttled("slow down", 429, Optional.of(told)), Tokens.NONE);
  }

  private static Outcome after(Duration wait, Call call, Supplier<Outcome> otherwise) {
    return Outcomes.after(wait, call, call.waiter(), otherwise);
  }

  /** A quarter of a second and a tail that rarely exceeds two. */
  private Duration firstToken() {
    double tail = -Math.log(1 - random.nextDouble()) * 0.35;
    return Duration.ofNanos((long) ((0.25 + Math.min(tail, 6)) * 1e9));
  }

  private Duration millis(int from, int until) {
    return Duration.ofMillis(random.nextLong(from, until));
  }
}

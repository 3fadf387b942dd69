package dev.breakwater.gateway.simulation;

import dev.breakwater.gateway.attempt.AttemptLog;
import dev.breakwater.gateway.attempt.AttemptRequest;
import dev.breakwater.gateway.attempt.Attempts;
import dev.breakwater.gateway.attempt.Conclusion;
import dev.breakwater.gateway.concurrent.Deadline;
import dev.breakwater.gateway.concurrent.Waiter;
import dev.breakwater.gateway.concurrent.Why;
import dev.breakwater.gateway.provider.AnswerSink;
import dev.breakwater.gateway.provider.Call;
import dev.breakwater.gateway.provider.Outcome;
import dev.breakwater.gateway.provider.PassOn;
import dev.breakwater.gateway.route.RoutePlan;
import dev.breakwater.gateway.settings.Hedging;
import dev.breakwater.gateway.usage.JournalFull;
import dev.breakwater.wire.format.Header;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** One request with the client that made it: what was logged, what was sent, how it ended. */
public final class SimulatedRequest implements AttemptLog, AnswerSink {
  /**
   * A call that the journal heard of.
   *
   * @param endedNanos -1 and {@code outcome} null while it has not ended
   */
  public record Logged(Call call, long beganNanos, long endedNanos, @Nullable Outcome outcome) {}

  private final String name;
  private final RoutePlan plan;
  private final SeededScheduler scheduler;
  private final List<Logged> calls = new ArrayList<>();
  private final List<Conclusion> conclusions = new ArrayList<>();
  private final long arrivedNanos;
  private @Nullable Waiter waiter;
  private @Nullable Why leftBeforeItsThreadRan;
  private int callsUntilJournalFull = Integer.MAX_VALUE;
  private int commits;
  private int callsAtCommit;
  private long concludedNanos = -1;
  private @Nullable RuntimeException thrown;

  SimulatedRequest(String name, RoutePlan plan, SeededScheduler scheduler) {
    this.name = name;
    this.plan = plan;
    this.scheduler = scheduler;
    this.arrivedNanos = scheduler.nanos();
  }

  /** The thread of the exchange. */
  void run(Function<Waiter, Attempts> attempts, boolean stream) {
    Waiter mine = new Waiter(Thread.currentThread(), scheduler);
    waiter = mine;
    if (leftBeforeItsThreadRan != null) {
      mine.leave(leftBeforeItsThreadRan);
    }
    Deadline deadline = new Deadline(arrivedNanos + plan.settings().timeouts().total().toNanos());
    AttemptRequest request =
        new AttemptRequest(plan, new FakeAsk(stream), PassOn.NOTHING, deadline, this, this, mine);
    try {
      Conclusion conclusion = attempts.apply(mine).run(request);
      conclusions.add(conclusion);
      scheduler.note(conclusion.attempts());
      scheduler.note(conclusion.end().getClass().getSimpleName().hashCode());
    } catch (RuntimeException e) {
      thrown = e;
    } finally {
      mine.close();
      concludedNanos = scheduler.nanos();
    }
  }

  public String name() {
    return name;
  }

  public RoutePlan plan() {
    return plan;
  }

  /** How it ended; fails when it has not, or more than once. */
  public Conclusion conclusion() {
    if (conclusions.size() != 1) {
      throw new AssertionError(name + " ended " + conclusions.size() + " times", thrown);
    }
    return conclusions.getFirst();
  }

  /** What the engine threw instead of ending the request. */
  public @Nullable RuntimeException thrown() {
    return thrown;
  }

  public Conclusion.End end() {
    return conclusion().end();
  }

  public long arrivedNanos() {
    return arrivedNanos;
  }

  public long concludedNanos() {
    return concludedNanos;
  }

  /** From arrival to end. */
  public Duration took() {
    return Duration.ofNanos(concludedNanos - arrivedNanos);
  }

  /** The client leaves, or the server stops. */
  public void leave(Why why) {
    if (waiter == null) {
      leftBeforeItsThreadRan = why;
    } else {
      waiter.leave(why);
    }
  }

  /** The journal takes so many calls more and is then full. */
  public SimulatedRequest journalFullAfter(int more) {
    callsUntilJournalFull = more;
    return this;
  }

  public List<Logged> calls() {
    return calls;
  }

  /** The models called, in order. */
  public List<String> called() {
    return calls.stream().map(logged -> logged.call().target().toString()).toList();
  }

  public boolean committed() {
    return commits > 0;
  }

  @Override
  public void began(Call call) throws JournalFull {
    if (callsUntilJournalFull-- <= 0) {
      throw new JournalFull("planted");
    }
    if (commits > 0) {
      throw new AssertionError(
          name + " calls " + call.target() + " after its first token was sent");
    }
    if (waiter == null || waiter.why() != null) {
      throw new AssertionError(name + " calls " + call.target() + " for a client that has left");
    }
    if (call.number() != calls.size() + 1) {
      throw new AssertionError(name + " counts call " + call.number() + " after " + calls.size());
    }
    long underWay = calls.stream().filter(logged -> logged.outcome() == null).count();
    if (underWay > (mayHedge() ? 1 : 0)) {
      throw new AssertionError(name + " began a call beside " + underWay + " others");
    }
    calls.add(new Logged(call, scheduler.nanos(), -1, null));
  }

  @Override
  public void ended(Call call, Outcome outcome, Duration took) {
    Logged began = calls.get(call.number() - 1);
    if (!began.call().equals(call) || began.outcome() != null) {
      throw new AssertionError(name + " ended call " + call.number() + ", which was not under way");
    }
    long now = scheduler.nanos();
    if (took.toNanos() != now - began.beganNanos()) {
      throw new AssertionError(name + " says a call took " + took);
    }
    calls.set(call.number() - 1, new Logged(call, began.beganNanos(), now, outcome));
  }

  private boolean mayHedge() {
    return !(plan.settings().answering().hedging() instanceof Hedging.Off);
  }

  @Override
  public void commit(Call call, List<Header> headers) {
    commits++;
    callsAtCommit = calls.size();
  }

  @Override
  public boolean send(byte[] events) {
    return waiter != null && waiter.why() == null && callsAtCommit == calls.size();
  }
}

package dev.breakwater.gateway.attempt;

import dev.breakwater.gateway.concurrent.Deadline;
import dev.breakwater.gateway.concurrent.Waiter;
import dev.breakwater.gateway.concurrent.Why;
import dev.breakwater.gateway.provider.Outcome;
import dev.breakwater.gateway.usage.JournalFull;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A call and its hedge: who begins to answer first goes on, the other is cancelled. Both are
 * recorded and billed. The request's thread runs the race: it alone records, judges and writes to
 * the client.
 */
final class Race {
  private final Caller caller;
  private final Threads threads;
  private final Waiter waiter;
  private final Delivery delivery;
  private final List<Lane> lanes = new ArrayList<>(2);
  private @Nullable Lane winner;
  private @Nullable Throwable thrown;

  Race(Caller caller, Threads threads, Waiter waiter) {
    this.caller = caller;
    this.threads = threads;
    this.waiter = waiter;
    this.delivery = caller.delivery();
  }

  /**
   * Blocks until both calls have ended.
   *
   * @param patience after which the first call gets a rival
   * @param rival asked for then; empty when nobody may be called
   * @throws JournalFull when the first call could not be recorded and was not made
   */
  Step run(Attempt first, Duration patience, Supplier<Optional<Attempt>> rival) throws JournalFull {
    start(first);
    Deadline late = Deadline.after(waiter.time(), patience);
    if (waiter.await(this::hasNews, late) == Waiter.Wake.LATE) {
      rival.get().ifPresent(this::startIfRecordable);
    }
    while (lanes.stream().anyMatch(lane -> lane.step() == null)) {
      waiter.awaitWhatIsSure(() -> hasNews() || mustTellOfLeaving());
      leaveIfGivenUp();
      lanes.stream().filter(Lane::hasNews).toList().forEach(this::take);
    }
    if (thrown != null) {
      throw new IllegalStateException("a call of a race failed", thrown);
    }
    return outcome();
  }

  private void startIfRecordable(Attempt rival) {
    try {
      start(rival);
    } catch (JournalFull full) {
      // The first call goes on alone: it has been recorded.
    }
  }

  private void start(Attempt attempt) throws JournalFull {
    JournalFull[] full = new JournalFull[1];
    threads.start(thread -> {
      Waiter its = new Waiter(thread, waiter.time());
      try {
        Lane lane = new Lane(attempt, caller.begin(attempt, its), waiter);
        lanes.add(lane);
        return lane;
      } catch (JournalFull e) {
        full[0] = e;
        return () -> {};
      }
    });
    if (full[0] != null) {
      throw full[0];
    }
  }

  private boolean hasNews() {
    return lanes.stream().anyMatch(Lane::hasNews);
  }

  private boolean mustTellOfLeaving() {
    return waiter.why() != null
        && lanes.stream()
            .anyMatch(lane -> lane.step() == null && lane.call().waiter().why() == null);
  }

  private void leaveIfGivenUp() {
    Why why = waiter.why();
    if (why != null) {
      lanes.forEach(lane -> lane.leave(why));
    }
  }

  private void take(Lane lane) {
    switch (lane.take()) {
      case Lane.News.Begun begun -> {
        if (winner == null) {
          wins(lane);
          delivery.sink().commit(lane.call(), begun.headers());
        }
      }
      case Lane.News.Sent sent -> {
        if (lane.equals(winner) && !delivery.sink().send(sent.events())) {
          lane.leave(Objects.requireNonNullElse(waiter.why(), Why.CLIENT_LEFT));
        }
      }
      case Lane.News.Ended ended -> {
        if (winner == null && ended.outcome() instanceof Outcome.Answered) {
          wins(lane);
        }
        over(lane, ended.outcome());
      }
      case Lane.News.Threw threw -> {
        thrown = threw.thrown();
        lanes.forEach(other -> other.leave(Why.LOST_RACE));
        caller.threw(lane.attempt(), lane.call(), threw.thrown(), lane.started());
        lane.over(new Step.Next());
      }
    }
  }

  private void wins(Lane lane) {
    winner = lane;
    lanes.stream()
        .filter(other -> !other.equals(lane))
        .forEach(other -> other.leave(Why.LOST_RACE));
  }

  private void over(Lane lane, Outcome outcome) {
    Outcome seen =
        lane.equals(winner) || winner == null ? delivery.settled(outcome) : outOfSight(outcome);
    lane.over(caller.end(lane.attempt(), lane.call(), seen, lane.started()));
  }

  /** The loser's answer is billed, but nobody gets it. */
  private static Outcome outOfSight(Outcome outcome) {
    return outcome instanceof Outcome.Answered answered
        ? new Outcome.Abandoned(Why.LOST_RACE, answered.answer().tokens())
        : outcome;
  }

  /** The winner's end; without one the first call's, unless the rival's alone is final. */
  private Step outcome() {
    Lane decisive =
        winner != null
            ? winner
            : lanes.stream()
                .filter(lane -> lane.step() instanceof Step.Over)
                .findFirst()
                .orElse(lanes.getFirst());
    Step step = Objects.requireNonNull(decisive.step());
    // Both have failed: that was the first target's second chance already.
    return lanes.size() > 1 && step instanceof Step.Faulty ? new Step.Next() : step;
  }
}

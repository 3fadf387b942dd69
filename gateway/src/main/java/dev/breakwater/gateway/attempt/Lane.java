package dev.breakwater.gateway.attempt;

import dev.breakwater.gateway.concurrent.Deadline;
import dev.breakwater.gateway.concurrent.Mailbox;
import dev.breakwater.gateway.concurrent.Waiter;
import dev.breakwater.gateway.concurrent.Why;
import dev.breakwater.gateway.provider.AnswerSink;
import dev.breakwater.gateway.provider.Call;
import dev.breakwater.gateway.provider.Outcome;
import dev.breakwater.wire.format.Header;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One of two calls for the same answer, on a thread of its own. What it gets goes into a mailbox,
 * from which the request's thread hands it on if the lane wins.
 */
final class Lane implements AnswerSink, Runnable {
  /** So much of an answer may wait for the request's thread before the lane reads on. */
  private static final long MOST_WAITING = 64 * 1024;

  /** What a lane tells the request's thread. */
  sealed interface News {
    /** The answer begins. */
    record Begun(List<Header> headers) implements News {}

    record Sent(byte[] events) implements News {}

    record Ended(Outcome outcome) implements News {}

    /** Our mistake. */
    record Threw(Throwable thrown) implements News {}
  }

  private final Attempt attempt;
  private final Call call;
  private final Waiter waiter;
  private final Mailbox<News> news;
  private final long started;

  // The lane's own.
  private long given;

  // The request's thread's own.
  private long takenThere;

  // Between both.
  private volatile long taken;
  private @Nullable Step step;

  /**
   * @param call has been recorded; its waiter is the lane's own
   * @param request the waiter of the request's thread
   */
  Lane(Attempt attempt, Call call, Waiter request) {
    this.attempt = attempt;
    this.call = call;
    this.waiter = call.waiter();
    this.news = new Mailbox<>(request);
    this.started = waiter.time().nanos();
  }

  @Override
  public void run() {
    News end;
    try {
      end = new News.Ended(attempt.prepared().attempt(call, this));
    } catch (RuntimeException | Error e) {
      end = new News.Threw(e);
    }
    waiter.close();
    news.put(end);
  }

  @Override
  public void commit(Call answering, List<Header> headers) {
    news.put(new News.Begun(headers));
  }

  @Override
  public boolean send(byte[] events) {
    given += events.length;
    news.put(new News.Sent(events));
    return waiter.await(
            () -> given - taken <= MOST_WAITING,
            Deadline.after(waiter.time(), Duration.ofMinutes(5)))
        == Waiter.Wake.READY;
  }

  Attempt attempt() {
    return attempt;
  }

  Call call() {
    return call;
  }

  long started() {
    return started;
  }

  boolean hasNews() {
    return !news.isEmpty();
  }

  /** Only after {@link #hasNews}. */
  News take() {
    News oldest = news.poll();
    if (oldest == null) {
      throw new IllegalStateException("no news");
    }
    if (oldest instanceof News.Sent sent) {
      takenThere += sent.events().length;
      taken = takenThere;
      waiter.wake();
    }
    return oldest;
  }

  /** Gives the call up; its end comes soon. */
  void leave(Why why) {
    waiter.leave(why);
  }

  /** The call has ended and was judged. */
  void over(Step judged) {
    step = judged;
  }

  /** What its end means; null while it goes on. */
  @Nullable Step step() {
    return step;
  }
}

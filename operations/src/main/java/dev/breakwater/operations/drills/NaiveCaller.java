package dev.breakwater.operations.drills;

import dev.breakwater.gateway.concurrent.Deadline;
import dev.breakwater.gateway.concurrent.Waiter;
import dev.breakwater.gateway.provider.AnswerProgress;
import dev.breakwater.gateway.provider.AnswerSink;
import dev.breakwater.gateway.provider.Call;
import dev.breakwater.gateway.provider.Outcome;
import dev.breakwater.gateway.provider.PassOn;
import dev.breakwater.gateway.settings.Target;
import dev.breakwater.gateway.settings.Timeouts;
import dev.breakwater.gateway.simulation.FakeAsk;
import dev.breakwater.gateway.simulation.SeededScheduler;
import dev.breakwater.wire.format.Header;
import java.util.List;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/**
 * What an application does that has no gateway: calls each provider once, in order, with the same
 * time-outs, and remembers nothing of it for the next request.
 */
final class NaiveCaller {
  private static final AnswerSink NOBODY =
      new AnswerSink() {
        @Override
        public void commit(Call call, List<Header> headers) {}

        @Override
        public boolean send(byte[] events) {
          return true;
        }
      };

  private final List<Target> targets;
  private final SeededScheduler scheduler;
  private final BiFunction<Call, AnswerSink, Outcome> providers;

  NaiveCaller(
      List<Target> targets,
      SeededScheduler scheduler,
      BiFunction<Call, AnswerSink, Outcome> providers) {
    this.targets = targets;
    this.scheduler = scheduler;
    this.providers = providers;
  }

  /** Who answered; null when nobody did. On the request's own thread. */
  @Nullable Target answer(boolean stream) {
    Waiter waiter = new Waiter(Thread.currentThread(), scheduler);
    Deadline deadline = Deadline.after(scheduler, Timeouts.DEFAULT.total());
    FakeAsk ask = new FakeAsk(stream);
    int number = 0;
    for (Target target : targets) {
      Call call =
          new Call(
              ask,
              PassOn.NOTHING,
              List.of(),
              target,
              ++number,
              Timeouts.DEFAULT,
              deadline,
              waiter,
              AnswerProgress.UNSEEN);
      if (providers.apply(call, NOBODY) instanceof Outcome.Answered) {
        waiter.close();
        return target;
      }
    }
    waiter.close();
    return null;
  }
}

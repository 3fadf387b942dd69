package dev.breakwater.operations.health;

import dev.breakwater.gateway.concurrent.Deadline;
import dev.breakwater.gateway.concurrent.Waiter;
import dev.breakwater.gateway.concurrent.Why;
import dev.breakwater.gateway.settings.ProviderId;
import dev.breakwater.gateway.settings.ProviderSettings;
import dev.breakwater.gateway.settings.Settings;
import dev.breakwater.gateway.settings.Target;
import dev.breakwater.operations.health.CheckResult.Verdict;
import dev.breakwater.operations.health.RecentTraffic.Tally;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Watches one provider: checks it at its times and when asked to, one check at a time, and keeps
 * what they conclude.
 */
final class Watch {
  private static final Logger LOG = LoggerFactory.getLogger(Watch.class);

  /** A wait ends between nine tenths and the whole of its longest, so that checks drift apart. */
  private static final double LEAST_SHARE = 0.9;

  /** How old a list of models may be while calls say that the provider is well. */
  private static final Duration LIST_AGE = Duration.ofMinutes(10);

  /** While nothing is due. */
  private static final Duration LONG = Duration.ofDays(1);

  private final ProviderId provider;
  private final HealthParts parts;
  private final HealthListeners listeners;
  private final HealthKeeper keeper;
  private final SplittableRandom random;
  private final ReentrantLock lock = new ReentrantLock();
  private final TargetMarks marks;
  private volatile ProviderHealth state;
  private volatile Deadline due;
  private volatile @Nullable Round round;
  private volatile @Nullable Deadline listDue;
  private boolean removed;

  Watch(
      ProviderId provider,
      HealthParts parts,
      HealthListeners listeners,
      HealthKeeper keeper,
      ProviderHealth known) {
    this.provider = provider;
    this.parts = parts;
    this.listeners = listeners;
    this.keeper = keeper;
    this.random = new SplittableRandom(parts.random().nextLong());
    this.marks = new TargetMarks(parts.healths());
    this.state = known;
    this.due = Deadline.after(parts.time(), LONG);
    if (!known.healthy()) {
      marks.open(used());
    }
  }

  /** What a check came to, and how the provider is by it. */
  record Report(CheckResult result, ProviderHealth now) {}

  ProviderHealth state() {
    return state;
  }

  /**
   * Starts checking in the background.
   *
   * @param share 0 to 1: when in the first interval the first check comes
   */
  void start(double share) {
    dueIn(firstWait(share));
    Round begun = new Round();
    round = begun;
    parts.threads().start("health " + provider, begun);
  }

  /** An unhealthy provider is not kept waiting. */
  private Duration firstWait(double share) {
    HealthSettings settings = parts.settings().get();
    if (!settings.inBackground()) {
      return LONG;
    }
    return state.standing().isDown()
        ? settings.confirmation().dividedBy(2)
        : Duration.ofNanos((long) (settings.interval().toNanos() * share));
  }

  void stop() {
    Round running = round;
    round = null;
    if (running != null) {
      running.leave();
    }
  }

  /** The provider is no longer configured: nothing is kept of it from now on. */
  void remove() {
    stop();
    lock.lock();
    try {
      removed = true;
      keeper.remove(provider);
      parts.models().forget(provider);
    } finally {
      lock.unlock();
    }
  }

  /** It is somewhere else now: its list of there is not its list here. */
  void moved() {
    listDue = null;
    parts.models().forget(provider);
  }

  /** Its configuration has changed: it is looked at again soon. */
  void again() {
    dueIn(firstWait(random.nextDouble()));
  }

  /** Checks now, after a check that is under way. Empty when the provider is not configured. */
  Optional<Report> check(CheckMethod method) {
    lock.lock();
    try {
      Settings settings = parts.live().current();
      return settings.provider(provider).map(it -> check(settings, it, method));
    } finally {
      lock.unlock();
    }
  }

  private Report check(Settings settings, ProviderSettings asked, CheckMethod method) {
    long began = parts.time().nanos();
    HealthSettings limits = parts.settings().get();
    List<UsedTarget> used = UsedTarget.of(settings, asked);
    boolean onItsOwn = method == CheckMethod.TRAFFIC;
    // A check that somebody asks for leaves what calls said to the next one in the background.
    Map<Target, Tally> traffic = onItsOwn ? parts.traffic().take(provider) : Map.of();
    Examination examination =
        new Examination(
            parts.probes().get(),
            asked,
            new Examination.Case(
                used.stream().map(UsedTarget::target).toList(),
                traffic,
                marks.doubtful(used, traffic),
                marks.ill(),
                state.standing().isAtTheEdge(limits),
                isListDue()));
    CheckResult result =
        switch (method) {
          case TRAFFIC -> examination.byItself();
          case LIST -> examination.byList();
          case PROBE -> examination.byProbe();
          case ALL -> examination.byAll();
        };
    learn(examination, asked);
    boolean wasDown = state.standing().isDown();
    boolean toConfirm = marks.learn(used, result, limits);
    toConfirm |= wasDown && result.verdict() == Verdict.WELL;
    conclude(result, used, limits);
    plan(began, onItsOwn, toConfirm, limits);
    return new Report(result, state);
  }

  private boolean isListDue() {
    Deadline next = listDue;
    return next == null || next.hasPassed(parts.time());
  }

  private void learn(Examination examination, ProviderSettings asked) {
    if (examination.hasListed()) {
      listDue = Deadline.after(parts.time(), LIST_AGE);
    }
    // What was listed at another address is not what requests will find.
    boolean same =
        parts.live().current().provider(provider).filter(asked::sharesAddressWith).isPresent();
    if (same && !removed) {
      examination.models().ifPresent(list -> parts.models().learn(provider, list));
    }
  }

  private void conclude(CheckResult result, List<UsedTarget> used, HealthSettings limits) {
    ProviderHealth before = state;
    boolean well = result.verdict() == Verdict.WELL;
    Standing standing =
        switch (result.verdict()) {
          case WELL -> before.standing().passed(limits);
          case ILL -> before.standing().failed(limits);
          case UNCLEAR -> before.standing();
        };
    if (result.verdict() != Verdict.UNCLEAR && result.method() != CheckMethod.TRAFFIC) {
      parts.traffic().checked(provider, well);
    }
    ProviderHealth now =
        new ProviderHealth(
            provider,
            standing.healthy(),
            parts.time().epochMillis(),
            result.verdict() == Verdict.ILL ? result.error() : before.lastError(),
            standing.failures(),
            standing.successes(),
            well ? result.took() : before.responseTime(),
            parts.traffic().recent(provider),
            parts.traffic().successRate(provider),
            result.method(),
            before.cost().plus(result.cost()),
            marks.states(used));
    take(now);
    if (before.healthy() && !now.healthy()) {
      marks.open(used);
    }
    if (before.healthy() != now.healthy() && !removed) {
      listeners.tell(now);
    }
  }

  /** Adds what a question cost that was no check. */
  void paid(long costNanos) {
    lock.lock();
    try {
      ProviderHealth was = state;
      take(
          new ProviderHealth(
              was.id(),
              was.healthy(),
              was.checkedMillis(),
              was.lastError(),
              was.consecutiveFailures(),
              was.consecutiveSuccesses(),
              was.responseTime(),
              was.recent(),
              was.successRate(),
              was.method(),
              was.cost().plus(costNanos),
              was.targets()));
    } finally {
      lock.unlock();
    }
  }

  private void take(ProviderHealth now) {
    state = now;
    if (!removed) {
      keeper.put(now);
    }
  }

  private void plan(long began, boolean onItsOwn, boolean toConfirm, HealthSettings limits) {
    if (!limits.inBackground()) {
      dueIn(LONG);
    } else if (toConfirm) {
      Deadline confirmation = Deadline.after(parts.time(), limits.confirmation());
      due(onItsOwn ? confirmation : confirmation.earlier(due));
    } else if (onItsOwn) {
      boolean ill = state.standing().isDown() || !marks.ill().isEmpty();
      double share = LEAST_SHARE + (1 - LEAST_SHARE) * random.nextDouble();
      due(new Deadline(began + (long) (limits.longestWait(ill).toNanos() * share)));
    }
  }

  private void dueIn(Duration wait) {
    due(Deadline.after(parts.time(), wait));
  }

  private void due(Deadline next) {
    due = next;
    Round running = round;
    if (running != null) {
      running.look();
    }
  }

  private List<UsedTarget> used() {
    Settings settings = parts.live().current();
    return settings.provider(provider).map(it -> UsedTarget.of(settings, it)).orElse(List.of());
  }

  /** Checks at their times, from one start to the next stop. */
  private final class Round implements Runnable {
    private volatile @Nullable Waiter waiter;
    private volatile boolean left;

    @Override
    public void run() {
      Waiter own = new Waiter(Thread.currentThread(), parts.time());
      waiter = own;
      try {
        while (!left && waits(own)) {
          checkOnItsOwn();
        }
      } finally {
        own.close();
      }
    }

    /** Waits until a check is due; false when it is to wait no more. */
    private boolean waits(Waiter own) {
      while (true) {
        Deadline next = due;
        switch (own.await(() -> !due.equals(next), next)) {
          case READY -> {
            // due at another time
          }
          case LATE -> {
            if (parts.settings().get().inBackground()) {
              return true;
            }
            dueIn(LONG);
          }
          case LEFT -> {
            return false;
          }
        }
      }
    }

    private void checkOnItsOwn() {
      Deadline at = due;
      try {
        check(CheckMethod.TRAFFIC);
      } catch (RuntimeException e) {
        LOG.error("the check of provider {} failed inside Breakwater", provider, e);
      }
      if (due.equals(at)) {
        again(); // it did not come to planning the next
      }
    }

    void look() {
      Waiter own = waiter;
      if (own != null) {
        own.wake();
      }
    }

    void leave() {
      left = true;
      Waiter own = waiter;
      if (own != null) {
        own.leave(Why.SHUTDOWN);
      }
    }
  }
}

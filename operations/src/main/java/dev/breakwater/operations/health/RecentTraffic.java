package dev.breakwater.operations.health;

import dev.breakwater.gateway.exchange.Meter;
import dev.breakwater.gateway.settings.ProviderId;
import dev.breakwater.gateway.settings.Target;
import dev.breakwater.gateway.usage.AttemptEnded;
import dev.breakwater.gateway.usage.RequestEnded;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * The signal that costs nothing: what real calls say of each provider. Hears of every call of every
 * loop; rate limits, refusals and clients that leave say nothing.
 */
public final class RecentTraffic implements Meter {
  /** More targets than a provider has; what callers make up must not fill the memory. */
  private static final int MOST_TARGETS = 200;

  private static final String THROTTLED = "throttled";
  private static final String UNKNOWN_MODEL = "unknown_model";

  private final Map<ProviderId, OfProvider> byProvider = new ConcurrentHashMap<>();

  /** A provider's calls; every access under its lock. */
  private static final class OfProvider {
    final ReentrantLock lock = new ReentrantLock();
    LastHundred recent = new LastHundred();
    final Map<Target, Count> counts = new HashMap<>();

    /** Null where there are too many already. */
    @Nullable Count of(Target target) {
      Count known = counts.get(target);
      if (known == null && counts.size() < MOST_TARGETS) {
        known = new Count();
        counts.put(target, known);
      }
      return known;
    }
  }

  /** A tally while it is counted. */
  private static final class Count {
    private long successes;
    private long failures;
    private long unknown;
    private boolean lastFailed;
    private @Nullable String lastError;
    private long micros;

    void success(long took) {
      successes++;
      lastFailed = false;
      micros += took;
    }

    void failure(boolean unknownModel, @Nullable String error) {
      failures += unknownModel ? 0 : 1;
      unknown += unknownModel ? 1 : 0;
      lastFailed = true;
      lastError = error;
    }

    Tally tally() {
      return new Tally(successes, failures, unknown, lastFailed, lastError, micros);
    }
  }

  /**
   * The calls to one target since the last look.
   *
   * @param failures apart from unknown models
   * @param unknown how often the model was unknown, which the caller may be to blame for
   * @param lastFailed whether the last of them all failed
   * @param lastError of the last failure
   * @param micros of all successes
   */
  record Tally(
      long successes,
      long failures,
      long unknown,
      boolean lastFailed,
      @Nullable String lastError,
      long micros) {
    static final Tally NONE = new Tally(0, 0, 0, false, null, 0);

    boolean endedWell() {
      return successes > 0 && !lastFailed;
    }
  }

  @Override
  public void ended(Target target, AttemptEnded attempt) {
    switch (attempt.status()) {
      case SUCCESS -> add(target, attempt, true);
      case ERROR -> {
        if (!THROTTLED.equals(attempt.errorType())) {
          add(target, attempt, false);
        }
      }
      case REJECTED, CANCELLED, INTERRUPTED -> {
        // says nothing of the provider
      }
    }
  }

  @Override
  public void ended(RequestEnded request) {
    // its attempts have been heard of
  }

  private void add(Target target, AttemptEnded attempt, boolean success) {
    OfProvider provider = of(target.providerId());
    provider.lock.lock();
    try {
      boolean unknown = UNKNOWN_MODEL.equals(attempt.errorType());
      if (!unknown) {
        provider.recent.add(success);
      }
      Count count = provider.of(target);
      if (count == null) {
        return;
      }
      if (success) {
        count.success(attempt.durationMicros());
      } else {
        count.failure(unknown, attempt.errorMessage());
      }
    } finally {
      provider.lock.unlock();
    }
  }

  /** What has come since the last call of this, which thereby is forgotten. */
  Map<Target, Tally> take(ProviderId id) {
    OfProvider provider = of(id);
    provider.lock.lock();
    try {
      Map<Target, Tally> taken = new HashMap<>();
      provider.counts.forEach((target, count) -> taken.put(target, count.tally()));
      provider.counts.clear();
      return Map.copyOf(taken);
    } finally {
      provider.lock.unlock();
    }
  }

  /** Counts a check among the last hundred. */
  void checked(ProviderId id, boolean success) {
    OfProvider provider = of(id);
    provider.lock.lock();
    try {
      provider.recent.add(success);
    } finally {
      provider.lock.unlock();
    }
  }

  /** Goes on from what an earlier life knew. */
  void restore(ProviderId id, String recent) {
    OfProvider provider = of(id);
    provider.lock.lock();
    try {
      provider.recent = LastHundred.of(recent);
    } finally {
      provider.lock.unlock();
    }
  }

  void forget(ProviderId id) {
    byProvider.remove(id);
  }

  /** The last hundred as text. */
  String recent(ProviderId id) {
    OfProvider provider = of(id);
    provider.lock.lock();
    try {
      return provider.recent.text();
    } finally {
      provider.lock.unlock();
    }
  }

  /** 0 to 100. */
  double successRate(ProviderId id) {
    OfProvider provider = of(id);
    provider.lock.lock();
    try {
      return provider.recent.successRate();
    } finally {
      provider.lock.unlock();
    }
  }

  /** The mean of the successes, zero when there are none. */
  static Duration averageTime(Map<Target, Tally> tallies) {
    long successes = tallies.values().stream().mapToLong(Tally::successes).sum();
    long micros = tallies.values().stream().mapToLong(Tally::micros).sum();
    return successes == 0 ? Duration.ZERO : Duration.of(micros / successes, ChronoUnit.MICROS);
  }

  private OfProvider of(ProviderId id) {
    OfProvider known = byProvider.get(id);
    return known != null ? known : byProvider.computeIfAbsent(id, _ -> new OfProvider());
  }
}

package dev.breakwater.operations.models;

import dev.breakwater.gateway.offers.Offer;
import dev.breakwater.gateway.offers.OfferedList;
import dev.breakwater.gateway.offers.Offers;
import dev.breakwater.gateway.settings.ProviderId;
import dev.breakwater.operations.StoreUnavailable;
import dev.breakwater.operations.changes.Topic;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What every provider lists, by the checks that fetched it: in memory for routing, which only reads
 * an immutable snapshot, and in the database so that a restart goes on from it. Only what has
 * changed is written. A list that cannot be fetched changes nothing.
 *
 * <p>Of several nodes on one database the last one to write wins; they fetch the same lists, so
 * that they agree unless a provider contradicts itself. May be used from any thread but an event
 * loop, for calls that change something write to the database; {@link #offers} and {@link #of}
 * never wait.
 */
public final class FetchedModels {
  private static final Logger LOG = LoggerFactory.getLogger(FetchedModels.class);

  /** How far behind the time of the last fetch may be that is kept of a list as it was. */
  private static final Duration STALE = Duration.ofHours(1);

  private final ModelParts parts;
  private final ReentrantLock lock = new ReentrantLock();
  private final AtomicBoolean away = new AtomicBoolean();

  /** Those of whom the database does not have what is known. */
  private final Set<ProviderId> owed = new HashSet<>();

  /** When the time of the last fetch was kept. */
  private final Map<ProviderId, Long> keptAt = new HashMap<>();

  private volatile Map<ProviderId, ProviderList> lists = Map.of();
  private volatile Offers offers = Offers.NONE;

  private FetchedModels(ModelParts parts) {
    this.parts = parts;
  }

  /** Goes on from what was kept; with nothing, where the database does not answer. */
  public static FetchedModels open(ModelParts parts) {
    FetchedModels models = new FetchedModels(parts);
    models.attempt(models::reload);
    return models;
  }

  /** What routing goes by: the same object until a list changes. */
  public Offers offers() {
    return offers;
  }

  /** Everything that a provider has listed; empty when its list was never fetched. */
  public Optional<ProviderList> of(ProviderId provider) {
    return Optional.ofNullable(lists.get(provider));
  }

  /** Takes a list that was just fetched. One call at a time for each provider. */
  public void learn(ProviderId provider, OfferedList fetched) {
    long now = parts.clock().millis();
    ProviderList after;
    boolean toWrite;
    boolean toNote;
    lock.lock();
    try {
      ProviderList before = lists.getOrDefault(provider, ProviderList.none(provider));
      after = before.with(fetched, now);
      boolean changed = !after.models().equals(before.models()) || before.checkedAt() == 0;
      if (changed) {
        owed.add(provider);
      } else {
        after = before.checked(now);
      }
      toWrite = owed.contains(provider);
      toNote = now - keptAt.getOrDefault(provider, 0L) >= STALE.toMillis();
      publish(provider, after, changed);
    } finally {
      lock.unlock();
    }
    ProviderList list = after;
    if (toWrite) {
      keep(provider, now, () -> write(list));
    } else if (toNote) {
      keep(provider, now, () -> parts.store().checked(provider, now));
    }
  }

  private void write(ProviderList list) {
    parts
        .transactions()
        .inOne(() -> {
          parts.store().put(list);
          parts.revisions().raise(Topic.MODELS);
          return list;
        });
  }

  private void keep(ProviderId provider, long now, Runnable write) {
    if (attempt(write)) {
      lock.lock();
      try {
        owed.remove(provider);
        keptAt.put(provider, now);
      } finally {
        lock.unlock();
      }
    }
  }

  /** A provider is no longer there, or is somewhere else now: nothing is known of its models. */
  public void forget(ProviderId provider) {
    boolean known;
    lock.lock();
    try {
      known = lists.containsKey(provider);
      publish(provider, null, known);
      owed.remove(provider);
      keptAt.remove(provider);
    } finally {
      lock.unlock();
    }
    if (known) {
      attempt(() ->
          parts
              .transactions()
              .inOne(() -> {
                parts.store().remove(provider);
                parts.revisions().raise(Topic.MODELS);
                return provider;
              }));
    }
  }

  /** Forgets all others. */
  public void keepOnly(Predicate<ProviderId> configured) {
    lists.keySet().stream().filter(configured.negate()).toList().forEach(this::forget);
  }

  /**
   * Takes up what other nodes have fetched; what this one has learnt meanwhile stays.
   *
   * @throws StoreUnavailable when the database does not answer
   */
  public void reload() {
    Map<ProviderId, ProviderList> before = lists;
    Map<ProviderId, ProviderList> kept = new HashMap<>();
    for (ProviderList list : parts.store().all()) {
      kept.put(list.provider(), list);
    }
    lock.lock();
    try {
      Set<ProviderId> all = new HashSet<>(before.keySet());
      all.addAll(kept.keySet());
      for (ProviderId provider : all) {
        ProviderList now = lists.get(provider);
        if (sameObject(now, before.get(provider)) && !owed.contains(provider)) {
          take(provider, now, kept.get(provider));
        }
      }
    } finally {
      lock.unlock();
    }
  }

  private void take(ProviderId provider, @Nullable ProviderList now, @Nullable ProviderList other) {
    if (other == null) {
      publish(provider, null, now != null);
    } else if (now == null || !now.models().equals(other.models())) {
      publish(provider, other, true);
    } else if (other.checkedAt() > now.checkedAt()) {
      publish(provider, other, false);
    }
  }

  @SuppressWarnings("ReferenceEquality") // whether it was replaced, not whether it says the same
  private static boolean sameObject(@Nullable ProviderList one, @Nullable ProviderList other) {
    return one == other;
  }

  /**
   * @param list null to forget it
   * @param changed whether routing has to know
   */
  private void publish(ProviderId provider, @Nullable ProviderList list, boolean changed) {
    lists = replaced(lists, provider, list);
    if (changed) {
      Offer offer = list == null ? null : list.offer();
      offers = new Offers(replaced(offers.byProvider(), provider, offer));
    }
  }

  private static <T> Map<ProviderId, T> replaced(
      Map<ProviderId, T> all, ProviderId provider, @Nullable T value) {
    Map<ProviderId, T> now = new HashMap<>(all);
    if (value == null) {
      now.remove(provider);
    } else {
      now.put(provider, value);
    }
    return Map.copyOf(now);
  }

  /** Whether it was done; people are told once that the database is away. */
  private boolean attempt(Runnable work) {
    try {
      work.run();
      if (away.compareAndSet(true, false)) {
        LOG.info("lists of models are kept in the database again");
      }
      return true;
    } catch (StoreUnavailable e) {
      if (away.compareAndSet(false, true)) {
        LOG.warn("lists of models are kept in memory only, for now: {}", e.getMessage());
      }
      return false;
    }
  }
}

package dev.breakwater.operations.chains;

import dev.breakwater.gateway.settings.ChainSettings;
import dev.breakwater.gateway.settings.Settings;
import dev.breakwater.operations.StoreUnavailable;
import dev.breakwater.operations.changes.Actor;
import dev.breakwater.operations.changes.Change;
import dev.breakwater.operations.changes.Changes;
import dev.breakwater.operations.changes.Topic;
import dev.breakwater.operations.settings.LayeredSettings;
import dev.breakwater.operations.settings.SettingsLayer;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The chains that the API changed, over those of the file, whole. A change is kept and recorded
 * first and published then, so that what holds has been kept.
 */
public final class Chains implements SettingsLayer {
  private final ChainOverrides store;
  private final LayeredSettings settings;
  private final Changes changes;
  private final InstantSource clock;
  private final ReentrantLock lock = new ReentrantLock();
  private volatile ChainLayer layer = ChainLayer.NONE;

  private Chains(
      ChainOverrides store, LayeredSettings settings, Changes changes, InstantSource clock) {
    this.store = store;
    this.settings = settings;
    this.changes = changes;
    this.clock = clock;
  }

  /**
   * Reads what the API changed in earlier lives and lays it over the settings.
   *
   * @throws StoreUnavailable when the database does not answer
   */
  public static Chains open(
      ChainOverrides store, LayeredSettings settings, Changes changes, InstantSource clock) {
    Chains chains = new Chains(store, settings, changes, clock);
    chains.layer = new ChainLayer(store.all());
    settings.add(chains);
    return chains;
  }

  /**
   * Takes up what another node has changed.
   *
   * @throws StoreUnavailable when the database does not answer
   */
  public void reload() {
    lock.lock();
    try {
      publish(store.all());
    } finally {
      lock.unlock();
    }
  }

  @Override
  public Settings over(Settings below) {
    return layer.over(below);
  }

  @Override
  public Map<String, String> values() {
    return layer.values();
  }

  @Override
  public List<String> shadowed(Settings below) {
    return layer.shadowed(below);
  }

  /**
   * The chain that requests of a place take: a tenant's own or else the shared one, production's
   * where the environment has none; empty when no provider is configured.
   */
  public Optional<ChainSettings> get(ChainPlace place) {
    return seenFrom(place)
        .chain(place.environment())
        .map(chain -> named(place.environment(), chain));
  }

  /**
   * Changes the chain of a place, or makes it, beginning with the values that hold there.
   *
   * @throws StoreUnavailable when it could not be kept; then nothing has changed
   */
  public ChainAnswer change(ChainPlace place, ChainChange change, Actor actor) {
    lock.lock();
    try {
      Optional<ChainSettings> before = get(place);
      ChainAnswer answer =
          ChainDraft.of(place.environment(), before.orElse(null), change, seenFrom(place));
      switch (answer) {
        case ChainAnswer.Changed changed -> {
          keep(place, before, changed.chain(), actor);
          Map<ChainPlace, ChainSettings> next = new HashMap<>(layer.chains());
          next.put(place, changed.chain());
          publish(next);
        }
        case ChainAnswer.Refused _ -> {}
      }
      return answer;
    } finally {
      lock.unlock();
    }
  }

  private void keep(
      ChainPlace place, Optional<ChainSettings> before, ChainSettings after, Actor actor) {
    changes.make(
        new Change(
            actor,
            "chain.change",
            place.environment(),
            place.owner(),
            before.map(ChainSummary::of).orElse(""),
            ChainSummary.of(after)),
        Topic.CHAINS,
        () -> {
          store.put(place, after, clock.instant());
          return after;
        });
  }

  /**
   * Goes back to the chain of the file; for a tenant that has none there, to the shared one.
   *
   * @return what holds now, as {@link #get}
   * @throws StoreUnavailable when the database did not answer; then nothing has changed
   */
  public Optional<ChainSettings> reset(ChainPlace place, Actor actor) {
    lock.lock();
    try {
      ChainSettings before = layer.chains().get(place);
      if (before != null) {
        changes.make(
            new Change(
                actor,
                "chain.reset",
                place.environment(),
                place.owner(),
                ChainSummary.of(before),
                ""),
            Topic.CHAINS,
            () -> store.delete(place));
        Map<ChainPlace, ChainSettings> next = new HashMap<>(layer.chains());
        next.remove(place);
        publish(next);
      }
      return get(place);
    } finally {
      lock.unlock();
    }
  }

  /**
   * Forgets the chains that a tenant has of its own by the API.
   *
   * @return whether there were any
   * @throws StoreUnavailable when the database did not answer; some may be gone then
   */
  public boolean eraseTenant(String tenant) {
    lock.lock();
    try {
      Map<ChainPlace, ChainSettings> next = new HashMap<>(store.all());
      List<ChainPlace> own =
          next.keySet().stream().filter(place -> place.owner().equals(tenant)).toList();
      own.forEach(store::delete);
      own.forEach(next::remove);
      publish(next);
      return !own.isEmpty();
    } finally {
      lock.unlock();
    }
  }

  private void publish(Map<ChainPlace, ChainSettings> next) {
    layer = new ChainLayer(next);
    settings.publish();
  }

  private Settings seenFrom(ChainPlace place) {
    Settings all = settings.current();
    return place.isShared() ? all : all.seenBy(place.owner());
  }

  private static ChainSettings named(String environment, ChainSettings chain) {
    return chain.environment().equals(environment)
        ? chain
        : new ChainSettings(environment, chain.targets(), chain.attempts(), chain.origin());
  }
}

package dev.breakwater.operations.chains;

import dev.breakwater.gateway.settings.ChainSettings;
import dev.breakwater.gateway.settings.LiveSettings;
import dev.breakwater.gateway.settings.Settings;
import dev.breakwater.operations.StoreUnavailable;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The chains in force: the file's, with those that the API changed in their place, whole. A change
 * is kept first and published then, so that what holds has been kept.
 */
public final class Chains {
  private final ChainOverrides store;
  private final LiveSettings live;
  private final InstantSource clock;
  private final ReentrantLock lock = new ReentrantLock();
  private final Map<String, ChainSettings> overrides = new HashMap<>();
  private Map<String, ChainSettings> file;

  private Chains(ChainOverrides store, LiveSettings live, InstantSource clock) {
    this.store = store;
    this.live = live;
    this.clock = clock;
    this.file = live.current().chains();
  }

  /**
   * Reads what the API changed in earlier lives and publishes it over the chains of {@code live},
   * which are taken for the file's.
   *
   * @throws StoreUnavailable when the database does not answer
   */
  public static Chains open(ChainOverrides store, LiveSettings live, InstantSource clock) {
    Chains chains = new Chains(store, live, clock);
    store.all().forEach(chain -> chains.overrides.put(chain.environment(), chain));
    chains.publish();
    return chains;
  }

  /** Takes up a new file; chains that the API changed stay as they are. */
  public void takeUp(Settings fromFile) {
    lock.lock();
    try {
      file = fromFile.chains();
      Map<String, ChainSettings> merged = merged();
      live.replace(_ -> fromFile.withChains(merged));
    } finally {
      lock.unlock();
    }
  }

  /**
   * The chain that requests of an environment take, production's where it has none of its own;
   * empty when no provider is configured.
   */
  public Optional<ChainSettings> get(String environment) {
    return live.current().chain(environment).map(chain -> named(environment, chain));
  }

  /** The environments whose chain in the file does not hold, for the API changed it. */
  public List<String> shadowed() {
    lock.lock();
    try {
      return overrides.keySet().stream().filter(file::containsKey).sorted().toList();
    } finally {
      lock.unlock();
    }
  }

  /**
   * Changes an environment's chain, or makes it, beginning with production's values.
   *
   * @throws StoreUnavailable when it could not be kept; then nothing has changed
   */
  public ChainAnswer change(String environment, ChainChange change) {
    lock.lock();
    try {
      ChainAnswer answer =
          ChainDraft.of(environment, get(environment).orElse(null), change, live.current());
      switch (answer) {
        case ChainAnswer.Changed changed -> {
          store.put(changed.chain(), clock.instant());
          overrides.put(environment, changed.chain());
          publish();
        }
        case ChainAnswer.Refused _ -> {}
      }
      return answer;
    } finally {
      lock.unlock();
    }
  }

  /**
   * Goes back to the file's chain.
   *
   * @return what holds now, as {@link #get}
   * @throws StoreUnavailable when the database did not answer; then nothing has changed
   */
  public Optional<ChainSettings> reset(String environment) {
    lock.lock();
    try {
      store.delete(environment);
      overrides.remove(environment);
      publish();
      return get(environment);
    } finally {
      lock.unlock();
    }
  }

  private void publish() {
    Map<String, ChainSettings> merged = merged();
    live.replace(settings -> settings.withChains(merged));
  }

  private Map<String, ChainSettings> merged() {
    Map<String, ChainSettings> merged = new LinkedHashMap<>(file);
    merged.putAll(overrides);
    return merged;
  }

  private static ChainSettings named(String environment, ChainSettings chain) {
    return chain.environment().equals(environment)
        ? chain
        : new ChainSettings(environment, chain.targets(), chain.attempts(), chain.origin());
  }
}

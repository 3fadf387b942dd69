package dev.breakwater.operations.chains;

import dev.breakwater.gateway.settings.ChainSettings;
import dev.breakwater.gateway.settings.Settings;
import dev.breakwater.operations.StoreUnavailable;
import dev.breakwater.operations.settings.LayeredSettings;
import dev.breakwater.operations.settings.SettingsLayer;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The chains that the API changed, over those of the file, whole. A change is kept first and
 * published then, so that what holds has been kept.
 */
public final class Chains implements SettingsLayer {
  private final ChainOverrides store;
  private final LayeredSettings settings;
  private final InstantSource clock;
  private final ReentrantLock lock = new ReentrantLock();
  private volatile Map<String, ChainSettings> overrides = Map.of();

  private Chains(ChainOverrides store, LayeredSettings settings, InstantSource clock) {
    this.store = store;
    this.settings = settings;
    this.clock = clock;
  }

  /**
   * Reads what the API changed in earlier lives and lays it over the settings.
   *
   * @throws StoreUnavailable when the database does not answer
   */
  public static Chains open(ChainOverrides store, LayeredSettings settings, InstantSource clock) {
    Chains chains = new Chains(store, settings, clock);
    Map<String, ChainSettings> known = new HashMap<>();
    store.all().forEach(chain -> known.put(chain.environment(), chain));
    chains.overrides = Map.copyOf(known);
    settings.add(chains);
    return chains;
  }

  @Override
  public Settings over(Settings below) {
    Map<String, ChainSettings> merged = new LinkedHashMap<>(below.chains());
    merged.putAll(overrides);
    return below.withChains(merged);
  }

  @Override
  public Map<String, String> values() {
    Map<String, String> values = new TreeMap<>();
    overrides.forEach(
        (environment, chain) -> values.put("chains." + environment, chain.primary().toString()));
    return values;
  }

  @Override
  public List<String> shadowed(Settings below) {
    return overrides.keySet().stream()
        .filter(below.chains()::containsKey)
        .sorted()
        .map(environment -> "chains." + environment)
        .toList();
  }

  /**
   * The chain that requests of an environment take, production's where it has none of its own;
   * empty when no provider is configured.
   */
  public Optional<ChainSettings> get(String environment) {
    return settings.current().chain(environment).map(chain -> named(environment, chain));
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
          ChainDraft.of(environment, get(environment).orElse(null), change, settings.current());
      switch (answer) {
        case ChainAnswer.Changed changed -> {
          store.put(changed.chain(), clock.instant());
          Map<String, ChainSettings> next = new HashMap<>(overrides);
          next.put(environment, changed.chain());
          publish(next);
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
      Map<String, ChainSettings> next = new HashMap<>(overrides);
      next.remove(environment);
      publish(next);
      return get(environment);
    } finally {
      lock.unlock();
    }
  }

  private void publish(Map<String, ChainSettings> next) {
    overrides = Map.copyOf(next);
    settings.publish();
  }

  private static ChainSettings named(String environment, ChainSettings chain) {
    return chain.environment().equals(environment)
        ? chain
        : new ChainSettings(environment, chain.targets(), chain.attempts(), chain.origin());
  }
}

package dev.breakwater.operations.providers;

import dev.breakwater.gateway.settings.ProviderId;
import dev.breakwater.operations.StoreUnavailable;
import dev.breakwater.operations.Transactions;
import dev.breakwater.operations.changes.Change;
import dev.breakwater.operations.changes.Changes;
import dev.breakwater.operations.changes.Revisions;
import dev.breakwater.operations.changes.Topic;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Keeps what is said of providers as long as a test runs, with transactions of its own. */
final class MemoryProviders implements ProviderStore, Transactions {
  private Map<ProviderId, StoredProvider> providers = new LinkedHashMap<>();
  private final Map<String, Set<String>> withheld = new HashMap<>();
  private boolean isBroken;

  /** From now on nothing can be recorded. */
  void breakDown() {
    isBroken = true;
  }

  Changes changes(List<Change> recorded) {
    return new Changes(
        this,
        change -> {
          if (isBroken) {
            throw new StoreUnavailable("cannot be recorded", new IllegalStateException());
          }
          recorded.add(change);
        },
        new Revisions() {
          @Override
          public void raise(Topic topic) {
            // nobody reads again here
          }

          @Override
          public Map<Topic, Long> current() {
            return Map.of();
          }
        });
  }

  @Override
  public <T extends @Nullable Object> T inOne(Supplier<T> work) {
    Map<ProviderId, StoredProvider> before = new LinkedHashMap<>(providers);
    try {
      return work.get();
    } catch (StoreUnavailable e) {
      providers = before;
      throw e;
    }
  }

  @Override
  public List<StoredProvider> all() {
    return new ArrayList<>(providers.values());
  }

  @Override
  public void put(StoredProvider provider) {
    providers.put(provider.providerId(), provider);
  }

  @Override
  public void remove(ProviderId provider) {
    providers.remove(provider);
  }

  @Override
  public Map<String, Set<String>> withheld() {
    Map<String, Set<String>> all = new HashMap<>();
    withheld.forEach((tenant, names) -> all.put(tenant, Set.copyOf(names)));
    return all;
  }

  @Override
  public void withhold(String tenant, String provider, boolean isWithheld, Instant at) {
    Set<String> names = withheld.computeIfAbsent(tenant, _ -> new HashSet<>());
    if (isWithheld) {
      names.add(provider);
    } else {
      names.remove(provider);
    }
  }

  @Override
  public void eraseTenant(String tenant) {
    providers.keySet().removeIf(id -> id.owner().equals(tenant));
    withheld.remove(tenant);
  }
}

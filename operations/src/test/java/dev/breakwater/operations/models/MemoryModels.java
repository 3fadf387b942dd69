package dev.breakwater.operations.models;

import dev.breakwater.gateway.settings.ProviderId;
import dev.breakwater.operations.StoreUnavailable;
import dev.breakwater.operations.Transactions;
import dev.breakwater.operations.changes.Revisions;
import dev.breakwater.operations.changes.Topic;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Lists in a database that can be away, and that counts what is written. */
public final class MemoryModels implements ModelStore, Transactions, Revisions {
  private final Map<ProviderId, ProviderList> kept = new LinkedHashMap<>();
  private final List<String> writes = new ArrayList<>();
  private boolean away;

  public FetchedModels open(InstantSource clock) {
    return FetchedModels.open(new ModelParts(this, this, this, clock));
  }

  public void away(boolean isAway) {
    away = isAway;
  }

  /** What was asked of it that changes something, in order. */
  public List<String> writes() {
    return writes;
  }

  private void reach() {
    if (away) {
      throw new StoreUnavailable("away");
    }
  }

  @Override
  public List<ProviderList> all() {
    reach();
    return List.copyOf(kept.values());
  }

  @Override
  public void put(ProviderList list) {
    reach();
    kept.put(list.provider(), list);
    writes.add("put " + list.provider());
  }

  @Override
  public void checked(ProviderId provider, long at) {
    reach();
    kept.computeIfPresent(provider, (_, list) -> list.checked(at));
    writes.add("checked " + provider);
  }

  @Override
  public void remove(ProviderId provider) {
    reach();
    kept.remove(provider);
    writes.add("removed " + provider);
  }

  @Override
  public <T extends @Nullable Object> T inOne(Supplier<T> work) {
    return work.get();
  }

  @Override
  public void raise(Topic topic) {
    writes.add("news of " + topic);
  }

  @Override
  public Map<Topic, Long> current() {
    return Map.of();
  }
}

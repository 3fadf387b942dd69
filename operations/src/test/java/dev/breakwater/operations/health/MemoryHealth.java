package dev.breakwater.operations.health;

import dev.breakwater.gateway.settings.ProviderId;
import dev.breakwater.operations.StoreUnavailable;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A database of one table that can go away. */
final class MemoryHealth implements HealthStore {
  private final Map<String, ProviderHealth> rows = new LinkedHashMap<>();
  private boolean away;

  MemoryHealth goAway() {
    away = true;
    return this;
  }

  void comeBack() {
    away = false;
  }

  Map<String, ProviderHealth> rows() {
    return rows;
  }

  @Override
  public List<ProviderHealth> all() {
    answer();
    return List.copyOf(rows.values());
  }

  @Override
  public void put(ProviderHealth health) {
    answer();
    rows.put(health.provider(), health);
  }

  @Override
  public void remove(ProviderId provider) {
    answer();
    rows.remove(provider.name());
  }

  private void answer() {
    if (away) {
      throw new StoreUnavailable("planted", new IllegalStateException());
    }
  }
}

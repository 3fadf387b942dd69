package dev.breakwater.operations.health;

import dev.breakwater.gateway.settings.ProviderId;
import dev.breakwater.operations.StoreUnavailable;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Keeps states as long as the database takes them, and says once when it does not. */
final class HealthKeeper {
  private static final Logger LOG = LoggerFactory.getLogger(HealthKeeper.class);

  private final HealthStore store;
  private final AtomicBoolean away = new AtomicBoolean();

  HealthKeeper(HealthStore store) {
    this.store = store;
  }

  List<ProviderHealth> all() {
    try {
      return store.all();
    } catch (StoreUnavailable e) {
      isAway(e);
      return List.of();
    }
  }

  void put(ProviderHealth health) {
    attempt(() -> store.put(health));
  }

  void remove(ProviderId provider) {
    attempt(() -> store.remove(provider));
  }

  private void attempt(Runnable write) {
    try {
      write.run();
      if (away.compareAndSet(true, false)) {
        LOG.info("health is kept in the database again");
      }
    } catch (StoreUnavailable e) {
      isAway(e);
    }
  }

  private void isAway(StoreUnavailable e) {
    if (away.compareAndSet(false, true)) {
      LOG.warn("health is kept in memory only, for now: {}", e.getMessage());
    }
  }
}

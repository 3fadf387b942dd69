package dev.breakwater.operations.health;

import dev.breakwater.gateway.settings.ProviderId;
import dev.breakwater.operations.StoreUnavailable;
import java.util.List;

/**
 * Keeps one row a provider, so that a restart goes on from what was known. Every call may throw
 * {@link StoreUnavailable}.
 */
public interface HealthStore {
  /** All rows, without what is known of single targets. */
  List<ProviderHealth> all();

  /** Writes a provider's row, over the one it has. */
  void put(ProviderHealth health);

  /** Deletes a provider's row; nothing happens when it has none. */
  void remove(ProviderId provider);

  /** For a server without a database. */
  static HealthStore none() {
    return new HealthStore() {
      @Override
      public List<ProviderHealth> all() {
        return List.of();
      }

      @Override
      public void put(ProviderHealth health) {
        // what is known lives as long as the process
      }

      @Override
      public void remove(ProviderId provider) {
        // there is none
      }
    };
  }
}

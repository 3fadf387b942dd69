package dev.breakwater.operations.models;

import dev.breakwater.gateway.settings.ProviderId;
import dev.breakwater.operations.StoreUnavailable;
import java.util.List;

/** Keeps what providers have listed. Every call may throw {@link StoreUnavailable}. */
public interface ModelStore {
  /** Every provider's list. */
  List<ProviderList> all();

  /** Writes a provider's list in place of the one that it has. */
  void put(ProviderList list);

  /** Notes when a list was last fetched that has not changed. */
  void checked(ProviderId provider, long at);

  /** Deletes a provider's list; nothing happens when it has none. */
  void remove(ProviderId provider);

  /** For a server without a database. */
  static ModelStore none() {
    return new ModelStore() {
      @Override
      public List<ProviderList> all() {
        return List.of();
      }

      @Override
      public void put(ProviderList list) {
        // what is known lives as long as the process
      }

      @Override
      public void checked(ProviderId provider, long at) {
        // nothing is kept
      }

      @Override
      public void remove(ProviderId provider) {
        // there is none
      }
    };
  }
}

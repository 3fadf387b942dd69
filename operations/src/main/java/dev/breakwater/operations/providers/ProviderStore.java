package dev.breakwater.operations.providers;

import dev.breakwater.gateway.settings.ProviderId;
import dev.breakwater.operations.StoreUnavailable;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Keeps what the API says of providers. Every call may throw {@link StoreUnavailable}. */
public interface ProviderStore {
  /** All, in the order in which they were made. */
  List<StoredProvider> all();

  /** Inserts or replaces what is said of one. */
  void put(StoredProvider provider);

  /** Deletes all that is said of one, and how it was; nothing happens when nothing is. */
  void remove(ProviderId provider);

  /** The shared providers that each tenant does not use, by tenant. */
  Map<String, Set<String>> withheld();

  /** Notes whether a tenant uses a shared provider. */
  void withhold(String tenant, String provider, boolean isWithheld, Instant at);

  /** Deletes all that is said of a tenant's own and of what it does not use. */
  void eraseTenant(String tenant);
}

package dev.breakwater.operations.providers;

import dev.breakwater.gateway.responses.Vault;
import dev.breakwater.gateway.settings.ProviderId;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What the API has said of providers, at one moment.
 *
 * @param credentials those that could be opened
 * @param withheld shared providers by the tenant that does not use them
 */
record StoredProviders(
    Map<ProviderId, StoredProvider> providers,
    Map<ProviderId, Credential> credentials,
    Map<String, Set<String>> withheld) {
  private static final Logger LOG = LoggerFactory.getLogger(StoredProviders.class);

  static final StoredProviders NONE = new StoredProviders(Map.of(), Map.of(), Map.of());

  /** What is kept, without opening a credential. */
  static StoredProviders unopened(ProviderStore store) {
    Map<ProviderId, StoredProvider> providers = new LinkedHashMap<>();
    store.all().forEach(provider -> providers.put(provider.providerId(), provider));
    return new StoredProviders(providers, Map.of(), store.withheld());
  }

  /**
   * @param before what was known; a credential that it has and that cannot be opened any more goes
   *     on
   */
  static StoredProviders read(ProviderStore store, Vault vault, StoredProviders before) {
    Map<ProviderId, StoredProvider> providers = new LinkedHashMap<>();
    Map<ProviderId, Credential> credentials = new HashMap<>();
    for (StoredProvider provider : store.all()) {
      providers.put(provider.providerId(), provider);
      provider
          .credential()
          .ifPresent(sealed -> {
            try {
              credentials.put(
                  provider.providerId(),
                  Credential.read(vault.open(sealed.bytes(), provider.purpose())));
            } catch (IllegalArgumentException e) {
              before.same(provider).ifPresent(it -> credentials.put(provider.providerId(), it));
              LOG.error(
                  "the credential of the provider {} cannot be opened; give it again, or give"
                      + " this node the master key that it was sealed under: {}",
                  provider.providerId(),
                  e.getMessage());
            }
          });
    }
    return new StoredProviders(providers, credentials, store.withheld());
  }

  private Optional<Credential> same(StoredProvider provider) {
    StoredProvider known = providers.get(provider.providerId());
    boolean isSame =
        known != null
            && known
                .credential()
                .map(SealedCredential::fingerprint)
                .equals(provider.credential().map(SealedCredential::fingerprint));
    return isSame ? Optional.ofNullable(credentials.get(provider.providerId())) : Optional.empty();
  }

  /** Whether there is a credential that nobody here can open. */
  boolean isLocked(StoredProvider provider) {
    return provider.credential().isPresent() && !credentials.containsKey(provider.providerId());
  }
}

package dev.breakwater.gateway.route;

import dev.breakwater.gateway.offers.Offers;
import dev.breakwater.gateway.settings.ProviderId;
import dev.breakwater.gateway.settings.ProviderSettings;
import dev.breakwater.gateway.settings.Settings;
import dev.breakwater.gateway.settings.Target;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The names of models that one tenant's providers have, with and without the provider's own. */
final class ModelNames {
  private final Map<String, ProviderSettings> providers = new LinkedHashMap<>();
  private final Map<String, ProviderNames> names = new LinkedHashMap<>();

  /**
   * @param settings as the tenant sees them
   * @param offers what providers list themselves
   */
  ModelNames(Settings settings, VendorModels vendorModels, Offers offers) {
    for (ProviderSettings provider : settings.providers()) {
      providers.put(provider.name(), provider);
      names.put(
          provider.name(),
          new ProviderNames(
              provider, vendorModels.of(provider.vendor()), offers.of(provider.id())));
    }
  }

  /** Null when the tenant does not see such a provider. */
  @Nullable ProviderSettings provider(String name) {
    return providers.get(name);
  }

  boolean isEmpty() {
    return providers.isEmpty();
  }

  /** The target that a name means whose first part is a provider's. */
  Optional<Target> withProvider(String asked) {
    int slash = asked.indexOf('/');
    return slash <= 0 || slash == asked.length() - 1
        ? Optional.empty()
        : Optional.ofNullable(providers.get(asked.substring(0, slash)))
            .map(provider -> new Target(provider.id(), asked.substring(slash + 1)));
  }

  /**
   * Whether a request that names the model only may come to this provider.
   *
   * @param conversation whether the request is one; embeddings otherwise
   */
  boolean offers(ProviderId provider, String model, boolean conversation) {
    ProviderNames its = names.get(provider.name());
    return its != null && its.offers(model, conversation);
  }

  boolean offeredByAny(String model, boolean conversation) {
    return names.values().stream().anyMatch(its -> its.offers(model, conversation));
  }

  /**
   * Whether a provider lists a model, for whatever that may be.
   *
   * @param provider one that is not configured asks for any
   */
  boolean lists(String provider, String model) {
    ProviderNames its = names.get(provider);
    return its == null ? names.values().stream().anyMatch(any -> any.has(model)) : its.has(model);
  }

  /** Tokens; 0 when it is not known. */
  long contextWindow(Target target) {
    ProviderNames its = names.get(target.provider());
    return its == null ? 0 : its.contextWindow(target.model());
  }

  /** Adds every name to a list that may have some of them already: with providers, then bare. */
  void addTo(Map<String, ListedModel> listed) {
    Map<String, Set<String>> all = new LinkedHashMap<>();
    names.forEach((provider, its) -> all.put(provider, its.all()));
    all.forEach(
        (provider, its) -> its.forEach(model -> add(provider + "/" + model, provider, listed)));
    all.forEach((provider, its) ->
        its.stream()
            // Asked for, it would lead to the provider that its first part names.
            .filter(model -> withProvider(model).isEmpty())
            .forEach(model -> add(model, provider, listed)));
  }

  private static void add(String id, String provider, Map<String, ListedModel> listed) {
    listed.putIfAbsent(id, new ListedModel(id, provider));
  }
}

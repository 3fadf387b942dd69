package dev.breakwater.gateway.route;

import dev.breakwater.gateway.offers.Offer;
import dev.breakwater.gateway.offers.OfferedModel;
import dev.breakwater.gateway.settings.ModelSettings;
import dev.breakwater.gateway.settings.ProviderSettings;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;

/**
 * The models that one provider lists: those of the configuration, the catalogue's for its vendor,
 * and its own. What the configuration names is not questioned; of the others its own list says
 * which are gone, and which are for something else.
 */
final class ProviderNames {
  private final Map<String, ModelSettings> configured = new LinkedHashMap<>();
  private final Set<String> catalogue;
  private final Offer offer;

  /**
   * @param catalogue what the vendor is known to serve
   * @param offer what the provider lists itself
   */
  ProviderNames(ProviderSettings settings, Collection<String> catalogue, Offer offer) {
    settings.models().forEach(model -> configured.putIfAbsent(model.name(), model));
    this.catalogue = new LinkedHashSet<>(catalogue);
    this.offer = offer;
  }

  /** Whether it lists a model, for whatever that may be. */
  boolean has(String model) {
    return configured.containsKey(model)
        || offer.model(model) != null
        || (catalogue.contains(model) && offer.allows(model, true));
  }

  /**
   * Whether a request that names the model only may come to this provider.
   *
   * @param conversation whether the request is one; embeddings otherwise
   */
  boolean offers(String model, boolean conversation) {
    return configured.containsKey(model)
        || ((offer.model(model) != null || catalogue.contains(model))
            && offer.allows(model, conversation));
  }

  /** Every name that answers conversations or makes vectors, each once. */
  Set<String> all() {
    Set<String> all = new LinkedHashSet<>(configured.keySet());
    catalogue.stream().filter(this::isForAnything).forEach(all::add);
    offer.models().keySet().stream().filter(this::isForAnything).forEach(all::add);
    return all;
  }

  private boolean isForAnything(String model) {
    return offer.allows(model, true) || offer.allows(model, false);
  }

  /** Tokens; 0 when it is not known. What the configuration says goes before the list. */
  long contextWindow(String model) {
    ModelSettings own = configured.get(model);
    if (own != null && own.contextWindow() > 0) {
      return own.contextWindow();
    }
    OfferedModel listed = offer.model(model);
    return listed == null ? 0 : listed.contextWindow();
  }
}

package dev.breakwater.gateway.offers;

import dev.breakwater.gateway.settings.ProviderId;
import java.util.Map;

/** What all providers list, at one moment; a new one is made when any list changes. */
public record Offers(Map<ProviderId, Offer> byProvider) {
  public static final Offers NONE = new Offers(Map.of());

  public Offers {
    byProvider = Map.copyOf(byProvider);
  }

  /** One provider's; nothing when its list was never fetched. */
  public Offer of(ProviderId provider) {
    return byProvider.getOrDefault(provider, Offer.NONE);
  }
}

package dev.breakwater.gateway.route;

import dev.breakwater.gateway.offers.Offers;
import dev.breakwater.gateway.settings.LiveSettings;
import dev.breakwater.gateway.settings.ProviderId;
import dev.breakwater.gateway.settings.Settings;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

/**
 * The routing tables of the settings and the providers' lists in force; made anew by whoever first
 * sees new ones. Tenants with nothing of their own have one table together.
 */
public final class CurrentRouting implements Routing {
  private final LiveSettings live;
  private final VendorModels vendorModels;
  private final Supplier<Offers> offers;
  private volatile Tables tables;

  /** The tables of one snapshot. */
  private record Tables(
      Settings settings, Offers offers, RoutingTable shared, Map<String, RoutingTable> byTenant) {}

  /** Providers' own lists are not known. */
  public CurrentRouting(LiveSettings live, VendorModels vendorModels) {
    this(live, vendorModels, () -> Offers.NONE);
  }

  /**
   * @param offers what providers list now: the same object until a list changes
   */
  public CurrentRouting(LiveSettings live, VendorModels vendorModels, Supplier<Offers> offers) {
    this.live = live;
    this.vendorModels = vendorModels;
    this.offers = offers;
    this.tables = tables(live.current(), offers.get());
  }

  @Override
  public RoutingTable of(String tenant) {
    Tables now = current();
    if (!now.settings().tenants().containsKey(tenant)) {
      return now.shared();
    }
    RoutingTable known = now.byTenant().get(tenant);
    return known != null
        ? known
        : now.byTenant()
            .computeIfAbsent(
                tenant,
                it -> new RoutingTable(now.settings().seenBy(it), vendorModels, now.offers()));
  }

  /**
   * Whether a provider, or a chain or route of its tenant's, names a model.
   *
   * @param provider as a tenant's records have it; one that is not configured asks for any
   */
  public boolean lists(String tenant, String provider, String model) {
    ProviderId id = ProviderId.parse(provider);
    return of(id.isShared() ? tenant : id.owner()).lists(id.name(), model);
  }

  @SuppressWarnings("ReferenceEquality") // comparing whole configurations for each request is dear
  private Tables current() {
    Settings current = live.current();
    Offers offered = offers.get();
    Tables known = tables;
    if (known.settings() == current && known.offers() == offered) {
      return known;
    }
    Tables made = tables(current, offered);
    tables = made;
    return made;
  }

  private Tables tables(Settings settings, Offers offered) {
    return new Tables(
        settings,
        offered,
        new RoutingTable(settings.seenBy(ProviderId.SHARED), vendorModels, offered),
        new ConcurrentHashMap<>());
  }
}

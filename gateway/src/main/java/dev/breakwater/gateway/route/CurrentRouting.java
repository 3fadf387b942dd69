package dev.breakwater.gateway.route;

import dev.breakwater.gateway.settings.LiveSettings;
import dev.breakwater.gateway.settings.ProviderId;
import dev.breakwater.gateway.settings.Settings;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The routing tables of the settings in force; made anew by whoever first sees new ones. Tenants
 * with nothing of their own have one table together.
 */
public final class CurrentRouting implements Routing {
  private final LiveSettings live;
  private final VendorModels vendorModels;
  private volatile Tables tables;

  /** The tables of one snapshot. */
  private record Tables(
      Settings settings, RoutingTable shared, Map<String, RoutingTable> byTenant) {}

  public CurrentRouting(LiveSettings live, VendorModels vendorModels) {
    this.live = live;
    this.vendorModels = vendorModels;
    this.tables = tables(live.current());
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
                tenant, it -> new RoutingTable(now.settings().seenBy(it), vendorModels));
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
    Tables known = tables;
    if (known.settings() == current) {
      return known;
    }
    Tables made = tables(current);
    tables = made;
    return made;
  }

  private Tables tables(Settings settings) {
    return new Tables(
        settings,
        new RoutingTable(settings.seenBy(ProviderId.SHARED), vendorModels),
        new ConcurrentHashMap<>());
  }
}

package dev.breakwater.gateway.route;

import dev.breakwater.gateway.settings.LiveSettings;
import dev.breakwater.gateway.settings.Settings;
import java.util.function.Supplier;

/** The routing table of the settings in force; made anew by whoever first sees new ones. */
public final class CurrentRouting implements Supplier<RoutingTable> {
  private final LiveSettings live;
  private final VendorModels vendorModels;
  private volatile RoutingTable table;

  public CurrentRouting(LiveSettings live, VendorModels vendorModels) {
    this.live = live;
    this.vendorModels = vendorModels;
    this.table = new RoutingTable(live.current(), vendorModels);
  }

  @Override
  public RoutingTable get() {
    Settings current = live.current();
    RoutingTable known = table;
    if (known.isFor(current)) {
      return known;
    }
    RoutingTable made = new RoutingTable(current, vendorModels);
    table = made;
    return made;
  }
}

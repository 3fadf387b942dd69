package dev.breakwater.server;

import dev.breakwater.gateway.price.PriceCatalogue;
import dev.breakwater.gateway.route.CurrentRouting;
import dev.breakwater.gateway.settings.AtomicSettings;
import dev.breakwater.gateway.settings.LiveSettings;
import dev.breakwater.gateway.settings.Settings;
import dev.breakwater.operations.chains.Chains;
import dev.breakwater.operations.prices.Prices;
import dev.breakwater.operations.settings.LayeredSettings;
import dev.breakwater.store.sql.SqlChainOverrides;
import dev.breakwater.store.sql.SqlPrices;
import java.time.Clock;

/** What requests go by: settings with what the API changed over them, prices, and routes. */
record Rules(
    LiveSettings live,
    LayeredSettings layers,
    Chains chains,
    PriceCatalogue catalogue,
    Prices prices,
    CurrentRouting routing) {

  /**
   * @param given what file, environment and command line say
   */
  static Rules open(Settings given, Storage storage, Audit audit, Clock clock) {
    LiveSettings live = new AtomicSettings(given);
    LayeredSettings layers = new LayeredSettings(live);
    Chains chains = Chains.open(new SqlChainOverrides(storage.database()), layers, clock);
    PriceCatalogue catalogue = PriceCatalogue.shipped();
    Prices prices =
        Prices.open(
            new SqlPrices(storage.database()), audit.changes(), live::current, catalogue, clock);
    return new Rules(
        live, layers, chains, catalogue, prices, new CurrentRouting(live, catalogue::models));
  }
}

package dev.breakwater.server;

import dev.breakwater.gateway.price.PriceCatalogue;
import dev.breakwater.gateway.route.CurrentRouting;
import dev.breakwater.gateway.settings.AtomicSettings;
import dev.breakwater.gateway.settings.LiveSettings;
import dev.breakwater.gateway.settings.Settings;
import dev.breakwater.operations.chains.Chains;
import dev.breakwater.operations.changes.Changes;
import dev.breakwater.operations.changes.News;
import dev.breakwater.operations.changes.Topic;
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

  /** Hears of what other nodes change. */
  void listen(News news) {
    news.on(Topic.CHAINS, chains::reload);
    news.on(Topic.PRICES, prices::reload);
  }

  /**
   * @param given what file, environment and command line say
   */
  static Rules open(Settings given, Storage storage, Changes changes, Clock clock) {
    LiveSettings live = new AtomicSettings(given);
    LayeredSettings layers = new LayeredSettings(live);
    Chains chains =
        Chains.open(new SqlChainOverrides(storage.administration()), layers, changes, clock);
    PriceCatalogue catalogue = PriceCatalogue.shipped();
    Prices prices =
        Prices.open(
            new SqlPrices(storage.administration()), changes, live::current, catalogue, clock);
    return new Rules(
        live, layers, chains, catalogue, prices, new CurrentRouting(live, catalogue::models));
  }
}

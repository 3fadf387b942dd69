package dev.breakwater.server;

import dev.breakwater.gateway.price.PriceCatalogue;
import dev.breakwater.gateway.route.CurrentRouting;
import dev.breakwater.gateway.settings.AtomicSettings;
import dev.breakwater.gateway.settings.LiveSettings;
import dev.breakwater.gateway.settings.Settings;
import dev.breakwater.operations.chains.Chains;
import dev.breakwater.operations.changes.Changes;
import dev.breakwater.operations.changes.News;
import dev.breakwater.operations.changes.Revisions;
import dev.breakwater.operations.changes.Topic;
import dev.breakwater.operations.models.FetchedModels;
import dev.breakwater.operations.models.ModelParts;
import dev.breakwater.operations.prices.Prices;
import dev.breakwater.operations.settings.LayeredSettings;
import dev.breakwater.store.sql.SqlChainOverrides;
import dev.breakwater.store.sql.SqlModelRegistry;
import dev.breakwater.store.sql.SqlPrices;
import java.time.Clock;

/**
 * What requests go by: settings with what the API changed over them, prices, the models that
 * providers list, and routes.
 */
record Rules(
    LiveSettings live,
    LayeredSettings layers,
    Chains chains,
    PriceCatalogue catalogue,
    Prices prices,
    FetchedModels models,
    CurrentRouting routing) {

  /** Hears of what other nodes change. */
  void listen(News news) {
    news.on(Topic.CHAINS, chains::reload);
    news.on(Topic.PRICES, prices::reload);
    news.on(Topic.MODELS, models::reload);
  }

  /**
   * @param given what file, environment and command line say
   */
  static Rules open(
      Settings given, Storage storage, Changes changes, Revisions revisions, Clock clock) {
    LiveSettings live = new AtomicSettings(given);
    LayeredSettings layers = new LayeredSettings(live);
    Chains chains =
        Chains.open(new SqlChainOverrides(storage.administration()), layers, changes, clock);
    PriceCatalogue catalogue = PriceCatalogue.shipped();
    Prices prices =
        Prices.open(
            new SqlPrices(storage.administration()), changes, live::current, catalogue, clock);
    FetchedModels models =
        FetchedModels.open(
            new ModelParts(
                new SqlModelRegistry(storage.administration()),
                storage.administration(),
                revisions,
                clock));
    return new Rules(
        live,
        layers,
        chains,
        catalogue,
        prices,
        models,
        new CurrentRouting(live, catalogue::models, models::offers));
  }
}

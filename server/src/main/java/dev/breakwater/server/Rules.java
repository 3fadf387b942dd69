package dev.breakwater.server;

import dev.breakwater.gateway.egress.Egress;
import dev.breakwater.gateway.price.PriceCatalogue;
import dev.breakwater.gateway.route.CurrentRouting;
import dev.breakwater.gateway.settings.AtomicSettings;
import dev.breakwater.gateway.settings.LiveSettings;
import dev.breakwater.gateway.settings.ProviderId;
import dev.breakwater.operations.chains.Chains;
import dev.breakwater.operations.models.FetchedModels;
import dev.breakwater.operations.models.ModelParts;
import dev.breakwater.operations.prices.Prices;
import dev.breakwater.operations.providers.ProviderConfigurations;
import dev.breakwater.operations.providers.ProviderParts;
import dev.breakwater.operations.settings.LayeredSettings;
import dev.breakwater.store.sql.Database;
import dev.breakwater.store.sql.SqlChainOverrides;
import dev.breakwater.store.sql.SqlModelRegistry;
import dev.breakwater.store.sql.SqlPrices;
import dev.breakwater.store.sql.SqlProviders;
import java.io.IOException;
import java.util.List;
import java.util.function.Consumer;

/**
 * What requests go by: settings with what the API changed over them, prices, the models that
 * providers list, and routes.
 */
record Rules(
    LiveSettings live,
    LayeredSettings layers,
    Chains chains,
    ProviderConfigurations providers,
    PriceCatalogue catalogue,
    Prices prices,
    FetchedModels models,
    CurrentRouting routing) {

  /**
   * @param egress decides on where providers may be that the API makes
   * @param changed hears of providers that differ after a change
   * @throws IOException with a sentence for the operator when credentials cannot be opened
   */
  static Rules open(Ground ground, Egress egress, Consumer<List<ProviderId>> changed)
      throws IOException {
    Database kept = ground.storage().administration();
    ChangeControl control = ground.control();
    LiveSettings live = new AtomicSettings(ground.current().gateway());
    LayeredSettings layers = new LayeredSettings(live);
    Chains chains =
        Chains.open(new SqlChainOverrides(kept), layers, control.changes(), ground.clock());
    PriceCatalogue catalogue = PriceCatalogue.shipped();
    Prices prices =
        Prices.open(
            new SqlPrices(kept), control.changes(), live::current, catalogue, ground.clock());
    ProviderConfigurations providers =
        ProviderConfigurations.open(
            new ProviderParts(
                new SqlProviders(kept),
                layers,
                control.changes(),
                ground.storage().data().vault(),
                control.fingerprints()::of,
                egress,
                provider -> ProviderOrigins.of(provider, ground.current()),
                changed,
                ground.clock()));
    FetchedModels models =
        FetchedModels.open(
            new ModelParts(new SqlModelRegistry(kept), kept, control.revisions(), ground.clock()));
    return new Rules(
        live,
        layers,
        chains,
        providers,
        catalogue,
        prices,
        models,
        new CurrentRouting(live, catalogue::models, models::offers));
  }
}

package dev.breakwater.server.api.providers;

import dev.breakwater.gateway.price.Price;
import dev.breakwater.gateway.price.Rate;
import dev.breakwater.gateway.route.VendorModels;
import dev.breakwater.gateway.settings.LiveSettings;
import dev.breakwater.gateway.settings.ModelSettings;
import dev.breakwater.gateway.settings.ProviderSettings;
import dev.breakwater.gateway.settings.Settings;
import dev.breakwater.gateway.settings.Target;
import dev.breakwater.gateway.usage.AttemptPrices;
import dev.breakwater.server.api.ApiRequest;
import dev.breakwater.server.api.Money;
import dev.breakwater.server.api.Operation;
import dev.breakwater.server.api.Operation.Parameter;
import dev.breakwater.server.api.Operation.Reply;
import dev.breakwater.server.api.Permission;
import dev.breakwater.server.api.Schemas;
import io.vertx.core.http.HttpMethod;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** {@code /api/v1/llm/models}: what is known of every model that a provider lists. */
public final class ModelsResource {
  private static final JsonMapper JSON = JsonMapper.shared();
  private static final int MOST = 1_000;
  private static final int USUAL = 100;

  private final LiveSettings live;
  private final VendorModels catalogue;
  private final AttemptPrices prices;
  private final Predicate<Target> isHealthy;
  private final InstantSource clock;

  /**
   * @param isHealthy what the monitor has announced of a target
   */
  public ModelsResource(
      LiveSettings live,
      VendorModels catalogue,
      AttemptPrices prices,
      Predicate<Target> isHealthy,
      InstantSource clock) {
    this.live = live;
    this.catalogue = catalogue;
    this.prices = prices;
    this.isHealthy = isHealthy;
    this.clock = clock;
  }

  /** A model with where it is listed. */
  private record Listed(ProviderSettings provider, ModelSettings model, String source) {
    Target target() {
      return new Target(provider.id(), model.name());
    }
  }

  public List<Operation> operations() {
    return List.of(
        new Operation(
            HttpMethod.GET,
            "/api/v1/llm/models",
            Permission.READ,
            "Every model that is listed, with what it can do, holds and costs",
            List.of(
                new Parameter("provider", "string", "only this one's"),
                new Parameter("tenant", "string", "as that tenant sees them"),
                new Parameter("limit", "integer", "1 to 1,000, 100 by default"),
                new Parameter("cursor", "string", "where the page before ended")),
            Optional.empty(),
            schema(),
            this::list));
  }

  private Reply list(ApiRequest request) {
    int limit = request.parameter("limit", USUAL, 1, MOST);
    int from = request.parameter("cursor", 0, 0, Integer.MAX_VALUE);
    Optional<String> provider = request.parameter("provider");
    List<Listed> all =
        listed(request.tenant()).stream()
            .filter(it -> provider.isEmpty() || provider.get().equals(it.provider().name()))
            .toList();
    List<Listed> page = all.stream().skip(from).limit(limit).toList();
    ObjectNode answer = JSON.createObjectNode();
    ArrayNode models = answer.putArray("models");
    page.forEach(it -> models.add(json(it)));
    if (from + page.size() < all.size()) {
      answer.put("nextCursor", String.valueOf(from + page.size()));
    }
    return Reply.ok(answer);
  }

  private List<Listed> listed(Optional<String> tenant) {
    Settings settings = live.current();
    List<ProviderSettings> providers =
        tenant.map(it -> settings.seenBy(it).providers()).orElseGet(settings::everyProvider);
    List<Listed> all = new ArrayList<>();
    for (ProviderSettings provider : providers) {
      Map<String, Listed> its = new LinkedHashMap<>();
      provider
          .models()
          .forEach(model -> its.put(model.name(), new Listed(provider, model, "configuration")));
      catalogue
          .of(provider.vendor())
          .forEach(name ->
              its.computeIfAbsent(
                  name, _ -> new Listed(provider, ModelSettings.named(name), "catalogue")));
      all.addAll(its.values());
    }
    return all;
  }

  private ObjectNode json(Listed listed) {
    ModelSettings model = listed.model();
    Target target = listed.target();
    ObjectNode entry =
        JSON.createObjectNode()
            .put("id", target.toString())
            .put("provider", target.provider())
            .put("model", model.name())
            .put("tenant", target.providerId().isShared() ? null : target.providerId().owner())
            .put("source", listed.source());
    model.capabilities().stream().sorted().forEach(entry.putArray("capabilities")::add);
    entry
        .put("contextWindow", model.contextWindow() == 0 ? null : model.contextWindow())
        .put("maxOutput", model.maxOutput() == 0 ? null : model.maxOutput());
    prices
        .price(target, clock.millis())
        .ifPresentOrElse(price -> price(price, entry), () -> entry.putNull("price"));
    return entry.put("isAvailable", isHealthy.test(target));
  }

  private static void price(Price price, ObjectNode entry) {
    ObjectNode shown = entry.putObject("price");
    for (Rate rate : Rate.ALL) {
      if (price.standard().base().isOwn(rate)) {
        shown.put(rate.key(), Money.dollars(price.standard().base().of(rate)));
      }
    }
  }

  private static ObjectNode schema() {
    return Schemas.object(it ->
        it.all("string", "nextCursor")
            .add(
                "models",
                Schemas.array(
                    Schemas.object(model ->
                        model
                            .all("string", "id", "provider", "model", "tenant", "source")
                            .all("integer", "contextWindow", "maxOutput")
                            .all("boolean", "isAvailable")
                            .all("object", "price")
                            .add("capabilities", Schemas.array(Schemas.of("string")))))));
  }
}

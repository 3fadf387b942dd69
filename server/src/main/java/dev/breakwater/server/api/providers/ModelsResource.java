package dev.breakwater.server.api.providers;

import dev.breakwater.gateway.offers.Use;
import dev.breakwater.gateway.price.Price;
import dev.breakwater.gateway.price.Rate;
import dev.breakwater.gateway.route.VendorModels;
import dev.breakwater.gateway.settings.LiveSettings;
import dev.breakwater.gateway.settings.ModelSettings;
import dev.breakwater.gateway.settings.ProviderSettings;
import dev.breakwater.gateway.settings.Settings;
import dev.breakwater.gateway.settings.Target;
import dev.breakwater.gateway.usage.AttemptPrices;
import dev.breakwater.operations.models.FetchedModels;
import dev.breakwater.operations.models.KnownModel;
import dev.breakwater.operations.models.ProviderList;
import dev.breakwater.server.api.ApiRequest;
import dev.breakwater.server.api.Money;
import dev.breakwater.server.api.Operation;
import dev.breakwater.server.api.Operation.Parameter;
import dev.breakwater.server.api.Operation.Reply;
import dev.breakwater.server.api.Permission;
import dev.breakwater.server.api.Schemas;
import io.vertx.core.http.HttpMethod;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * {@code /api/v1/llm/models}: what is known of every model that the configuration, the catalogue or
 * its provider lists, or that its provider has listed once.
 */
public final class ModelsResource {
  private static final JsonMapper JSON = JsonMapper.shared();
  private static final int MOST = 1_000;
  private static final int USUAL = 100;

  private final LiveSettings live;
  private final VendorModels catalogue;
  private final FetchedModels fetched;
  private final AttemptPrices prices;
  private final Predicate<Target> isHealthy;
  private final InstantSource clock;

  /**
   * @param fetched what providers list themselves
   * @param isHealthy what the monitor has announced of a target
   */
  public ModelsResource(
      LiveSettings live,
      VendorModels catalogue,
      FetchedModels fetched,
      AttemptPrices prices,
      Predicate<Target> isHealthy,
      InstantSource clock) {
    this.live = live;
    this.catalogue = catalogue;
    this.fetched = fetched;
    this.prices = prices;
    this.isHealthy = isHealthy;
    this.clock = clock;
  }

  /**
   * A model with where it is listed.
   *
   * @param known what its provider says of it; null when it does not list it
   * @param checkedAt when the provider's list was last fetched, milliseconds since the epoch; 0
   *     when it never was
   */
  private record Listed(
      ProviderSettings provider,
      ModelSettings model,
      String source,
      @Nullable KnownModel known,
      long checkedAt) {
    Target target() {
      return new Target(provider.id(), model.name());
    }

    boolean isGone() {
      return known != null && !known.isAvailable();
    }

    long contextWindow() {
      return model.contextWindow() > 0 || known == null
          ? model.contextWindow()
          : known.model().contextWindow();
    }

    long maxOutput() {
      return model.maxOutput() > 0 || known == null ? model.maxOutput() : known.model().maxOutput();
    }

    Set<String> capabilities() {
      return model.capabilities().isEmpty() && known != null
          ? known.model().capabilities()
          : model.capabilities();
    }

    /** What the provider says that it is for; null when it does not say. */
    @Nullable String kind() {
      return known == null || known.model().use() == Use.UNSAID ? null : known.model().use().word();
    }
  }

  public List<Operation> operations() {
    return List.of(
        new Operation(
            HttpMethod.GET,
            "/api/v1/llm/models",
            Permission.READ,
            "Every model that is listed, with what it can do, holds and costs; source is"
                + " 'configuration', 'catalogue' or 'provider', and what a provider lists no more"
                + " is not available",
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
    providers.forEach(provider -> all.addAll(listed(provider)));
    return all;
  }

  /** Those of the configuration, then the catalogue's, then what it lists itself or listed once. */
  private Collection<Listed> listed(ProviderSettings provider) {
    Optional<ProviderList> list = fetched.of(provider.id());
    long checkedAt = list.map(ProviderList::checkedAt).orElse(0L);
    Map<String, KnownModel> known = new LinkedHashMap<>();
    list.ifPresent(it -> it.models().forEach(model -> known.put(model.name(), model)));
    Map<String, Listed> its = new LinkedHashMap<>();
    for (ModelSettings model : provider.models()) {
      KnownModel own = known.get(model.name());
      its.put(model.name(), new Listed(provider, model, "configuration", own, checkedAt));
    }
    for (String name : catalogue.of(provider.vendor())) {
      its.computeIfAbsent(name, _ -> listed(provider, name, "catalogue", known, checkedAt));
    }
    for (String name : known.keySet()) {
      its.computeIfAbsent(name, _ -> listed(provider, name, "provider", known, checkedAt));
    }
    return its.values();
  }

  private static Listed listed(
      ProviderSettings provider,
      String name,
      String source,
      Map<String, KnownModel> known,
      long checkedAt) {
    return new Listed(provider, ModelSettings.named(name), source, known.get(name), checkedAt);
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
            .put("source", listed.source())
            .put("kind", listed.kind());
    listed.capabilities().stream().sorted().forEach(entry.putArray("capabilities")::add);
    entry
        .put("contextWindow", listed.contextWindow() == 0 ? null : listed.contextWindow())
        .put("maxOutput", listed.maxOutput() == 0 ? null : listed.maxOutput());
    prices
        .price(target, clock.millis())
        .ifPresentOrElse(price -> price(price, entry), () -> entry.putNull("price"));
    KnownModel known = listed.known();
    return entry
        .put("isAvailable", !listed.isGone() && isHealthy.test(target))
        .put("unavailableSince", time(known == null ? 0 : known.goneSince()))
        .put("checkedAt", time(listed.checkedAt()));
  }

  private static @Nullable String time(long millis) {
    return millis == 0 ? null : Instant.ofEpochMilli(millis).toString();
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
                            .all("string", "id", "provider", "model", "tenant", "source", "kind")
                            .all("string", "unavailableSince", "checkedAt")
                            .all("integer", "contextWindow", "maxOutput")
                            .all("boolean", "isAvailable")
                            .all("object", "price")
                            .add("capabilities", Schemas.array(Schemas.of("string")))))));
  }
}

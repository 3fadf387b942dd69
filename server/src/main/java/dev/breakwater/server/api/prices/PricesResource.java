package dev.breakwater.server.api.prices;

import dev.breakwater.gateway.price.PriceOverride;
import dev.breakwater.gateway.settings.ProviderId;
import dev.breakwater.operations.prices.PriceEntry;
import dev.breakwater.operations.prices.Prices;
import dev.breakwater.operations.roles.Right;
import dev.breakwater.server.api.ApiProblem;
import dev.breakwater.server.api.ApiRequest;
import dev.breakwater.server.api.Operation;
import dev.breakwater.server.api.Operation.Parameter;
import dev.breakwater.server.api.Operation.Reply;
import dev.breakwater.server.api.Permission;
import dev.breakwater.server.api.Schemas;
import io.vertx.core.http.HttpMethod;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** What models cost, and prices that are set over those of the file and the catalogue. */
public final class PricesResource {
  private static final String PATH = "/api/admin/prices";
  private static final JsonMapper JSON = JsonMapper.shared();
  private static final int USUAL = 100;
  private static final int MOST = 1_000;

  /** Between the parts of a cursor; stands in no name. */
  private static final String SEPARATOR = "\n";

  private final Prices prices;

  public PricesResource(Prices prices) {
    this.prices = prices;
  }

  public List<Operation> operations() {
    return List.of(
        new Operation(
            HttpMethod.GET,
            PATH,
            Permission.READ_USAGE,
            "What every model costs today, by provider and model, page by page",
            List.of(
                new Parameter("provider", "string", "only this one"),
                new Parameter("model", "string", "only this one"),
                new Parameter("tenant", "string", "what this one sees; all when left out"),
                new Parameter("limit", "integer", "1 to 1,000, 100 by default"),
                new Parameter("cursor", "string", "the nextCursor of the page before")),
            Optional.empty(),
            Schemas.object(it ->
                it.add("prices", Schemas.array(PriceJson.schema())).all("string", "nextCursor")),
            this::list),
        new Operation(
            HttpMethod.PUT,
            PATH,
            new Permission.Above(Right.BILL),
            "Sets a model's price from a day on, in US dollars a million tokens; calls that are"
                + " booked keep their cost, whatever the day",
            List.of(),
            Optional.of(
                Schemas.object(it ->
                    PriceJson.amounts(it.all("string", "provider", "model", "validFrom"))
                        .add("tiers", PriceJson.tiersSchema()))),
            changeSchema(),
            this::put),
        new Operation(
            HttpMethod.DELETE,
            PATH,
            new Permission.Above(Right.BILL),
            "Takes a price back that was set for a day; what was set before, the file or the"
                + " catalogue holds again",
            List.of(
                new Parameter("provider", "string", "its configured name"),
                new Parameter("model", "string", "its name at the provider"),
                new Parameter("validFrom", "string", "the day, such as 2026-01-31")),
            Optional.empty(),
            changeSchema(),
            this::delete));
  }

  private static ObjectNode changeSchema() {
    return Schemas.object(
        it -> it.all("boolean", "success").all("string", "note").add("price", PriceJson.schema()));
  }

  private Reply list(ApiRequest request) {
    int limit = request.parameter("limit", USUAL, 1, MOST);
    Optional<String> tenant = request.tenant();
    Stream<PriceEntry> entries =
        prices.all().stream().filter(entry -> tenant.map(it -> isSeenBy(it, entry)).orElse(true));
    Optional<String> provider = request.parameter("provider");
    Optional<String> model = request.parameter("model");
    Optional<PriceEntry> after = request.parameter("cursor").map(PricesResource::place);
    List<PriceEntry> page =
        entries
            .filter(entry -> provider.map(entry.provider()::equals).orElse(true))
            .filter(entry -> model.map(entry.model()::equals).orElse(true))
            .filter(entry -> after.map(it -> PriceEntry.ORDER.compare(entry, it) > 0).orElse(true))
            .limit(limit + 1L)
            .toList();
    ObjectNode answer = JSON.createObjectNode();
    ArrayNode listed = answer.putArray("prices");
    page.stream().limit(limit).forEach(entry -> listed.add(PriceJson.of(entry)));
    return Reply.ok(
        answer.put("nextCursor", page.size() > limit ? cursor(page.get(limit - 1)) : null));
  }

  /** What all share and what the tenant has of its own. */
  private static boolean isSeenBy(String tenant, PriceEntry entry) {
    ProviderId provider = ProviderId.parse(entry.provider());
    return provider.isShared() || provider.owner().equals(tenant);
  }

  private Reply put(ApiRequest request) {
    LocalDate today = prices.today();
    PriceOverride override = new PriceRequest(prices.providers(), today).read(request.body());
    prices.put(override, request.actor());
    String note =
        override.validFrom().isAfter(today)
            ? "It holds from " + override.validFrom() + " on; the price shown holds until then."
            : override.validFrom().isBefore(today)
                ? "It holds from the next call on; calls that are booked keep their cost."
                : "It holds from the next call on.";
    return changed(override.provider(), override.model(), note);
  }

  private Reply delete(ApiRequest request) {
    String provider = needed(request, "provider");
    String model = needed(request, "model");
    String day = needed(request, "validFrom");
    LocalDate validFrom =
        PriceRequest.date(day)
            .orElseThrow(() ->
                ApiProblem.at(422, "validFrom", "'validFrom' has to be a day such as 2026-01-31."));
    if (!prices.delete(provider, model, validFrom, request.actor())) {
      throw ApiProblem.of(
          404, "No price of " + provider + "/" + model + " was set for " + validFrom + ".");
    }
    return changed(provider, model, "It holds no more from the next call on.");
  }

  private Reply changed(String provider, String model, String note) {
    ObjectNode answer = JSON.createObjectNode().put("success", true).put("note", note);
    answer.set("price", PriceJson.of(prices.entry(provider, model)));
    return Reply.ok(answer);
  }

  private static String needed(ApiRequest request, String name) {
    return request
        .parameter(name)
        .orElseThrow(() -> ApiProblem.at(422, name, "'" + name + "' is missing."));
  }

  private static String cursor(PriceEntry entry) {
    String text = String.join(SEPARATOR, entry.provider(), entry.model(), entry.rank());
    return Base64.getUrlEncoder()
        .withoutPadding()
        .encodeToString(text.getBytes(StandardCharsets.UTF_8));
  }

  /** A place in the order; what stands there may be gone. */
  private static PriceEntry place(String cursor) {
    try {
      String text = new String(Base64.getUrlDecoder().decode(cursor), StandardCharsets.UTF_8);
      String[] parts = text.split(SEPARATOR, -1);
      if (parts.length == 3) {
        LocalDate day = parts[2].isEmpty() ? null : LocalDate.parse(parts[2]);
        return new PriceEntry(
            parts[0], parts[1], null, PriceEntry.Origin.UNKNOWN, day, day == null, null, null);
      }
    } catch (IllegalArgumentException | DateTimeException e) {
      // told below, as a cursor of other parts is
    }
    throw ApiProblem.at(400, "cursor", "'cursor' has to be the nextCursor of a page before.");
  }
}

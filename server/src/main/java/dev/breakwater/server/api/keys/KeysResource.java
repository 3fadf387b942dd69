package dev.breakwater.server.api.keys;

import dev.breakwater.operations.keys.KeyEntry;
import dev.breakwater.operations.keys.KeyFilter;
import dev.breakwater.operations.keys.KeyOrigin;
import dev.breakwater.operations.keys.StoredKey;
import dev.breakwater.operations.keys.VirtualKeys;
import dev.breakwater.server.api.ApiProblem;
import dev.breakwater.server.api.ApiRequest;
import dev.breakwater.server.api.Fields;
import dev.breakwater.server.api.Operation;
import dev.breakwater.server.api.Operation.Parameter;
import dev.breakwater.server.api.Operation.Reply;
import dev.breakwater.server.api.Permission;
import dev.breakwater.server.api.Schemas;
import dev.breakwater.server.api.Times;
import io.vertx.core.http.HttpMethod;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneId;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** {@code /api/admin/keys}. */
public final class KeysResource {
  private static final String PATH = "/api/admin/keys";
  private static final JsonMapper JSON = JsonMapper.shared();
  private static final int USUAL = 100;
  private static final int MOST = 1_000;

  private static final Duration USUAL_OVERLAP = Duration.ofHours(24);
  private static final Duration LONGEST_OVERLAP = Duration.ofDays(90);

  private final VirtualKeys keys;
  private final InstantSource clock;
  private final Supplier<ZoneId> zone;

  /**
   * @param zone in which a date without one is meant
   */
  public KeysResource(VirtualKeys keys, InstantSource clock, Supplier<ZoneId> zone) {
    this.keys = keys;
    this.clock = clock;
    this.zone = zone;
  }

  public List<Operation> operations() {
    return List.of(
        reading(
            PATH,
            "Keys: those of environment and file first, then those made here, oldest first",
            List.of(
                new Parameter("tenant", "string", "only this one's"),
                new Parameter("environment", "string", "only this one's"),
                new Parameter("status", "string", "active for those not revoked, or revoked"),
                new Parameter("limit", "integer", "1 to 1,000, 100 by default"),
                new Parameter("cursor", "string", "the nextCursor of the page before")),
            Schemas.object(
                it -> it.add("keys", Schemas.array(KeyJson.schema())).all("string", "nextCursor")),
            this::list),
        reading(PATH + "/{id}", "A key", List.of(), KeyJson.schema(), this::get),
        changing(
            HttpMethod.POST,
            PATH,
            "Makes a key; what clients send is in this answer and nowhere else",
            Optional.of(KeyRequest.schema()),
            madeSchema(),
            this::create),
        changing(
            HttpMethod.PUT,
            PATH,
            "Changes the key whose id stands in the body; what is left out stays",
            Optional.of(withId()),
            KeyJson.schema(),
            request -> change(request, id(request))),
        changing(
            HttpMethod.PUT,
            PATH + "/{id}",
            "Changes a key; what is left out stays, null takes an expiry away",
            Optional.of(KeyRequest.schema()),
            KeyJson.schema(),
            request -> change(request, variable(request))),
        changing(
            HttpMethod.DELETE,
            PATH + "/{id}",
            "Ends a key at once and takes it off the list",
            Optional.empty(),
            endedSchema(),
            request -> ended(keys.delete(request.actor(), variable(request)))),
        changing(
            HttpMethod.POST,
            PATH + "/{id}/rotate",
            "Makes a key that takes another's place; the other goes on until the overlap ends, 24h"
                + " by default, 0s for at once",
            Optional.of(Schemas.object(it -> it.all("string", "overlap"))),
            madeSchema(),
            this::rotate),
        changing(
            HttpMethod.POST,
            PATH + "/{id}/revoke",
            "Ends a key for good: at once here, within five seconds on other nodes",
            Optional.empty(),
            endedSchema(),
            request -> ended(keys.revoke(request.actor(), variable(request)))));
  }

  private static Operation reading(
      String path,
      String summary,
      List<Parameter> parameters,
      ObjectNode answer,
      Operation.Action action) {
    return new Operation(
        HttpMethod.GET,
        path,
        Permission.READ,
        summary,
        parameters,
        Optional.empty(),
        answer,
        action);
  }

  private static Operation changing(
      HttpMethod method,
      String path,
      String summary,
      Optional<ObjectNode> body,
      ObjectNode answer,
      Operation.Action action) {
    return new Operation(
        method, path, Permission.CONFIGURE, summary, List.of(), body, answer, action);
  }

  private static ObjectNode madeSchema() {
    ObjectNode schema = KeyJson.schema();
    schema.withObject("/properties").set("key", Schemas.of("string"));
    return schema;
  }

  private static ObjectNode endedSchema() {
    ObjectNode schema = KeyJson.schema();
    schema.withObject("/properties").set("success", Schemas.of("boolean"));
    return schema;
  }

  private static ObjectNode withId() {
    ObjectNode schema = KeyRequest.schema();
    schema.withObject("/properties").set("id", Schemas.of("string"));
    return schema;
  }

  private Reply list(ApiRequest request) {
    int limit = request.parameter("limit", USUAL, 1, MOST);
    KeyFilter filter =
        new KeyFilter(request.tenant(), request.parameter("environment"), revoked(request));
    Optional<VirtualKeys.Place> after = request.parameter("cursor").map(KeysResource::place);
    List<KeyEntry> page = keys.list(request.principal(), filter, after, limit + 1);
    ObjectNode answer = JSON.createObjectNode();
    ArrayNode listed = answer.putArray("keys");
    Instant now = clock.instant();
    page.stream().limit(limit).forEach(entry -> listed.add(KeyJson.of(entry, now)));
    return Reply.ok(
        answer.put("nextCursor", page.size() > limit ? cursor(page.get(limit - 1)) : null));
  }

  private Reply get(ApiRequest request) {
    return Reply.ok(KeyJson.of(keys.get(request.principal(), variable(request)), clock.instant()));
  }

  private Reply create(ApiRequest request) {
    return made(keys.create(request.actor(), reader().draft(request.body())));
  }

  private Reply change(ApiRequest request, String id) {
    return Reply.ok(shown(keys.change(request.actor(), id, reader().change(request.body()))));
  }

  private Reply rotate(ApiRequest request) {
    Duration overlap = USUAL_OVERLAP;
    if (request.bytes().length > 0) {
      Fields fields = Fields.of(request.body()).only(Set.of("overlap"));
      String text = fields.text("overlap");
      fields.refuseIfWrong();
      overlap = text == null ? USUAL_OVERLAP : overlap(text);
    }
    return made(keys.rotate(request.actor(), variable(request), overlap));
  }

  private static Duration overlap(String text) {
    return Times.duration(text)
        .filter(it -> !it.isNegative() && it.compareTo(LONGEST_OVERLAP) <= 0)
        .orElseThrow(() ->
            ApiProblem.at(
                422, "overlap", "'overlap' has to be a duration from 0s to 90d, such as 24h."));
  }

  private KeyRequest reader() {
    return new KeyRequest(clock.instant(), zone);
  }

  private Reply made(VirtualKeys.Made made) {
    return new Reply(201, shown(made.stored()).put("key", made.material()));
  }

  private Reply ended(StoredKey key) {
    return Reply.ok(shown(key).put("success", true));
  }

  private ObjectNode shown(StoredKey key) {
    return KeyJson.of(new KeyEntry.Kept(key), clock.instant());
  }

  private static String variable(ApiRequest request) {
    return String.valueOf(request.variables().get("id"));
  }

  private static String id(ApiRequest request) {
    Fields fields = Fields.of(request.body());
    String id = fields.text("id");
    if (id == null) {
      fields.wrongIfRight("id", "is missing");
    }
    fields.refuseIfWrong();
    return String.valueOf(id);
  }

  private static Optional<Boolean> revoked(ApiRequest request) {
    return request
        .parameter("status")
        .map(status ->
            switch (status) {
              case "active" -> false;
              case "revoked" -> true;
              default ->
                  throw ApiProblem.at(400, "status", "'status' has to be active or revoked.");
            });
  }

  private static String cursor(KeyEntry entry) {
    String text = entry.origin() + " " + entry.key().id();
    return Base64.getUrlEncoder()
        .withoutPadding()
        .encodeToString(text.getBytes(StandardCharsets.UTF_8));
  }

  private static VirtualKeys.Place place(String cursor) {
    try {
      String text = new String(Base64.getUrlDecoder().decode(cursor), StandardCharsets.UTF_8);
      int space = text.indexOf(' ');
      if (space > 0) {
        return new VirtualKeys.Place(
            KeyOrigin.valueOf(text.substring(0, space)), text.substring(space + 1));
      }
    } catch (IllegalArgumentException e) {
      // told below, as a cursor without its parts is
    }
    throw ApiProblem.at(400, "cursor", "'cursor' has to be the nextCursor of a page before.");
  }
}

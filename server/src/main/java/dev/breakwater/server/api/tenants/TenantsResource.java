package dev.breakwater.server.api.tenants;

import dev.breakwater.operations.tenants.Tenant;
import dev.breakwater.operations.tenants.TenantEntry;
import dev.breakwater.operations.tenants.TenantKeys;
import dev.breakwater.operations.tenants.Tenants;
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
import java.time.DateTimeException;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** {@code /api/admin/tenants}. */
public final class TenantsResource {
  private static final String PATH = "/api/admin/tenants";
  private static final JsonMapper JSON = JsonMapper.shared();
  private static final int USUAL = 100;
  private static final int MOST = 1_000;
  private static final int LONGEST_NAME = 200;
  private static final Set<String> KNOWN = Set.of("id", "name", "timezone");

  private final Tenants tenants;
  private final TenantKeys keys;

  public TenantsResource(Tenants tenants, TenantKeys keys) {
    this.tenants = tenants;
    this.keys = keys;
  }

  public List<Operation> operations() {
    return List.of(
        operation(
            HttpMethod.GET,
            PATH,
            Permission.READ,
            "Tenants by id; whoever belongs to one sees that one",
            Optional.empty(),
            Schemas.object(
                it -> it.add("tenants", Schemas.array(schema())).all("string", "nextCursor")),
            this::list),
        operation(
            HttpMethod.GET,
            PATH + "/{id}",
            Permission.READ,
            "A tenant",
            Optional.empty(),
            schema(),
            request -> Reply.ok(json(tenants.get(request.principal(), variable(request))))),
        operation(
            HttpMethod.POST,
            PATH,
            Permission.MANAGE_TENANTS,
            "Makes a tenant; its id is used once and never again",
            Optional.of(requestSchema()),
            schema(),
            request -> new Reply(201, json(tenants.create(request.actor(), created(request))))),
        operation(
            HttpMethod.PUT,
            PATH,
            Permission.CONFIGURE,
            "Changes the tenant whose id stands in the body; what is left out stays",
            Optional.of(requestSchema()),
            schema(),
            request -> change(request, id(request.body()))),
        operation(
            HttpMethod.PUT,
            PATH + "/{id}",
            Permission.CONFIGURE,
            "Changes a tenant; what is left out stays, null takes its time zone away",
            Optional.of(requestSchema()),
            schema(),
            request -> change(request, variable(request))),
        operation(
            HttpMethod.DELETE,
            PATH + "/{id}",
            Permission.MANAGE_TENANTS,
            "Ends a tenant: revokes its keys, erases its credentials and all bodies; what it used"
                + " stays",
            Optional.empty(),
            Schemas.object(
                it -> it.all("boolean", "success", "erased").all("integer", "revokedKeys")),
            this::delete));
  }

  private static Operation operation(
      HttpMethod method,
      String path,
      Permission permission,
      String summary,
      Optional<ObjectNode> body,
      ObjectNode answer,
      Operation.Action action) {
    List<Parameter> parameters =
        method.equals(HttpMethod.GET) && path.equals(PATH)
            ? List.of(
                new Parameter("limit", "integer", "1 to 1,000, 100 by default"),
                new Parameter("cursor", "string", "the nextCursor of the page before"))
            : List.of();
    return new Operation(method, path, permission, summary, parameters, body, answer, action);
  }

  private static ObjectNode schema() {
    return Schemas.object(
        it -> it.all("string", "id", "name", "timezone", "origin", "createdAt", "updatedAt"));
  }

  private static ObjectNode requestSchema() {
    return Schemas.object(it -> it.all("string", "id", "name", "timezone"));
  }

  private Reply list(ApiRequest request) {
    int limit = request.parameter("limit", USUAL, 1, MOST);
    String after = request.parameter("cursor").orElse("");
    List<TenantEntry> page =
        tenants.list(request.principal()).stream()
            .filter(entry -> entry.tenant().id().compareTo(after) > 0)
            .limit(limit + 1L)
            .toList();
    ObjectNode answer = JSON.createObjectNode();
    ArrayNode listed = answer.putArray("tenants");
    page.stream().limit(limit).forEach(entry -> listed.add(json(entry)));
    return Reply.ok(
        answer.put("nextCursor", page.size() > limit ? page.get(limit - 1).tenant().id() : null));
  }

  private Reply change(ApiRequest request, String id) {
    Tenant before = tenants.get(request.principal(), id).tenant();
    ObjectNode body = request.body();
    Tenant asked = read(body, before);
    if (!asked.id().equals(id)) {
      throw ApiProblem.at(422, "id", "'id' is not the one in the path; an id stays as it is.");
    }
    return Reply.ok(json(tenants.change(request.actor(), asked)));
  }

  private Reply delete(ApiRequest request) {
    Tenants.Deleted deleted = tenants.delete(request.actor(), variable(request), keys);
    return Reply.ok(
        JSON.createObjectNode()
            .put("success", true)
            .put("revokedKeys", deleted.revokedKeys())
            .put("erased", deleted.erased()));
  }

  private static Tenant created(ApiRequest request) {
    ObjectNode body = request.body();
    String id = id(body);
    return read(body, new Tenant(id, id, Optional.empty()));
  }

  private static String id(ObjectNode body) {
    Fields fields = Fields.of(body);
    String id = fields.text("id");
    if (id == null) {
      fields.wrongIfRight("id", "is missing");
    }
    fields.refuseIfWrong();
    return String.valueOf(id);
  }

  private static Tenant read(ObjectNode body, Tenant before) {
    ObjectNode rest = body.deepCopy();
    Fields fields = Fields.of(rest);
    for (String later : List.of("budget", "limits")) {
      if (rest.has(later) && !rest.get(later).isNull()) {
        fields.wrong(later, "is not supported by this version; remove it");
      }
      rest.remove(later);
    }
    fields.only(KNOWN);
    String id = fields.text("id");
    String name = fields.text("name");
    boolean printable =
        name == null
            || (!name.isBlank()
                && name.length() <= LONGEST_NAME
                && name.chars().noneMatch(Character::isISOControl));
    if (!printable) {
      fields.wrong("name", "has to be 1 to " + LONGEST_NAME + " printable characters");
    }
    Optional<ZoneId> zone = before.timezone();
    String text = fields.text("timezone");
    if (text != null) {
      zone = zone(text, fields);
    } else if (rest.has("timezone")) {
      zone = Optional.empty();
    }
    fields.refuseIfWrong();
    return new Tenant(id == null ? before.id() : id, name == null ? before.name() : name, zone);
  }

  private static Optional<ZoneId> zone(String text, Fields fields) {
    try {
      return Optional.of(ZoneId.of(text));
    } catch (DateTimeException e) {
      fields.wrongIfRight("timezone", "has to be a time zone such as Europe/Berlin or UTC");
      return Optional.empty();
    }
  }

  private ObjectNode json(TenantEntry entry) {
    Tenant tenant = entry.tenant();
    ObjectNode node =
        JSON.createObjectNode()
            .put("id", tenant.id())
            .put("name", tenant.name())
            .put("timezone", tenant.timezone().map(ZoneId::getId).orElse(null))
            .put("origin", origin(entry));
    entry
        .stored()
        .ifPresent(times ->
            node.put("createdAt", Times.toSecond(times.created()))
                .put("updatedAt", Times.toSecond(times.updated())));
    return node;
  }

  private String origin(TenantEntry entry) {
    if (entry.stored().isPresent()) {
      return "api";
    }
    return tenants.isDeclared(entry.tenant().id()) ? "file" : "built-in";
  }

  private static String variable(ApiRequest request) {
    return String.valueOf(request.variables().get("id"));
  }
}

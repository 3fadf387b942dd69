package dev.breakwater.server.api.providers;

import dev.breakwater.gateway.settings.ProviderId;
import dev.breakwater.operations.providers.ProviderAnswer;
import dev.breakwater.operations.providers.ProviderConfigurations;
import dev.breakwater.operations.providers.ProviderPatch;
import dev.breakwater.operations.providers.ProviderView;
import dev.breakwater.server.api.ApiProblem;
import dev.breakwater.server.api.ApiRequest;
import dev.breakwater.server.api.Fields;
import dev.breakwater.server.api.Operation;
import dev.breakwater.server.api.Operation.Parameter;
import dev.breakwater.server.api.Operation.Reply;
import dev.breakwater.server.api.Permission;
import dev.breakwater.server.api.Schemas;
import io.vertx.core.http.HttpMethod;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** {@code /api/v1/llm/providers}: configured, changed, taken away, switched on and off. */
public final class ProvidersResource {
  private static final JsonMapper JSON = JsonMapper.shared();
  private static final String ALL = "/api/v1/llm/providers";
  private static final String ONE = ALL + "/{id}";
  private static final Parameter TENANT =
      new Parameter("tenant", "string", "whose; for those above tenants, who see all without");

  private final ProviderConfigurations providers;
  private final Function<ProviderId, Optional<ProviderState>> states;
  private final Predicate<String> isTenant;

  /**
   * @param states how a provider is; empty for one that is not in use
   * @param isTenant whether there is such a tenant
   */
  public ProvidersResource(
      ProviderConfigurations providers,
      Function<ProviderId, Optional<ProviderState>> states,
      Predicate<String> isTenant) {
    this.providers = providers;
    this.states = states;
    this.isTenant = isTenant;
  }

  public List<Operation> operations() {
    ObjectNode body = ProviderJson.requestSchema();
    ObjectNode shown = ProviderJson.schema();
    ObjectNode switched =
        Schemas.object(it -> it.all("boolean", "active", "isActive").all("string", "tenant"));
    return List.of(
        operation(
            HttpMethod.GET,
            ALL,
            Permission.READ,
            "Every provider, with where its values come from; never with its credential",
            Optional.empty(),
            ProviderJson.listSchema(),
            this::list),
        operation(
            HttpMethod.POST,
            ALL,
            Permission.CONFIGURE,
            "Configures a new provider, for all tenants or for one",
            Optional.of(body),
            shown,
            this::create),
        operation(
            HttpMethod.PUT,
            ALL,
            Permission.CONFIGURE,
            "Changes the provider that 'id' in the body names",
            Optional.of(body),
            shown,
            this::changeNamed),
        operation(
            HttpMethod.GET,
            ONE,
            Permission.READ,
            "One provider, by id or name",
            Optional.empty(),
            shown,
            request -> Reply.ok(json(found(request), request))),
        operation(
            HttpMethod.PUT,
            ONE,
            Permission.CONFIGURE,
            "Changes a provider: what is left out keeps its value, null takes a value back",
            Optional.of(body),
            shown,
            request -> change(found(request), request)),
        operation(
            HttpMethod.DELETE,
            ONE,
            Permission.CONFIGURE,
            "Takes a provider away; one of the file stays away until it is undeleted",
            Optional.empty(),
            Schemas.of("object"),
            this::delete),
        operation(
            HttpMethod.POST,
            ONE + "/undelete",
            Permission.CONFIGURE,
            "Takes the file's word again for a provider that was taken away",
            Optional.empty(),
            shown,
            request ->
                reply(
                    200,
                    providers.undelete(request.actor(), theirs(request).providerId()),
                    request)),
        operation(
            HttpMethod.POST,
            ONE + "/activate",
            Permission.OPERATE,
            "Switches a provider on or off; a shared one for one tenant, when that is named",
            Optional.of(switched),
            shown,
            this::activate));
  }

  private static Operation operation(
      HttpMethod method,
      String path,
      Permission permission,
      String summary,
      Optional<ObjectNode> request,
      ObjectNode response,
      Operation.Action action) {
    return new Operation(
        method, path, permission, summary, List.of(TENANT), request, response, action);
  }

  private Reply list(ApiRequest request) {
    ObjectNode answer = JSON.createObjectNode();
    ArrayNode all = answer.putArray("providers");
    providers.all(request.tenant()).forEach(view -> all.add(json(view, request)));
    return Reply.ok(answer);
  }

  private Reply create(ApiRequest request) {
    ProviderRequest asked = new ProviderRequest(request.body());
    String name = asked.name();
    String owner = owner(asked.fields(), request);
    ProviderPatch patch = asked.patch();
    asked.fields().refuseIfWrong();
    ProviderId id = new ProviderId(owner, String.valueOf(name));
    return reply(
        201, providers.create(request.actor(), id, patch.values(), patch.credential()), request);
  }

  /** Of the caller's own tenant, else of the one named, else of all. */
  private String owner(Fields fields, ApiRequest request) {
    String named = fields.text("tenant");
    Optional<String> own = request.principal().tenant();
    if (named != null && own.isPresent() && !own.get().equals(named)) {
      throw ApiProblem.at(403, "tenant", "'tenant' is for those above tenants; leave it out.");
    }
    String tenant = named == null ? request.tenant().orElse(ProviderId.SHARED) : named;
    if (own.isEmpty() && !tenant.isEmpty() && !isTenant.test(tenant)) {
      fields.wrong("tenant", "there is no tenant '" + tenant + "'");
    }
    return tenant;
  }

  private Reply changeNamed(ApiRequest request) {
    String id = new ProviderRequest(request.body()).fields().text("id");
    if (id == null) {
      throw ApiProblem.at(422, "id", "'id' is missing: which provider is to be changed?");
    }
    return change(find(id, request), request);
  }

  private Reply change(ProviderView view, ApiRequest request) {
    ProviderRequest asked = new ProviderRequest(request.body());
    String name = asked.fields().text("name");
    if (name != null && !name.equals(view.providerId().name())) {
      asked.fields().wrong("name", "cannot be changed; make another provider");
    }
    String tenant = asked.fields().text("tenant");
    if (tenant != null && !tenant.equals(view.providerId().owner())) {
      asked.fields().wrong("tenant", "cannot be changed; make another provider");
    }
    ProviderPatch patch = asked.patch();
    asked.fields().refuseIfWrong();
    checkTheirs(view, request);
    return reply(200, providers.change(request.actor(), view.providerId(), patch), request);
  }

  private Reply delete(ApiRequest request) {
    return reply(200, providers.delete(request.actor(), theirs(request).providerId()), request);
  }

  private Reply activate(ApiRequest request) {
    ProviderView view = found(request);
    Fields fields = Fields.of(request.body()).only(Set.of("active", "isActive", "tenant"));
    Boolean active = fields.flag("active");
    Boolean other = fields.flag("isActive");
    String named = fields.text("tenant");
    if (active == null && other == null) {
      fields.wrongIfRight("active", "is missing; true or false");
    }
    Optional<String> own = request.principal().tenant();
    if (named != null && own.isPresent() && !own.get().equals(named)) {
      throw ApiProblem.at(403, "tenant", "'tenant' is for those above tenants; leave it out.");
    }
    Optional<String> tenant = named == null ? request.tenant() : Optional.of(named);
    if (own.isEmpty() && tenant.filter(it -> !isTenant.test(it)).isPresent()) {
      fields.wrong("tenant", "there is no tenant '" + tenant.get() + "'");
    }
    fields.refuseIfWrong();
    boolean on = active == null ? Boolean.TRUE.equals(other) : active;
    return reply(200, providers.activate(request.actor(), view.providerId(), on, tenant), request);
  }

  private ProviderView found(ApiRequest request) {
    return find(request.variables().getOrDefault("id", ""), request);
  }

  private ProviderView find(String id, ApiRequest request) {
    return providers.find(id, request.tenant()).orElseThrow(() -> absent(id));
  }

  /** One that the caller may change. */
  private ProviderView theirs(ApiRequest request) {
    ProviderView view = found(request);
    checkTheirs(view, request);
    return view;
  }

  private static void checkTheirs(ProviderView view, ApiRequest request) {
    if (request.principal().tenant().isPresent() && view.providerId().isShared()) {
      throw ApiProblem.of(
          403,
          "'%s' is shared by all tenants; make one of your own, or activate it with active: false"
                  .formatted(view.providerId().name())
              + " where you do not want it.");
    }
  }

  private Reply reply(int status, ProviderAnswer answer, ApiRequest request) {
    return switch (answer) {
      case ProviderAnswer.Done done -> new Reply(status, json(done.provider(), request));
      case ProviderAnswer.Gone _ -> Reply.ok(JSON.createObjectNode().put("success", true));
      case ProviderAnswer.Absent _ -> throw absent(request.variables().getOrDefault("id", ""));
      case ProviderAnswer.Conflict conflict -> throw ApiProblem.of(409, conflict.why());
      case ProviderAnswer.Refused refused ->
          throw ApiProblem.all(
              422,
              refused.problems().stream()
                  .map(it -> new ApiProblem.FieldError(it.field(), it.message()))
                  .toList());
    };
  }

  private ObjectNode json(ProviderView view, ApiRequest request) {
    boolean guest = request.principal().tenant().isPresent() && view.providerId().isShared();
    return ProviderJson.of(view, states.apply(view.providerId()), guest);
  }

  private static ApiProblem absent(String id) {
    return ApiProblem.of(404, "There is no provider '" + id + "'.");
  }
}

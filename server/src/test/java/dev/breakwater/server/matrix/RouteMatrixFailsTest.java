package dev.breakwater.server.matrix;

import static org.assertj.core.api.Assertions.assertThat;

import dev.breakwater.gateway.access.Role;
import dev.breakwater.gateway.rejection.Rejection;
import dev.breakwater.operations.roles.Principal;
import dev.breakwater.operations.roles.Right;
import dev.breakwater.server.api.Api;
import dev.breakwater.server.api.Authentication;
import dev.breakwater.server.api.OpenApi;
import dev.breakwater.server.api.Operation;
import dev.breakwater.server.api.Operation.Reply;
import dev.breakwater.server.api.Permission;
import dev.breakwater.server.api.Schemas;
import dev.breakwater.wire.conversation.Problem;
import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpMethod;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A matrix that finds nothing says something only if it finds what is wrong. */
class RouteMatrixFailsTest {
  private static final String AUDITED = "/api/admin/llm-usage";

  private static Operation operation(HttpMethod method, String path, Permission permission) {
    return new Operation(
        method,
        path,
        permission,
        "s",
        List.of(),
        Optional.empty(),
        Schemas.of("object"),
        _ -> Reply.ok(Map.of()));
  }

  /** Of the document's routes, those of the API; the gateway's are not here to be called. */
  private static List<String> differences(Operation... operations) {
    Api api = new Api(List.of(operations));
    JsonNode document =
        JsonMapper.shared().readTree(OpenApi.document(List.of(operations), "1").toString());
    List<String> differences =
        new ArrayList<>(
            RouteMatrix.of(
                    document,
                    (caller, method, path, _) ->
                        ((Api.Outgoing.Whole)
                                api.perform(
                                    new Api.Incoming(
                                        HttpMethod.valueOf(method),
                                        path,
                                        MultiMap.caseInsensitiveMultiMap(),
                                        dev.breakwater.gateway.access.Credentials.NONE,
                                        MultiMap.caseInsensitiveMultiMap(),
                                        new Api.Peer("192.0.2.1", false),
                                        new byte[0]),
                                    as(caller)))
                            .status())
                .differences());
    differences.removeIf(line -> line.contains("(row MODELS)"));
    return differences;
  }

  private static Authentication as(Caller caller) {
    return _ ->
        switch (caller) {
          case OWNER, ADMIN, OPERATOR, BILLING, VIEWER, INFERENCE ->
              principal(Role.valueOf(caller.name()), Optional.empty());
          case TENANT_ADMIN -> principal(Role.TENANT_ADMIN, Optional.of("acme"));
          case TENANT_VIEWER -> principal(Role.VIEWER, Optional.of("acme"));
          case NOBODY, EXPIRED, REVOKED, WRONG ->
              throw Rejection.of(Problem.of(Problem.Kind.AUTHENTICATION, 401, "who?"));
        };
  }

  private static Principal principal(Role role, Optional<String> tenant) {
    return new Principal(Principal.Kind.KEY, "k", "k", role, tenant);
  }

  @Test
  void whatIsRightIsFoundRight() {
    assertThat(
            differences(
                operation(HttpMethod.GET, AUDITED, Permission.READ_USAGE),
                operation(HttpMethod.GET, "/livez", Permission.OPEN),
                operation(
                    HttpMethod.GET,
                    "/api/admin/maintenance/runs",
                    new Permission.Above(Right.READ))))
        .isEmpty();
  }

  @Test
  void aWrongRightOfARouteIsFound() {
    assertThat(differences(operation(HttpMethod.GET, AUDITED, Permission.READ)))
        .singleElement()
        .asString()
        .contains("GET " + AUDITED, "billing", "403");
    assertThat(differences(operation(HttpMethod.GET, AUDITED, Permission.OPEN)))
        .hasSize(5)
        .allSatisfy(line -> assertThat(line).contains("200, wanted"));
    assertThat(differences(operation(HttpMethod.GET, AUDITED, Permission.KNOWN)))
        .singleElement()
        .asString()
        .contains("inference: 200, wanted FORBIDDEN");
  }

  @Test
  void aRouteThatForgetsToBeAboveTenantsIsFound() {
    assertThat(
            differences(operation(HttpMethod.GET, "/api/admin/maintenance/runs", Permission.READ)))
        .hasSize(2)
        .allSatisfy(line -> assertThat(line).contains("by tenant-"));
  }

  @Test
  void aRouteThatTheTableDoesNotKnowIsFound() {
    assertThat(differences(operation(HttpMethod.GET, "/api/admin/new", Permission.READ)))
        .containsExactly("GET /api/admin/new: stands in no row of the table");
    assertThat(differences(operation(HttpMethod.PATCH, AUDITED, Permission.READ_USAGE)))
        .containsExactly("PATCH " + AUDITED + ": stands in no row of the table");
  }
}

package dev.breakwater.server.api;

import dev.breakwater.gateway.http.GatewayRoute;
import dev.breakwater.operations.roles.Right;
import io.vertx.core.http.HttpMethod;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Writes the OpenAPI 3.1 document from the operations themselves and the gateway's routes, so that
 * it cannot lag behind.
 */
public final class OpenApi {
  private static final JsonMapper JSON = JsonMapper.shared();
  private static final Pattern VARIABLE = Pattern.compile("\\{([^}]+)}");

  private OpenApi() {}

  public static ObjectNode document(List<Operation> operations, String version) {
    ObjectNode document = JSON.createObjectNode().put("openapi", "3.1.0");
    document.putObject("info").put("title", "Breakwater").put("version", version);
    ObjectNode paths = document.putObject("paths");
    for (Operation operation : operations) {
      paths
          .withObjectProperty(operation.path())
          .set(operation.method().name().toLowerCase(Locale.ROOT), entry(operation));
    }
    for (GatewayRoute route : GatewayRoute.values()) {
      paths
          .withObjectProperty(route.path())
          .set(route.method().name().toLowerCase(Locale.ROOT), entry(route));
    }
    ObjectNode components = document.putObject("components");
    components
        .putObject("securitySchemes")
        .putObject("key")
        .put("type", "http")
        .put("scheme", "bearer");
    components.putObject("schemas").set("Problem", problemSchema());
    return document;
  }

  private static ObjectNode entry(Operation operation) {
    ObjectNode entry = JSON.createObjectNode().put("summary", operation.summary());
    entry.put("operationId", operationId(operation));
    entry.put("x-breakwater-right", right(operation.permission()));
    if (operation.permission() instanceof Permission.Above) {
      entry.put("x-breakwater-above-tenants", true);
    }
    if (!(operation.permission() instanceof Permission.Open)) {
      entry.putArray("security").addObject().putArray("key");
    }
    ArrayNode parameters = entry.putArray("parameters");
    pathVariables(operation.path(), parameters);
    for (Operation.Parameter parameter : operation.parameters()) {
      ObjectNode node =
          parameters
              .addObject()
              .put("name", parameter.name())
              .put("in", "query")
              .put("description", parameter.description());
      node.putObject("schema").put("type", parameter.schema());
    }
    operation
        .requestSchema()
        .ifPresent(schema ->
            entry
                .putObject("requestBody")
                .put("required", true)
                .putObject("content")
                .putObject("application/json")
                .set("schema", schema));
    ObjectNode responses = entry.putObject("responses");
    content(responses, "200", "done", "application/json", operation.responseSchema());
    content(
        responses,
        "default",
        "an error",
        "application/problem+json",
        JSON.createObjectNode().put("$ref", "#/components/schemas/Problem"));
    return entry;
  }

  /** A call of the gateway: bodies and errors are those of the vendor whose protocol it is. */
  private static ObjectNode entry(GatewayRoute route) {
    ObjectNode entry = JSON.createObjectNode().put("summary", route.summary());
    entry.put("operationId", "gateway_" + route.name().toLowerCase(Locale.ROOT));
    entry.put("x-breakwater-right", "inference");
    entry.putArray("security").addObject().putArray("key");
    pathVariables(route.path(), entry.putArray("parameters"));
    if (route.method().equals(HttpMethod.POST)) {
      entry
          .putObject("requestBody")
          .put("required", true)
          .putObject("content")
          .putObject("application/json")
          .set("schema", Schemas.of("object"));
    }
    ObjectNode responses = entry.putObject("responses");
    content(responses, "200", "the answer", "application/json", Schemas.of("object"));
    content(responses, "default", "an error", "application/json", Schemas.of("object"));
    return entry;
  }

  /** The right that it takes; {@code none} for what is open, {@code any} for whoever is known. */
  private static String right(Permission permission) {
    return switch (permission) {
      case Permission.Open _ -> "none";
      case Permission.Known _ -> "any";
      case Permission.Needs needs -> word(needs.right());
      case Permission.Above above -> word(above.right());
      case Permission.OpenToLoopback loopback -> word(loopback.right());
    };
  }

  private static String word(Right right) {
    return right.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  private static void content(
      ObjectNode responses, String status, String description, String type, ObjectNode schema) {
    ObjectNode response = responses.putObject(status).put("description", description);
    response.putObject("content").putObject(type).set("schema", schema);
  }

  private static void pathVariables(String path, ArrayNode parameters) {
    VARIABLE
        .matcher(path)
        .results()
        .forEach(variable ->
            parameters
                .addObject()
                .put("name", variable.group(1))
                .put("in", "path")
                .put("required", true)
                .putObject("schema")
                .put("type", "string"));
  }

  private static String operationId(Operation operation) {
    return operation.method().name().toLowerCase(Locale.ROOT)
        + operation.path().replaceAll("[^A-Za-z0-9]+", "_");
  }

  private static ObjectNode problemSchema() {
    return Schemas.object(it ->
        it.all("string", "type", "title", "detail", "field")
            .all("integer", "status")
            .add(
                "errors",
                Schemas.array(Schemas.object(error -> error.all("string", "field", "message")))));
  }
}

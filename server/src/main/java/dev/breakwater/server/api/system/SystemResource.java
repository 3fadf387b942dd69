package dev.breakwater.server.api.system;

import dev.breakwater.operations.roles.Right;
import dev.breakwater.server.api.OpenApi;
import dev.breakwater.server.api.Operation;
import dev.breakwater.server.api.Operation.Reply;
import dev.breakwater.server.api.Permission;
import dev.breakwater.server.api.Schemas;
import dev.breakwater.server.api.TextBody;
import dev.breakwater.server.metrics.Exposition;
import io.vertx.core.http.HttpMethod;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** {@code /livez}, {@code /readyz}, {@code /metrics}, {@code /openapi.json} and the settings. */
public final class SystemResource {
  private static final JsonMapper JSON = JsonMapper.shared();

  private final Readiness readiness;
  private final Exposition metrics;
  private final Supplier<ObjectNode> settings;
  private final Permission metricsPermission;
  private final String version;

  /**
   * @param settings the effective ones, secrets masked
   * @param metricsOpen whether other machines may read the metrics without a key
   */
  public SystemResource(
      Readiness readiness,
      Exposition metrics,
      Supplier<ObjectNode> settings,
      boolean metricsOpen,
      String version) {
    this.readiness = readiness;
    this.metrics = metrics;
    this.settings = settings;
    this.metricsPermission =
        metricsOpen ? Permission.OPEN : new Permission.OpenToLoopback(Right.READ);
    this.version = version;
  }

  /**
   * @param others every other operation, for the document that lists all
   */
  public List<Operation> operations(List<Operation> others) {
    List<Operation> all = new ArrayList<>(others);
    all.add(get("/livez", Permission.OPEN, "Whether the process runs", request -> status("alive")));
    all.add(get("/readyz", Permission.OPEN, "Whether requests are taken", request -> readyz()));
    all.add(
        get(
            "/metrics",
            metricsPermission,
            "Figures in Prometheus's text format, or as OpenMetrics to those who accept it",
            request -> metrics(request.header("accept"))));
    all.add(
        get(
            "/api/llm/config",
            Permission.READ,
            "The effective settings, secrets masked, each with where it comes from",
            request -> Reply.ok(seenBy(request.tenant(), settings.get()))));
    all.add(
        get(
            "/openapi.json",
            Permission.OPEN,
            "This document",
            request -> Reply.ok(OpenApi.document(all, version))));
    return all;
  }

  /** A tenant sees its own part, and the chains and routes that all share. */
  private static ObjectNode seenBy(Optional<String> tenant, ObjectNode all) {
    if (tenant.isEmpty()) {
      return all;
    }
    String own = "tenants[" + tenant.get() + "]";
    ObjectNode seen = JSON.createObjectNode();
    seen.set("version", all.path("version"));
    ObjectNode values = seen.putObject("values");
    all.path("values")
        .properties()
        .forEach(value -> {
          String path = value.getKey();
          if (path.startsWith(own) || path.startsWith("chains") || path.startsWith("routes")) {
            values.set(path, value.getValue());
          }
        });
    return seen;
  }

  private Reply metrics(String accept) {
    Exposition.Scrape scrape = metrics.scrape(accept);
    return Reply.ok(new TextBody(scrape.contentType(), scrape.bytes()));
  }

  private Reply readyz() {
    List<String> obstacles = readiness.obstacles();
    List<String> warnings = readiness.warnings();
    ObjectNode body =
        JSON.createObjectNode().put("status", obstacles.isEmpty() ? "ready" : "not ready");
    if (!obstacles.isEmpty()) {
      obstacles.forEach(body.putArray("reasons")::add);
    }
    if (!warnings.isEmpty()) {
      warnings.forEach(body.putArray("warnings")::add);
    }
    return new Reply(obstacles.isEmpty() ? 200 : 503, body);
  }

  private static Reply status(String word) {
    return Reply.ok(JSON.createObjectNode().put("status", word));
  }

  private static Operation get(
      String path, Permission permission, String summary, Operation.Action action) {
    return new Operation(
        HttpMethod.GET,
        path,
        permission,
        summary,
        List.of(),
        Optional.empty(),
        Schemas.of("object"),
        action);
  }
}

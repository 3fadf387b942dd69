package dev.breakwater.server.api.audit;

import dev.breakwater.operations.audit.AuditStore;
import dev.breakwater.operations.audit.Verification;
import dev.breakwater.operations.changes.Actor;
import dev.breakwater.server.api.ApiProblem;
import dev.breakwater.server.api.ApiRequest;
import dev.breakwater.server.api.Json;
import dev.breakwater.server.api.Operation;
import io.vertx.core.MultiMap;
import java.time.InstantSource;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/** Answers as the API does, for who has the files themselves while no server runs. */
public final class LocalAudit {
  private final List<Operation> operations;

  /**
   * @param zone in which a date without a zone is meant
   */
  public LocalAudit(AuditStore store, Verification verification, InstantSource clock, ZoneId zone) {
    this.operations =
        new AuditResource(
                store,
                change -> {
                  throw new IllegalStateException("nothing is written here");
                },
                verification,
                clock,
                zone)
            .operations();
  }

  /**
   * @param path of the API
   * @throws ApiProblem with a sentence when a parameter is wrong
   */
  public JsonNode get(String path, Map<String, String> query) {
    MultiMap parameters = MultiMap.caseInsensitiveMultiMap();
    query.forEach(parameters::add);
    ApiRequest request =
        new ApiRequest(
            Map.of(), parameters, new byte[0], MultiMap.caseInsensitiveMultiMap(), Actor.SYSTEM);
    Object body =
        operations.stream()
            .filter(operation -> operation.path().equals(path))
            .findFirst()
            .orElseThrow()
            .action()
            .perform(request)
            .body();
    return Json.PLAIN.valueToTree(body);
  }
}

package dev.breakwater.server.api.health;

import dev.breakwater.operations.health.ProbeCost;
import dev.breakwater.operations.health.ProviderHealth;
import dev.breakwater.server.api.Money;
import dev.breakwater.server.api.Schemas;
import dev.breakwater.server.api.Times;
import java.time.Duration;
import java.util.List;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** The health of providers as the API shows it. */
final class HealthJson {
  private static final JsonMapper JSON = JsonMapper.shared();
  private static final double NANOS_A_MILLI = 1e6;

  private HealthJson() {}

  static ObjectNode list(List<ProviderHealth> all) {
    ObjectNode answer = JSON.createObjectNode().put("status", status(all));
    ArrayNode providers = answer.putArray("providers");
    all.forEach(health -> providers.add(of(health)));
    return answer;
  }

  /** In a word, of all together; no provider is no illness. */
  private static String status(List<ProviderHealth> all) {
    long healthy = all.stream().filter(ProviderHealth::healthy).count();
    return healthy == all.size() ? "healthy" : healthy > 0 ? "degraded" : "unhealthy";
  }

  static ObjectNode of(ProviderHealth health) {
    ObjectNode entry =
        JSON.createObjectNode()
            .put("id", health.id().toString())
            .put("provider", health.provider())
            .put("tenant", health.id().isShared() ? null : health.id().owner())
            .put("isHealthy", health.healthy())
            .put(
                "lastCheckAt",
                health.checkedMillis() == 0 ? null : Times.toSecond(health.checkedMillis()))
            .put("lastMethod", health.method() == null ? null : health.method().word())
            .put("lastError", health.lastError())
            .put("consecutiveFailures", health.consecutiveFailures())
            .put("consecutiveSuccesses", health.consecutiveSuccesses())
            .put("responseTime", millis(health.responseTime()))
            .put("successRate", health.successRate());
    cost(health.cost(), entry);
    ArrayNode targets = entry.putArray("targets");
    health
        .targets()
        .forEach(it ->
            targets
                .addObject()
                .put("model", it.target().model())
                .put("isHealthy", it.healthy())
                .put("consecutiveFailures", it.consecutiveFailures())
                .put("lastError", it.lastError()));
    return entry;
  }

  static void cost(ProbeCost cost, ObjectNode entry) {
    entry
        .put("probes", cost.probes())
        .put("probeCost", Money.dollars(cost.nanos()))
        .put("unpricedProbes", cost.unpriced());
  }

  static double millis(Duration duration) {
    return duration.toNanos() / NANOS_A_MILLI;
  }

  static ObjectNode listSchema() {
    return Schemas.object(
        it -> it.all("string", "status").add("providers", Schemas.array(schema())));
  }

  static ObjectNode schema() {
    return Schemas.object(it ->
        it.all("string", "id", "provider", "tenant", "lastCheckAt", "lastMethod", "lastError")
            .all("boolean", "isHealthy")
            .all("number", "responseTime", "successRate", "probeCost")
            .all(
                "integer",
                "consecutiveFailures",
                "consecutiveSuccesses",
                "probes",
                "unpricedProbes")
            .add(
                "targets",
                Schemas.array(
                    Schemas.object(target ->
                        target
                            .all("string", "model", "lastError")
                            .all("boolean", "isHealthy")
                            .all("integer", "consecutiveFailures")))));
  }
}

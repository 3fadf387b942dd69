package dev.breakwater.server.api.fallback;

import dev.breakwater.gateway.attempt.TargetHealth;
import dev.breakwater.gateway.attempt.TargetHealths;
import dev.breakwater.gateway.settings.ChainSettings;
import dev.breakwater.gateway.settings.LiveSettings;
import dev.breakwater.gateway.settings.Settings;
import dev.breakwater.gateway.settings.Target;
import dev.breakwater.operations.health.HealthMonitor;
import dev.breakwater.operations.health.ProviderHealth;
import dev.breakwater.server.api.ApiProblem;
import dev.breakwater.server.api.ApiRequest;
import dev.breakwater.server.api.Fields;
import dev.breakwater.server.api.Operation.Reply;
import dev.breakwater.server.api.Schemas;
import dev.breakwater.server.api.Times;
import java.util.LinkedHashSet;
import java.util.Locale;
import java.util.Set;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** How the targets of the chains and routes are, and the way to forgive one. */
public final class ChainHealth {
  private static final JsonMapper JSON = JsonMapper.shared();

  private final LiveSettings live;
  private final TargetHealths healths;
  private final HealthMonitor monitor;

  public ChainHealth(LiveSettings live, TargetHealths healths, HealthMonitor monitor) {
    this.live = live;
    this.healths = healths;
    this.monitor = monitor;
  }

  Reply list() {
    ObjectNode answer = JSON.createObjectNode();
    ArrayNode providers = answer.putArray("providers");
    targets(live.current()).forEach(target -> providers.add(entry(target)));
    return Reply.ok(answer);
  }

  Reply reset(ApiRequest request) {
    Fields fields = Fields.of(request.body()).only(Set.of("provider", "model"));
    String provider = fields.text("provider");
    String model = fields.text("model");
    if (provider == null || provider.isBlank()) {
      fields.wrong("provider", "is missing");
    } else if (provider.indexOf('/') >= 0 || live.current().provider(provider).isEmpty()) {
      fields.wrong("provider", "'" + provider + "' is not a configured provider");
    }
    if (model == null || model.isEmpty()) {
      fields.wrong("model", "is missing");
    }
    fields.refuseIfWrong();
    if (provider == null || model == null) {
      throw ApiProblem.of(422, "provider and model are needed");
    }
    Target target = new Target(provider, model);
    healths.of(target).reset();
    ObjectNode answer = JSON.createObjectNode().put("success", true);
    answer.putArray("providers").add(entry(target));
    return Reply.ok(answer);
  }

  static ObjectNode schema() {
    return Schemas.object(it ->
        it.add(
            "providers",
            Schemas.array(
                Schemas.object(entry ->
                    entry
                        .all(
                            "string",
                            "provider",
                            "model",
                            "circuitState",
                            "lastError",
                            "lastCheckAt")
                        .all("boolean", "isHealthy")
                        .all("number", "successRate", "avgResponseTime")
                        .all("integer", "errorCount", "consecutiveFailures")))));
  }

  static ObjectNode resetSchema() {
    return Schemas.object(it -> it.all("string", "provider", "model"));
  }

  private static Set<Target> targets(Settings settings) {
    Set<Target> targets = new LinkedHashSet<>();
    for (ChainSettings chain : settings.chains().values()) {
      chain.targets().forEach(place -> targets.add(place.target()));
    }
    settings
        .routes()
        .forEach(route -> route.targets().forEach(place -> targets.add(place.target())));
    return targets;
  }

  private ObjectNode entry(Target target) {
    TargetHealth.Figures figures = healths.of(target).figures();
    long checkedMillis =
        monitor.of(target.providerId()).map(ProviderHealth::checkedMillis).orElse(0L);
    ObjectNode entry =
        JSON.createObjectNode()
            .put("provider", target.provider())
            .put("model", target.model())
            .put("isHealthy", monitor.isHealthy(target))
            .put("circuitState", figures.circuit().name().toLowerCase(Locale.ROOT))
            .put("successRate", figures.successRate())
            .put("errorCount", figures.errors())
            .put("consecutiveFailures", figures.consecutiveFailures())
            .put("avgResponseTime", figures.averageResponse().toNanos() / 1_000_000.0)
            .put("lastError", figures.lastError().orElse(null))
            .put("lastCheckAt", checkedMillis == 0 ? null : Times.toSecond(checkedMillis));
    figures.aside().ifPresent(it -> entry.put("passedBy", it.name().toLowerCase(Locale.ROOT)));
    return entry;
  }
}

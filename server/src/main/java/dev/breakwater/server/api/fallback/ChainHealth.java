package dev.breakwater.server.api.fallback;

import dev.breakwater.gateway.attempt.TargetHealth;
import dev.breakwater.gateway.attempt.TargetHealths;
import dev.breakwater.gateway.settings.LiveSettings;
import dev.breakwater.gateway.settings.ProviderId;
import dev.breakwater.gateway.settings.ProviderSettings;
import dev.breakwater.gateway.settings.RouteTarget;
import dev.breakwater.gateway.settings.Settings;
import dev.breakwater.gateway.settings.Target;
import dev.breakwater.operations.health.HealthMonitor;
import dev.breakwater.operations.health.ProviderHealth;
import dev.breakwater.operations.roles.Principal;
import dev.breakwater.server.api.ApiProblem;
import dev.breakwater.server.api.ApiRequest;
import dev.breakwater.server.api.Fields;
import dev.breakwater.server.api.Operation.Reply;
import dev.breakwater.server.api.Schemas;
import dev.breakwater.server.api.Times;
import java.util.LinkedHashSet;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
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

  /** Of the targets that a tenant sees; of every tenant's where none is meant. */
  Reply list(ApiRequest request) {
    ObjectNode answer = JSON.createObjectNode();
    ArrayNode providers = answer.putArray("providers");
    targets(live.current(), request.tenant())
        .forEach(target -> providers.add(entry(target, request.principal())));
    return Reply.ok(answer);
  }

  Reply reset(ApiRequest request) {
    Fields fields = Fields.of(request.body()).only(Set.of("provider", "model"));
    String provider = fields.text("provider");
    String model = fields.text("model");
    Optional<ProviderId> id = provider == null ? Optional.empty() : meant(request, provider);
    if (provider == null || provider.isBlank()) {
      fields.wrong("provider", "is missing");
    } else if (id.isEmpty()) {
      fields.wrong("provider", "'" + provider + "' is not a configured provider");
    }
    if (model == null || model.isEmpty()) {
      fields.wrong("model", "is missing");
    }
    fields.refuseIfWrong();
    Target target = new Target(id.orElseThrow(), Objects.requireNonNull(model));
    refuseShared(target, request.principal());
    healths.of(target).reset();
    ObjectNode answer = JSON.createObjectNode().put("success", true);
    answer.putArray("providers").add(entry(target, request.principal()));
    return Reply.ok(answer);
  }

  /** By its name as the tenant in question sees it, or by what it is called among all. */
  private Optional<ProviderId> meant(ApiRequest request, String name) {
    Settings all = live.current();
    Settings seen = all.seenBy(request.tenant().orElse(ProviderId.SHARED));
    return ownerOf(seen, name)
        .or(() ->
            (request.tenant().isPresent() ? seen.providers() : all.everyProvider())
                .stream()
                    .map(ProviderSettings::id)
                    .filter(id -> id.toString().equals(name))
                    .findFirst());
  }

  /** What others use, too, is not one tenant's to change. */
  private static void refuseShared(Target target, Principal caller) {
    if (target.providerId().isShared() && caller.tenant().isPresent()) {
      throw ApiProblem.at(
          403,
          "provider",
          "'" + target.provider() + "' is shared by all tenants; those above them reset it.");
    }
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
                            "tenant",
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

  private static Set<Target> targets(Settings settings, Optional<String> tenant) {
    Set<Target> targets = new LinkedHashSet<>();
    if (tenant.isPresent()) {
      addSeen(settings.seenBy(tenant.get()), targets);
    } else {
      addSeen(settings.seenBy(ProviderId.SHARED), targets);
      settings.tenants().keySet().forEach(id -> addSeen(settings.seenBy(id), targets));
    }
    return targets;
  }

  /** Chains and routes name providers; what a name means is known where they are seen from. */
  private static void addSeen(Settings seen, Set<Target> targets) {
    Stream.concat(
            seen.chains().values().stream().flatMap(chain -> chain.targets().stream()),
            seen.routes().stream().flatMap(route -> route.targets().stream()))
        .map(RouteTarget::target)
        .forEach(target ->
            ownerOf(seen, target.provider())
                .ifPresent(owner -> targets.add(new Target(owner, target.model()))));
  }

  private static Optional<ProviderId> ownerOf(Settings seen, String name) {
    return seen.providers().stream()
        .map(ProviderSettings::id)
        .filter(id -> id.name().equals(name))
        .findFirst();
  }

  private ObjectNode entry(Target target, Principal viewer) {
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
            .put(
                "lastError",
                mayShowErrors(target, viewer) ? figures.lastError().orElse(null) : null)
            .put("lastCheckAt", checkedMillis == 0 ? null : Times.toSecond(checkedMillis));
    figures.aside().ifPresent(it -> entry.put("passedBy", it.name().toLowerCase(Locale.ROOT)));
    if (!target.providerId().isShared()) {
      entry.put("tenant", target.providerId().owner());
    }
    return entry;
  }

  /** A shared target's last error may be about what another tenant has asked. */
  private static boolean mayShowErrors(Target target, Principal viewer) {
    return viewer.tenant().isEmpty() || !target.providerId().isShared();
  }
}

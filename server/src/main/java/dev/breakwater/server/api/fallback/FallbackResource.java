package dev.breakwater.server.api.fallback;

import dev.breakwater.gateway.settings.Answering.BrokenStream;
import dev.breakwater.gateway.settings.Answering.OnContentPolicy;
import dev.breakwater.gateway.settings.Answering.WholeAnswers;
import dev.breakwater.gateway.settings.ChainSettings;
import dev.breakwater.gateway.settings.Choice.Affinity;
import dev.breakwater.gateway.settings.Choice.Strategy;
import dev.breakwater.gateway.settings.ProviderId;
import dev.breakwater.operations.chains.ChainAnswer;
import dev.breakwater.operations.chains.ChainChange;
import dev.breakwater.operations.chains.ChainPlace;
import dev.breakwater.operations.chains.Chains;
import dev.breakwater.server.api.ApiProblem;
import dev.breakwater.server.api.ApiRequest;
import dev.breakwater.server.api.Fields;
import dev.breakwater.server.api.Operation;
import dev.breakwater.server.api.Operation.Parameter;
import dev.breakwater.server.api.Operation.Reply;
import dev.breakwater.server.api.Permission;
import io.vertx.core.http.HttpMethod;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** {@code /api/admin/llm-fallback}: chains, read, changed and reset; their logs; their health. */
public final class FallbackResource {
  private static final String PATH = "/api/admin/llm-fallback";
  private static final Parameter ENVIRONMENT =
      new Parameter("environment", "string", "production when nothing is said");

  private static final Parameter TENANT =
      new Parameter(
          "tenant", "string", "a tenant's own chain; what all tenants share when left out");

  private static final Set<String> CONFIG_FIELDS =
      Set.of(
          "environment",
          "primaryProvider",
          "primaryModel",
          "primaryWeight",
          "fallbackProviders",
          "maxRetries",
          "retryDelay",
          "circuitBreakerThreshold",
          "circuitBreakerResetTime",
          "retryAfterWait",
          "wholeAnswers",
          "brokenStream",
          "onContentPolicy",
          "hedge",
          "strategy",
          "affinity",
          "timeouts",
          "origin");
  private static final Set<String> FALLBACK_FIELDS =
      Set.of("provider", "model", "priority", "weight");
  private static final String HEDGE = "hedge";
  private static final Set<String> HEDGE_FIELDS = Set.of("after", "costShare");
  private static final Set<String> TIMEOUT_FIELDS =
      Set.of("connect", "firstByte", "idle", "attempt", "total");

  private final Chains chains;
  private final FallbackLogs logs;
  private final ChainHealth health;

  public FallbackResource(Chains chains, FallbackLogs logs, ChainHealth health) {
    this.chains = chains;
    this.logs = logs;
    this.health = health;
  }

  public List<Operation> operations() {
    return List.of(
        new Operation(
            HttpMethod.GET,
            PATH,
            Permission.READ,
            "A chain; with action=logs what requests took, with action=health how its targets are",
            List.of(
                ENVIRONMENT,
                TENANT,
                new Parameter("action", "string", "logs or health; the chain when left out"),
                new Parameter("tenant", "string", "of logs and health: only this one's"),
                new Parameter("limit", "integer", "of logs: 1 to 1,000, 100 by default"),
                new Parameter("provider", "string", "of logs: the one that answered, or was first"),
                new Parameter("success", "boolean", "of logs: how they ended"),
                new Parameter("since", "string", "of logs: a time, or a duration back from now")),
            Optional.empty(),
            ChainJson.schema(),
            this::get),
        new Operation(
            HttpMethod.POST,
            PATH,
            Permission.CONFIGURE,
            "Creates or changes a chain; what is left out keeps its value",
            List.of(ENVIRONMENT, TENANT),
            Optional.of(ChainJson.configSchema()),
            ChainJson.schema(),
            this::change),
        new Operation(
            HttpMethod.DELETE,
            PATH,
            Permission.CONFIGURE,
            "Goes back to the chain of the configuration file",
            List.of(ENVIRONMENT, TENANT),
            Optional.empty(),
            ChainJson.schema(),
            this::backToFile),
        new Operation(
            HttpMethod.POST,
            PATH + "/reset",
            Permission.OPERATE,
            "Closes a target's circuit and clears its counters",
            List.of(),
            Optional.of(ChainHealth.resetSchema()),
            ChainHealth.schema(),
            health::reset));
  }

  private Reply get(ApiRequest request) {
    Optional<String> action = request.parameter("action");
    if (action.isEmpty()) {
      return chain(chains.get(place(request, request.environment())));
    }
    return switch (action.get()) {
      case "logs" -> logs.list(request);
      case "health" -> health.list(request);
      default -> throw ApiProblem.at(400, "action", "'action' has to be logs or health.");
    };
  }

  private Reply change(ApiRequest request) {
    Fields fields = Fields.of(request.body()).only(CONFIG_FIELDS);
    String named = fields.text("environment");
    ChainChange change = changeOf(fields);
    fields.refuseIfWrong();
    ChainPlace place = place(request, named == null ? request.environment() : named);
    return switch (chains.change(place, change, request.actor())) {
      case ChainAnswer.Changed changed -> chain(Optional.of(changed.chain()));
      case ChainAnswer.Refused refused ->
          throw ApiProblem.all(
              422,
              refused.problems().stream()
                  .map(it -> new ApiProblem.FieldError(it.field(), it.message()))
                  .toList());
    };
  }

  private Reply backToFile(ApiRequest request) {
    return chain(chains.reset(place(request, request.environment()), request.actor()));
  }

  /** Those above tenants mean what all share, unless they name a tenant. */
  private static ChainPlace place(ApiRequest request, String environment) {
    return new ChainPlace(request.tenant().orElse(ProviderId.SHARED), environment);
  }

  private static Reply chain(Optional<ChainSettings> chain) {
    return chain
        .map(it -> Reply.ok(ChainJson.of(it)))
        .orElseThrow(() -> ApiProblem.of(404, "There is no chain, for no provider is configured."));
  }

  private static ChainChange changeOf(Fields fields) {
    return new ChainChange(
        new ChainChange.Primary(
            fields.text("primaryProvider"),
            fields.text("primaryModel"),
            fields.whole("primaryWeight")),
        fallbacks(fields),
        new ChainChange.Repeats(
            fields.whole("maxRetries"),
            fields.millis("retryDelay"),
            fields.millis("retryAfterWait")),
        new ChainChange.Circuit(
            fields.whole("circuitBreakerThreshold"), fields.millis("circuitBreakerResetTime")),
        times(fields),
        new ChainChange.Answers(
            fields.word("wholeAnswers", WholeAnswers.class),
            fields.word("brokenStream", BrokenStream.class),
            fields.word("onContentPolicy", OnContentPolicy.class),
            hedge(fields)),
        new ChainChange.Order(
            fields.word("strategy", Strategy.class), fields.word("affinity", Affinity.class)));
  }

  private static ChainChange.@Nullable Hedge hedge(Fields fields) {
    if (fields.isText(HEDGE)) {
      if (!ChainJson.OFF.equals(fields.text(HEDGE))) {
        fields.wrong(HEDGE, "has to be off or an object such as {after: p95, costShare: 0.05}");
      }
      return new ChainChange.Hedge.Off();
    }
    Fields hedge = fields.object(HEDGE);
    if (hedge == null) {
      return null;
    }
    hedge.only(HEDGE_FIELDS);
    String after = hedge.text("after");
    if (after != null && !after.equals(ChainJson.P95)) {
      hedge.wrong("after", "has to be " + ChainJson.P95);
    }
    return new ChainChange.Hedge.AfterP95(hedge.number("costShare"));
  }

  private static @Nullable List<ChainChange.Fallback> fallbacks(Fields fields) {
    List<Fields> listed = fields.objects("fallbackProviders");
    return listed == null
        ? null
        : listed.stream()
            .map(it -> it.only(FALLBACK_FIELDS))
            .map(it ->
                new ChainChange.Fallback(
                    it.text("provider"),
                    it.text("model"),
                    it.whole("priority"),
                    it.whole("weight")))
            .toList();
  }

  private static ChainChange.Times times(Fields fields) {
    Fields times = fields.object("timeouts");
    if (times == null) {
      return ChainChange.NONE.timeouts();
    }
    times.only(TIMEOUT_FIELDS);
    return new ChainChange.Times(
        times.millis("connect"),
        times.millis("firstByte"),
        times.millis("idle"),
        times.millis("attempt"),
        times.millis("total"));
  }
}

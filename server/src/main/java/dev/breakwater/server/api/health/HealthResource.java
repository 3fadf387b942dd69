package dev.breakwater.server.api.health;

import dev.breakwater.gateway.probe.Finding;
import dev.breakwater.gateway.settings.ProviderId;
import dev.breakwater.operations.health.CheckMethod;
import dev.breakwater.operations.health.CheckResult;
import dev.breakwater.operations.health.HealthMonitor;
import dev.breakwater.server.api.ApiProblem;
import dev.breakwater.server.api.ApiRequest;
import dev.breakwater.server.api.Fields;
import dev.breakwater.server.api.Money;
import dev.breakwater.server.api.Operation;
import dev.breakwater.server.api.Operation.Parameter;
import dev.breakwater.server.api.Operation.Reply;
import dev.breakwater.server.api.Permission;
import dev.breakwater.server.api.Schemas;
import io.vertx.core.http.HttpMethod;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** How providers are; checks and tests of one when somebody asks for it. */
public final class HealthResource {
  private static final JsonMapper JSON = JsonMapper.shared();
  private static final String PROVIDER = "/api/v1/llm/providers/{id}";

  private final HealthMonitor monitor;
  private final ProviderNames names;

  public HealthResource(HealthMonitor monitor) {
    this.monitor = monitor;
    this.names = new ProviderNames(monitor);
  }

  public List<Operation> operations() {
    return List.of(
        new Operation(
            HttpMethod.GET,
            "/api/v1/llm/health",
            Permission.READ,
            "How every provider is, as checks and real calls have told",
            List.of(),
            Optional.empty(),
            HealthJson.listSchema(),
            request -> Reply.ok(HealthJson.list(names.visible(request)))),
        new Operation(
            HttpMethod.POST,
            PROVIDER + "/check",
            Permission.OPERATE,
            "Checks a provider now; counts as any other check",
            List.of(
                new Parameter(
                    "method",
                    "string",
                    "list (free), probe (one paid token) or all; what a check in the background"
                        + " would do when left out")),
            Optional.empty(),
            checkSchema(),
            this::check),
        new Operation(
            HttpMethod.POST,
            PROVIDER + "/test",
            Permission.OPERATE,
            "Asks a provider's model a short question and shows the answer or what went wrong",
            List.of(),
            Optional.of(Schemas.object(it -> it.all("string", "model"))),
            testSchema(),
            this::test));
  }

  private Reply check(ApiRequest request) {
    CheckMethod method = method(request);
    ProviderId id = names.named(request);
    HealthMonitor.Check check = monitor.check(id, method).orElseThrow(() -> gone(id));
    CheckResult result = check.result();
    ObjectNode answer =
        JSON.createObjectNode()
            .put("provider", id.name())
            .put("result", result.verdict().name().toLowerCase(Locale.ROOT))
            .put("method", result.method().word())
            .put("error", result.error())
            .put("responseTime", HealthJson.millis(result.took()));
    HealthJson.cost(result.cost(), answer);
    ArrayNode targets = answer.putArray("targets");
    result
        .targets()
        .forEach(
            (target, well) -> targets.addObject().put("model", target.model()).put("isWell", well));
    answer.set("health", HealthJson.of(check.now()));
    return Reply.ok(answer);
  }

  private static CheckMethod method(ApiRequest request) {
    return request
        .parameter("method")
        .map(word ->
            switch (word) {
              case "list" -> CheckMethod.LIST;
              case "probe" -> CheckMethod.PROBE;
              case "all" -> CheckMethod.ALL;
              default ->
                  throw ApiProblem.at(400, "method", "'method' has to be list, probe or all.");
            })
        .orElse(CheckMethod.TRAFFIC);
  }

  private Reply test(ApiRequest request) {
    ProviderId id = names.named(request);
    HealthMonitor.Answer answer = monitor.test(id, model(request)).orElseThrow(() -> gone(id));
    if (answer.model().isEmpty() || answer.finding().isEmpty()) {
      throw ApiProblem.at(
          422,
          "model",
          "No model of '" + id.name() + "' is configured or in a chain; name one as 'model'.");
    }
    Finding finding = answer.finding().get();
    ObjectNode shown =
        JSON.createObjectNode()
            .put("success", finding instanceof Finding.Well)
            .put("provider", id.name())
            .put("model", answer.model().get())
            .put("latency", HealthJson.millis(finding.took()))
            .put("text", finding instanceof Finding.Well well ? well.text() : null)
            .put("error", error(finding));
    if (finding.costNanos() >= 0) {
      shown.put("cost", Money.dollars(finding.costNanos()));
    } else {
      shown.putNull("cost");
    }
    return Reply.ok(shown);
  }

  private static @Nullable String model(ApiRequest request) {
    if (request.bytes().length == 0) {
      return null;
    }
    Fields fields = Fields.of(request.body()).only(Set.of("model"));
    String model = fields.text("model");
    if (model != null && model.isBlank()) {
      fields.wrong("model", "is empty; leave it out for the first model in use");
    }
    fields.refuseIfWrong();
    return model;
  }

  private static @Nullable String error(Finding finding) {
    return switch (finding) {
      case Finding.Well well -> null;
      case Finding.Ill ill -> ill.message();
      case Finding.Refused refused -> refused.message();
      case Finding.Unclear unclear -> unclear.message();
      case Finding.NotOffered none -> none.message();
    };
  }

  private static ApiProblem gone(ProviderId id) {
    return ApiProblem.of(404, "There is no provider '" + id.name() + "' any more.");
  }

  private static ObjectNode checkSchema() {
    return Schemas.object(it ->
        it.all("string", "provider", "result", "method", "error")
            .all("number", "responseTime", "probeCost")
            .all("integer", "probes", "unpricedProbes")
            .add(
                "targets",
                Schemas.array(
                    Schemas.object(
                        target -> target.all("string", "model").all("boolean", "isWell"))))
            .add("health", HealthJson.schema()));
  }

  private static ObjectNode testSchema() {
    return Schemas.object(it ->
        it.all("boolean", "success")
            .all("string", "provider", "model", "text", "error")
            .all("number", "latency", "cost"));
  }
}

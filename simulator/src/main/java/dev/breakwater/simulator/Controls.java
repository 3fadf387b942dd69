package dev.breakwater.simulator;

import dev.breakwater.simulator.json.Json;
import dev.breakwater.simulator.script.ScriptProblem;
import dev.breakwater.simulator.script.ScriptReader;
import dev.breakwater.simulator.script.Step;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import tools.jackson.databind.node.ObjectNode;

/** The simulator's own interface: scripts, calls, and a page that says where everything is. */
final class Controls {
  private static final String SCRIPT = "/script/";
  private static final String CALLS = "/calls/";

  private final Vertx vertx;
  private final List<Provider> providers;
  private final Supplier<String> baseUrl;

  Controls(Vertx vertx, List<Provider> providers, Supplier<String> baseUrl) {
    this.vertx = vertx;
    this.providers = providers;
    this.baseUrl = baseUrl;
  }

  void serve(HttpServerRequest request, String path, byte[] body) {
    if (path.startsWith(SCRIPT)) {
      named(path.substring(SCRIPT.length()))
          .ifPresentOrElse(
              provider -> script(request, provider, body), () -> unknownProvider(request, path));
    } else if (path.startsWith(CALLS)) {
      named(path.substring(CALLS.length()))
          .ifPresentOrElse(
              provider -> calls(request, provider), () -> unknownProvider(request, path));
    } else if (path.equals("/") && request.method().name().equals("GET")) {
      answer(request, 200, overview());
    } else {
      error(request, 404, "there is nothing at " + path + "; GET / lists what there is");
    }
  }

  private void script(HttpServerRequest request, Provider provider, byte[] body) {
    switch (request.method().name()) {
      case "PUT" -> {
        try {
          List<Step> steps = ScriptReader.read(Json.parse(body));
          provider.board().set(steps);
          answer(
              request,
              200,
              Json.object()
                  .put("provider", provider.vendor().provider())
                  .put("steps", steps.size()));
        } catch (ScriptProblem e) {
          ObjectNode answer = Json.object();
          answer.putObject("error").put("message", e.getMessage());
          e.problems().forEach(answer.putArray("problems")::add);
          answer(request, 400, answer);
        }
      }
      case "DELETE" -> {
        provider.board().set(List.of());
        empty(request);
      }
      default ->
          error(
              request, 405, "a script is set by PUT; {} or DELETE make the provider healthy again");
    }
  }

  private void calls(HttpServerRequest request, Provider provider) {
    switch (request.method().name()) {
      case "GET" -> {
        var _ =
            vertx
                .executeBlocking(() -> Buffer.buffer(provider.log().json()), false)
                .onSuccess(json -> send(request, 200, json))
                .onFailure(
                    problem -> error(request, 500, "the calls cannot be written: " + problem));
      }
      case "DELETE" -> {
        provider.log().clear();
        empty(request);
      }
      default -> error(request, 405, "calls are read by GET and forgotten by DELETE");
    }
  }

  private Optional<Provider> named(String name) {
    return providers.stream()
        .filter(provider -> provider.vendor().provider().equals(name))
        .findFirst();
  }

  private ObjectNode overview() {
    ObjectNode overview = Json.object();
    ObjectNode bases = overview.putObject("providers");
    providers.forEach(provider ->
        bases.put(provider.vendor().provider(), baseUrl.get() + provider.vendor().basePath()));
    overview.put("scripts", baseUrl.get() + SCRIPT + "{provider}");
    overview.put("calls", baseUrl.get() + CALLS + "{provider}");
    return overview;
  }

  private void unknownProvider(HttpServerRequest request, String path) {
    String known =
        providers.stream()
            .map(provider -> provider.vendor().provider())
            .collect(Collectors.joining(", "));
    error(request, 404, "no provider at " + path + "; there are " + known);
  }

  private static void error(HttpServerRequest request, int status, String message) {
    ObjectNode answer = Json.object();
    answer.putObject("error").put("message", message);
    answer(request, status, answer);
  }

  private static void answer(HttpServerRequest request, int status, ObjectNode body) {
    send(request, status, Buffer.buffer(Json.bytes(body)));
  }

  private static void empty(HttpServerRequest request) {
    var _ = request.response().setStatusCode(204).end();
  }

  private static void send(HttpServerRequest request, int status, Buffer body) {
    var _ =
        request
            .response()
            .setStatusCode(status)
            .putHeader("Content-Type", "application/json")
            .end(body);
  }
}

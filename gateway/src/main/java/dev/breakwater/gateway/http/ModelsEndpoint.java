package dev.breakwater.gateway.http;

import dev.breakwater.gateway.access.VirtualKey;
import dev.breakwater.gateway.exchange.RequestIds;
import dev.breakwater.gateway.exchange.Services;
import dev.breakwater.gateway.rejection.Rejection;
import dev.breakwater.gateway.route.ListedModel;
import dev.breakwater.wire.conversation.Problem;
import dev.breakwater.wire.conversation.Problem.Kind;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import java.util.List;
import java.util.function.Supplier;
import tools.jackson.databind.ObjectMapper;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** What may be asked for, in the shape that the client's protocol has for it. */
record ModelsEndpoint(Services services, RequestIds ids, ErrorShapes shapes) {
  private static final ObjectMapper JSON = JsonMapper.shared();

  void list(HttpServerRequest request) {
    reply(request, () -> list(services.routing().get().models()));
  }

  /**
   * @param prefix of the path, behind which the model's name stands
   */
  void one(HttpServerRequest request, String prefix) {
    String path = String.valueOf(request.path());
    reply(request, () -> JSON.writeValueAsBytes(entry(find(path.substring(prefix.length())))));
  }

  private void reply(HttpServerRequest request, Supplier<byte[]> body) {
    try {
      services.access().caller(Heads.credentials(request), VirtualKey.Scope.INFERENCE);
      reply(request, 200, body.get());
    } catch (Rejection rejection) {
      Problem problem = rejection.problem();
      reply(request, problem.status(), shapes.of(request).writeProblem(problem));
    }
  }

  private ListedModel find(String segment) {
    String id = GeminiPath.decoded(segment);
    return services.routing().get().models().stream()
        .filter(model -> model.id().equals(id))
        .findFirst()
        .orElseThrow(() ->
            Rejection.of(
                Problem.of(Kind.NOT_FOUND, 404, "The model '" + id + "' is not listed here.")
                    .coded("model_not_found")));
  }

  private void reply(HttpServerRequest request, int status, byte[] body) {
    HttpServerResponse response = request.response();
    response.setStatusCode(status);
    response.putHeader(AnswerHeaders.REQUEST_ID, ids.next(services.time().epochMillis()));
    response.putHeader(HttpHeaders.CONTENT_TYPE, AnswerHeaders.JSON);
    response.end(Buffer.buffer(body));
  }

  private static byte[] list(List<ListedModel> models) {
    ObjectNode list = JSON.createObjectNode().put("object", "list");
    ArrayNode data = list.putArray("data");
    models.forEach(model -> data.add(entry(model)));
    return JSON.writeValueAsBytes(list);
  }

  private static ObjectNode entry(ListedModel model) {
    return JSON.createObjectNode()
        .put("id", model.id())
        .put("object", "model")
        .put("created", 0)
        .put("owned_by", model.ownedBy());
  }
}

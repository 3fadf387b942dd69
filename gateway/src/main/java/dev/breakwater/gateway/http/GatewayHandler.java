package dev.breakwater.gateway.http;

import dev.breakwater.gateway.access.VirtualKey;
import dev.breakwater.gateway.concurrent.Loop;
import dev.breakwater.gateway.concurrent.Waiter;
import dev.breakwater.gateway.exchange.Arrival;
import dev.breakwater.gateway.exchange.Exchange;
import dev.breakwater.gateway.exchange.RequestIds;
import dev.breakwater.gateway.exchange.Services;
import dev.breakwater.gateway.rejection.Rejection;
import dev.breakwater.gateway.route.ListedModel;
import dev.breakwater.wire.bridge.Asks;
import dev.breakwater.wire.bridge.Bridges;
import dev.breakwater.wire.conversation.Problem;
import dev.breakwater.wire.conversation.Problem.Kind;
import dev.breakwater.wire.format.ClientFormat;
import dev.breakwater.wire.format.Protocol;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;

/** The gateway's routes on one loop: the client protocols under {@code /v1}. */
public final class GatewayHandler {
  private static final String CHAT = "/v1/chat/completions";
  private static final String MODELS = "/v1/models";

  private final Loop loop;
  private final Services services;
  private final RequestIds ids;
  private final int mostBodyBytes;
  private final ClientFormat openAi;

  /**
   * @param mostBodyBytes of a request; a larger one is a 413
   */
  public GatewayHandler(
      Loop loop, Services services, Bridges bridges, RequestIds ids, int mostBodyBytes) {
    this.loop = loop;
    this.services = services;
    this.ids = ids;
    this.openAi = bridges.client(Protocol.OPENAI);
    this.mostBodyBytes = mostBodyBytes;
  }

  /** Whether a path is one of the gateway's. */
  public static boolean owns(String path) {
    return path.startsWith("/v1/");
  }

  /** Takes a request whose path the gateway {@link #owns}; on the loop. */
  public void handle(HttpServerRequest request) {
    String path = String.valueOf(request.path());
    if (path.equals(CHAT)) {
      if (request.method().equals(HttpMethod.POST)) {
        chat(request);
      } else {
        refuse(request, 405, "Use POST for " + CHAT + ".");
      }
    } else if (path.equals(MODELS) || path.startsWith(MODELS + "/")) {
      if (request.method().equals(HttpMethod.GET)) {
        models(request, path);
      } else {
        refuse(request, 405, "Use GET for " + MODELS + ".");
      }
    } else {
      refuse(
          request,
          404,
          "There is nothing at " + path + "; conversations are at POST " + CHAT + ".");
    }
  }

  private void chat(HttpServerRequest request) {
    Arrival arrival = Heads.arrival(request, ids, services.time());
    loop.startExchange(thread -> {
      Waiter waiter = new Waiter(thread, services.time());
      Inbound inbound = new Inbound(request, loop, waiter, mostBodyBytes);
      ChatClient client = new ChatClient(inbound, arrival.requestId(), openAi, Asks::openAiChat);
      return new Exchange(services, arrival, client, waiter);
    });
  }

  private void models(HttpServerRequest request, String path) {
    try {
      services.access().caller(Heads.credentials(request), VirtualKey.Scope.INFERENCE);
      if (path.equals(MODELS)) {
        reply(request, 200, ModelsEndpoint.list(services.routing().get().models()));
      } else {
        reply(request, 200, ModelsEndpoint.one(find(path.substring(MODELS.length() + 1))));
      }
    } catch (Rejection rejection) {
      reply(request, rejection.problem().status(), openAi.writeProblem(rejection.problem()));
    }
  }

  private ListedModel find(String id) {
    return services.routing().get().models().stream()
        .filter(model -> model.id().equals(id))
        .findFirst()
        .orElseThrow(() ->
            Rejection.of(
                Problem.of(Kind.NOT_FOUND, 404, "The model '" + id + "' is not listed here.")
                    .coded("model_not_found")));
  }

  private void refuse(HttpServerRequest request, int status, String message) {
    Kind kind = status == 404 ? Kind.NOT_FOUND : Kind.INVALID_REQUEST;
    reply(request, status, openAi.writeProblem(Problem.of(kind, status, message)));
  }

  private void reply(HttpServerRequest request, int status, byte[] body) {
    HttpServerResponse response = request.response();
    response.setStatusCode(status);
    response.putHeader(AnswerHeaders.REQUEST_ID, ids.next(services.time().epochMillis()));
    response.putHeader(HttpHeaders.CONTENT_TYPE, AnswerHeaders.JSON);
    response.end(Buffer.buffer(body));
  }
}

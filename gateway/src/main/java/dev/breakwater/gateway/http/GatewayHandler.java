package dev.breakwater.gateway.http;

import dev.breakwater.gateway.concurrent.Loop;
import dev.breakwater.gateway.count.TokenCounter;
import dev.breakwater.gateway.exchange.RequestIds;
import dev.breakwater.gateway.exchange.Services;
import dev.breakwater.gateway.responses.StoredConversations;
import dev.breakwater.wire.bridge.Ask;
import dev.breakwater.wire.bridge.Asks;
import dev.breakwater.wire.bridge.Bridges;
import dev.breakwater.wire.bridge.CountAsk;
import dev.breakwater.wire.conversation.Problem;
import dev.breakwater.wire.conversation.Problem.Kind;
import dev.breakwater.wire.format.Asked.Framing;
import dev.breakwater.wire.format.Protocol;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;

/** The gateway's routes on one loop: every client protocol at its own paths. */
public final class GatewayHandler {
  private final Loop loop;
  private final Services services;
  private final Bridges bridges;
  private final Parts parts;
  private final RequestIds ids;
  private final Arrivals arrivals;
  private final int mostBodyBytes;
  private final ErrorShapes shapes;
  private final Routes routes;

  /**
   * What the routes of all loops share.
   *
   * @param mostBodyBytes of a request; a larger one is a 413
   * @param peers tells who sends what
   */
  public record Parts(
      Bridges bridges,
      StoredConversations conversations,
      TokenCounter counter,
      int mostBodyBytes,
      Peers peers) {}

  public GatewayHandler(Loop loop, Services services, Parts parts, RequestIds ids) {
    this.loop = loop;
    this.services = services;
    this.parts = parts;
    this.bridges = parts.bridges();
    this.ids = ids;
    this.arrivals = new Arrivals(ids, services.time(), parts.peers());
    this.mostBodyBytes = parts.mostBodyBytes();
    this.shapes = new ErrorShapes(bridges);
    this.routes = routes();
  }

  /** Whether a path is one of the gateway's. */
  public static boolean owns(String path) {
    return path.startsWith("/v1/")
        || path.startsWith("/v1beta/")
        || path.equals(GatewayRoute.GENERATE.path());
  }

  /** Takes a request whose path the gateway {@link #owns}; on the loop. */
  public void handle(HttpServerRequest request) {
    String path = String.valueOf(request.path());
    switch (routes.find(request.method(), path)) {
      case Routes.Found.Here here -> here.endpoint().serve(request);
      case Routes.Found.OtherMethod other ->
          refuse(
              request, 405, "Use " + String.join(" or ", other.allowed()) + " for " + path + ".");
      case Routes.Found.Nothing nothing -> refuseUnknown(request, path);
    }
  }

  private Routes routes() {
    ModelsEndpoint models = new ModelsEndpoint(services, ids, parts.peers(), shapes);
    ResponsesEndpoint responses =
        new ResponsesEndpoint(
            loop,
            services,
            parts.conversations(),
            arrivals,
            mostBodyBytes,
            bridges.client(Protocol.RESPONSES));
    Routes made = new Routes();
    for (GatewayRoute route : GatewayRoute.values()) {
      made.add(route, endpoint(route, models, responses));
    }
    return made;
  }

  private Endpoint endpoint(
      GatewayRoute route, ModelsEndpoint models, ResponsesEndpoint responses) {
    return switch (route) {
      case CHAT -> conversation(Protocol.OPENAI, Asks::openAiChat);
      case COMPLETIONS -> conversation(Protocol.COMPLETIONS, Asks::openAiCompletions);
      case EMBEDDINGS -> conversation(Protocol.OPENAI, Asks::openAiEmbeddings);
      case MESSAGES -> conversation(Protocol.ANTHROPIC, Asks::anthropicMessages);
      case MESSAGE_COUNT -> count(Protocol.ANTHROPIC, Asks::anthropicCount);
      case GENERATE -> conversation(Protocol.GENERATE, Asks::generate);
      case RESPONSE -> responses::create;
      case RESPONSE_COUNT -> count(Protocol.RESPONSES, Asks::responsesCount);
      case KEPT_RESPONSE -> responses::get;
      case FORGET_RESPONSE -> responses::delete;
      case MODELS, BETA_MODELS -> models::list;
      case MODEL, BETA_MODEL -> request -> models.one(request, route.fixed());
      case GEMINI, BETA_GEMINI, BETA_RESOURCE -> gemini(route.fixed());
    };
  }

  private CountEndpoint count(Protocol protocol) {
    return new CountEndpoint(
        loop, services, parts.counter(), arrivals, mostBodyBytes, bridges.client(protocol));
  }

  private Endpoint count(Protocol protocol, Question.Reader<CountAsk> reader) {
    CountEndpoint count = count(protocol);
    return request -> count.serve(request, reader);
  }

  private ConversationEndpoint conversation(Protocol protocol, Question.Reader<Ask> reader) {
    return new ConversationEndpoint(
        loop, services, arrivals, mostBodyBytes, bridges.client(protocol), reader);
  }

  /** Gemini's calls, whose model and action stand in the path. */
  private Endpoint gemini(String prefix) {
    ConversationEndpoint generate =
        conversation(Protocol.GEMINI, body -> Asks.gemini(body, "", false));
    CountEndpoint count = count(Protocol.GEMINI);
    return request -> {
      String path = String.valueOf(request.path());
      GeminiPath named = GeminiPath.of(path, prefix).orElse(new GeminiPath("", ""));
      switch (named.action()) {
        case "generateContent" ->
            generate.serve(request, body -> Asks.gemini(body, named.model(), false));
        case "streamGenerateContent" ->
            generate.serve(
                request, body -> Asks.gemini(body, named.model(), true, framing(request)));
        case "countTokens" -> count.serve(request, body -> Asks.geminiCount(body, named.model()));
        default -> refuseUnknown(request, path);
      }
    };
  }

  private static Framing framing(HttpServerRequest request) {
    return "sse".equals(request.getParam("alt")) ? Framing.SERVER_SENT_EVENTS : Framing.JSON_ARRAY;
  }

  private void refuseUnknown(HttpServerRequest request, String path) {
    refuse(
        request,
        404,
        "There is nothing at "
            + path
            + "; conversations are at POST /v1/chat/completions, /v1/messages and"
            + " /v1beta/models/{model}:generateContent.");
  }

  private void refuse(HttpServerRequest request, int status, String message) {
    Kind kind = status == 404 ? Kind.NOT_FOUND : Kind.INVALID_REQUEST;
    HttpServerResponse response = request.response();
    response.setStatusCode(status);
    response.putHeader(AnswerHeaders.REQUEST_ID, ids.next(services.time().epochMillis()));
    response.putHeader(HttpHeaders.CONTENT_TYPE, AnswerHeaders.JSON);
    response.end(Buffer.buffer(shapes.of(request).writeProblem(Problem.of(kind, status, message))));
  }
}

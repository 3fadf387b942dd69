package dev.breakwater.gateway.http;

import dev.breakwater.gateway.access.VirtualKey;
import dev.breakwater.gateway.exchange.RequestIds;
import dev.breakwater.gateway.exchange.Services;
import dev.breakwater.gateway.rejection.Rejection;
import dev.breakwater.gateway.route.ListedModel;
import dev.breakwater.wire.conversation.Problem;
import dev.breakwater.wire.conversation.Problem.Kind;
import dev.breakwater.wire.models.ModelEntry;
import dev.breakwater.wire.models.ModelShape;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** What may be asked for, in the shape and in the pages that the client's protocol has for it. */
record ModelsEndpoint(Services services, RequestIds ids, Peers peers, ErrorShapes shapes) {
  private static final int MOST_IN_A_PAGE = 1_000;

  void list(HttpServerRequest request) {
    reply(
        request,
        caller -> {
          List<ModelEntry> all = models(caller).stream().map(ModelsEndpoint::entry).toList();
          ModelShape shape = shape(request);
          return switch (shape) {
            case OPENAI -> shape.list(all, null);
            case ANTHROPIC ->
                page(shape, all, request.getParam("after_id"), request.getParam("limit"));
            case GEMINI ->
                page(shape, all, request.getParam("pageToken"), request.getParam("pageSize"));
          };
        });
  }

  /**
   * @param prefix of the path, behind which the model's name stands
   */
  void one(HttpServerRequest request, String prefix) {
    String path = String.valueOf(request.path());
    String id = GeminiPath.decoded(path.substring(prefix.length()));
    reply(request, caller -> shape(request).one(entry(find(caller, id))));
  }

  /** The models after one, as many as wanted; both ways of paging name the last of a page. */
  private static byte[] page(
      ModelShape shape, List<ModelEntry> all, @Nullable String after, @Nullable String size) {
    List<String> ids = all.stream().map(ModelEntry::id).toList();
    int from = after == null ? 0 : ids.indexOf(after) + 1;
    int until = Math.min(all.size(), from + size(size));
    List<ModelEntry> page = all.subList(from, until);
    return shape.list(page, until < all.size() ? page.getLast().id() : null);
  }

  private static int size(@Nullable String wanted) {
    if (wanted == null) {
      return MOST_IN_A_PAGE;
    }
    int size = wanted.matches("\\d{1,6}") ? Integer.parseInt(wanted) : 0;
    if (size < 1) {
      throw Rejection.of(
          Problem.of(
              Kind.INVALID_REQUEST,
              400,
              "'" + wanted + "' is no size of a page; from 1 to " + MOST_IN_A_PAGE + "."));
    }
    return Math.min(size, MOST_IN_A_PAGE);
  }

  private static ModelShape shape(HttpServerRequest request) {
    return switch (ErrorShapes.protocol(request)) {
      case GEMINI -> ModelShape.GEMINI;
      case ANTHROPIC -> ModelShape.ANTHROPIC;
      default -> ModelShape.OPENAI;
    };
  }

  private void reply(HttpServerRequest request, Function<VirtualKey, byte[]> body) {
    try {
      VirtualKey caller =
          services
              .access()
              .caller(
                  Heads.credentials(request), peers.address(request), VirtualKey.Scope.INFERENCE);
      reply(request, 200, body.apply(caller));
    } catch (Rejection rejection) {
      Problem problem = rejection.problem();
      rejection
          .retryAfter()
          .ifPresent(wait ->
              request
                  .response()
                  .putHeader(HttpHeaders.RETRY_AFTER, AnswerHeaders.wholeSeconds(wait)));
      reply(request, problem.status(), shapes.of(request).writeProblem(problem));
    }
  }

  private List<ListedModel> models(VirtualKey caller) {
    return services.routing().of(caller.tenant()).models(caller.environment(), caller.allowance());
  }

  private ListedModel find(VirtualKey caller, String id) {
    return models(caller).stream()
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

  private static ModelEntry entry(ListedModel model) {
    return new ModelEntry(
        model.id(),
        model.ownedBy(),
        0,
        null,
        known(model.contextWindow()),
        known(model.maxOutput()),
        model.vectorsOnly());
  }

  private static @Nullable Long known(long tokens) {
    return tokens == 0 ? null : Long.valueOf(tokens);
  }
}

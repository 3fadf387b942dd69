package dev.breakwater.gateway.http;

import dev.breakwater.gateway.access.VirtualKey;
import dev.breakwater.gateway.concurrent.Loop;
import dev.breakwater.gateway.concurrent.Waiter;
import dev.breakwater.gateway.exchange.Arrival;
import dev.breakwater.gateway.exchange.Exchange;
import dev.breakwater.gateway.exchange.Services;
import dev.breakwater.gateway.rejection.Rejection;
import dev.breakwater.gateway.responses.ItemPage;
import dev.breakwater.gateway.responses.StoredConversations;
import dev.breakwater.wire.conversation.Problem;
import dev.breakwater.wire.conversation.Problem.Kind;
import dev.breakwater.wire.format.ClientFormat;
import io.vertx.core.http.HttpServerRequest;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** OpenAI's Responses: new ones, and those that are kept. */
record ResponsesEndpoint(
    Loop loop,
    Services services,
    StoredConversations conversations,
    Arrivals arrivals,
    int mostBodyBytes,
    ClientFormat format) {
  static final String PATH = "/v1/responses";

  private static final Logger LOG = LoggerFactory.getLogger(ResponsesEndpoint.class);
  private static final String ITEMS = "/input_items";

  void create(HttpServerRequest request) {
    Arrival arrival = arrivals.of(request);
    loop.startExchange(thread -> {
      Waiter waiter = new Waiter(thread, services.time());
      Inbound inbound = new Inbound(request, loop, waiter, mostBodyBytes);
      return new Exchange(
          services,
          arrival,
          new ResponsesClient(inbound, arrival.requestId(), format, conversations),
          waiter);
    });
  }

  void get(HttpServerRequest request) {
    String rest = rest(request);
    if (rest.endsWith(ITEMS)) {
      String id = rest.substring(0, rest.length() - ITEMS.length());
      answer(request, caller -> conversations.inputItems(caller, id, page(request)));
    } else {
      answer(request, caller -> conversations.response(caller, rest));
    }
  }

  void delete(HttpServerRequest request) {
    String id = rest(request);
    answer(request, caller -> conversations.delete(caller, id));
  }

  private static String rest(HttpServerRequest request) {
    return GeminiPath.decoded(String.valueOf(request.path()).substring(PATH.length() + 1));
  }

  private static ItemPage page(HttpServerRequest request) {
    String limit = request.getParam("limit");
    try {
      return new ItemPage(
          request.getParam("after"),
          limit == null ? ItemPage.USUAL_LIMIT : Integer.parseInt(limit),
          "asc".equals(order(request.getParam("order"))));
    } catch (IllegalArgumentException e) {
      throw Rejection.of(
          Problem.of(Kind.INVALID_REQUEST, 400, "'limit' must be a number from 1 to 100.")
              .at("limit"));
    }
  }

  private static String order(@Nullable String asked) {
    if (asked == null || asked.equals("asc") || asked.equals("desc")) {
      return asked == null ? "desc" : asked;
    }
    throw Rejection.of(
        Problem.of(Kind.INVALID_REQUEST, 400, "'order' must be asc or desc.").at("order"));
  }

  /** What is asked of those that are kept. */
  private interface Kept {
    byte[] of(VirtualKey caller);
  }

  /** On a thread of its own, for the store may have to be asked. */
  private void answer(HttpServerRequest request, Kept kept) {
    Arrival arrival = arrivals.of(request);
    loop.startExchange(thread -> {
      Waiter waiter = new Waiter(thread, services.time());
      Inbound inbound = new Inbound(request, loop, waiter, mostBodyBytes);
      return () -> {
        try {
          VirtualKey caller =
              services
                  .access()
                  .caller(arrival.credentials(), arrival.address(), VirtualKey.Scope.INFERENCE);
          reply(inbound, arrival, 200, kept.of(caller));
        } catch (Rejection rejection) {
          refuse(inbound, arrival, rejection);
        } catch (RuntimeException | Error e) {
          LOG.error("request {} failed inside Breakwater", arrival.requestId(), e);
          refuse(
              inbound,
              arrival,
              Rejection.of(
                  Problem.of(
                      Kind.INTERNAL,
                      500,
                      "Breakwater failed; its log tells more under this request's id.")));
        } finally {
          waiter.close();
        }
      };
    });
  }

  private void reply(Inbound inbound, Arrival arrival, int status, byte[] body) {
    inbound.reply(
        status, AnswerHeaders.begin(format, arrival.requestId(), AnswerHeaders.JSON), body);
  }

  private void refuse(Inbound inbound, Arrival arrival, Rejection rejection) {
    AnswerHeaders headers = AnswerHeaders.begin(format, arrival.requestId(), AnswerHeaders.JSON);
    rejection.retryAfter().ifPresent(headers::retryAfter);
    Problem problem = rejection.problem();
    inbound.reply(problem.status(), headers, format.writeProblem(problem));
  }
}

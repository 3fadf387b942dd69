package dev.breakwater.gateway.http;

import dev.breakwater.gateway.concurrent.Loop;
import dev.breakwater.gateway.concurrent.Waiter;
import dev.breakwater.gateway.count.CountExchange;
import dev.breakwater.gateway.count.TokenCounter;
import dev.breakwater.gateway.exchange.Arrival;
import dev.breakwater.gateway.exchange.Services;
import dev.breakwater.gateway.rejection.Rejection;
import dev.breakwater.wire.bridge.CountAsk;
import dev.breakwater.wire.format.ClientFormat;
import io.vertx.core.http.HttpServerRequest;
import java.util.Optional;

/** Starts the exchange of a client that asks how many tokens a prompt has. */
record CountEndpoint(
    Loop loop,
    Services services,
    TokenCounter counter,
    Arrivals arrivals,
    int mostBodyBytes,
    ClientFormat format) {

  void serve(HttpServerRequest request, Question.Reader<CountAsk> reader) {
    Arrival arrival = arrivals.of(request);
    loop.startExchange(thread -> {
      Waiter waiter = new Waiter(thread, services.time());
      Inbound inbound = new Inbound(request, loop, waiter, mostBodyBytes);
      Question<CountAsk> question = new Question<>(inbound, services.heavyWork(), reader);
      return new CountExchange(
          services,
          counter,
          arrival,
          new CountClient(inbound, question, arrival.requestId(), format),
          waiter);
    });
  }

  /** A client that has asked for a count. */
  private record CountClient(
      Inbound inbound, Question<CountAsk> question, String requestId, ClientFormat format)
      implements CountExchange.Client {
    @Override
    public Optional<CountAsk> ask() {
      return question.read();
    }

    @Override
    public void answered(byte[] body) {
      inbound.reply(200, AnswerHeaders.begin(format, requestId, AnswerHeaders.JSON), body);
    }

    @Override
    public void rejected(Rejection rejection) {
      AnswerHeaders headers = AnswerHeaders.ofError(format, requestId);
      rejection.retryAfter().ifPresent(headers::retryAfter);
      inbound.reply(
          rejection.problem().status(), headers, format.writeProblem(rejection.problem()));
    }
  }
}

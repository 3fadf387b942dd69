package dev.breakwater.gateway.http;

import dev.breakwater.gateway.concurrent.Loop;
import dev.breakwater.gateway.concurrent.Waiter;
import dev.breakwater.gateway.exchange.Arrival;
import dev.breakwater.gateway.exchange.Client;
import dev.breakwater.gateway.exchange.Exchange;
import dev.breakwater.gateway.exchange.Services;
import dev.breakwater.wire.bridge.Ask;
import dev.breakwater.wire.format.ClientFormat;
import dev.breakwater.wire.format.Protocol;
import io.vertx.core.http.HttpServerRequest;

/** Starts the exchange of a client that asks a model something, in one protocol. */
record ConversationEndpoint(
    Loop loop,
    Services services,
    Arrivals arrivals,
    int mostBodyBytes,
    ClientFormat format,
    Question.Reader<Ask> reader)
    implements Endpoint {

  @Override
  public void serve(HttpServerRequest request) {
    serve(request, reader);
  }

  /** For protocols whose path says part of the question. */
  void serve(HttpServerRequest request, Question.Reader<Ask> pathReader) {
    Arrival arrival = arrivals.of(request);
    loop.startExchange(thread -> {
      Waiter waiter = new Waiter(thread, services.time());
      Inbound inbound = new Inbound(request, loop, waiter, mostBodyBytes);
      Question<Ask> question = new Question<>(inbound, services.heavyWork(), pathReader);
      return new Exchange(
          services, arrival, client(inbound, arrival.requestId(), question), waiter);
    });
  }

  private Client client(Inbound inbound, String requestId, Question<Ask> question) {
    return format.protocol() == Protocol.GENERATE
        ? new GenerateClient(inbound, requestId, format, question)
        : new ChatClient(inbound, requestId, format, question);
  }
}

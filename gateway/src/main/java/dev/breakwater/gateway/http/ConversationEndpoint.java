package dev.breakwater.gateway.http;

import dev.breakwater.gateway.concurrent.Loop;
import dev.breakwater.gateway.concurrent.Waiter;
import dev.breakwater.gateway.exchange.Arrival;
import dev.breakwater.gateway.exchange.Exchange;
import dev.breakwater.gateway.exchange.RequestIds;
import dev.breakwater.gateway.exchange.Services;
import dev.breakwater.wire.format.ClientFormat;
import io.vertx.core.http.HttpServerRequest;

/** Starts the exchange of a client that asks a model something, in one protocol. */
record ConversationEndpoint(
    Loop loop,
    Services services,
    RequestIds ids,
    int mostBodyBytes,
    ClientFormat format,
    ChatClient.AskReader reader)
    implements Endpoint {

  @Override
  public void serve(HttpServerRequest request) {
    serve(request, reader);
  }

  /** For protocols whose path says part of the question. */
  void serve(HttpServerRequest request, ChatClient.AskReader pathReader) {
    Arrival arrival = Heads.arrival(request, ids, services.time());
    loop.startExchange(thread -> {
      Waiter waiter = new Waiter(thread, services.time());
      Inbound inbound = new Inbound(request, loop, waiter, mostBodyBytes);
      ChatClient client =
          new ChatClient(inbound, arrival.requestId(), format, pathReader, services.heavyWork());
      return new Exchange(services, arrival, client, waiter);
    });
  }
}

package dev.breakwater.gateway.http;

import dev.breakwater.gateway.concurrent.Timekeeper;
import dev.breakwater.gateway.exchange.Arrival;
import dev.breakwater.gateway.exchange.RequestIds;
import io.vertx.core.http.HttpServerRequest;

/** Takes note of requests as they come in. */
record Arrivals(RequestIds ids, Timekeeper time, Peers peers) {
  Arrival of(HttpServerRequest request) {
    long now = time.epochMillis();
    return Heads.arrival(request, ids.next(now), time, now, peers.address(request));
  }
}

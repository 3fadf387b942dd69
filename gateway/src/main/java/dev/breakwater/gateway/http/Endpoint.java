package dev.breakwater.gateway.http;

import io.vertx.core.http.HttpServerRequest;

/** Answers the requests of one path and method; on the loop, without waiting. */
@FunctionalInterface
interface Endpoint {
  void serve(HttpServerRequest request);
}

package dev.breakwater.gateway.http;

import dev.breakwater.wire.bridge.Bridges;
import dev.breakwater.wire.format.ClientFormat;
import dev.breakwater.wire.format.Protocol;
import io.vertx.core.http.HttpServerRequest;

/** In which protocol an error is written before anybody has read what is asked. */
record ErrorShapes(Bridges bridges) {

  ClientFormat of(HttpServerRequest request) {
    return bridges.client(protocol(request));
  }

  /**
   * The path decides; for what several vendors have at the same place, such as the list of models,
   * the way in which their clients authenticate.
   */
  static Protocol protocol(HttpServerRequest request) {
    String path = String.valueOf(request.path());
    if (path.startsWith("/v1beta/")
        || path.endsWith("enerateContent")
        || path.endsWith(":countTokens")) {
      return Protocol.GEMINI;
    }
    if (path.startsWith("/v1/messages")) {
      return Protocol.ANTHROPIC;
    }
    if (path.startsWith("/v1/models")) {
      return ofModels(request);
    }
    return path.startsWith("/api/") ? Protocol.GENERATE : Protocol.OPENAI;
  }

  private static Protocol ofModels(HttpServerRequest request) {
    if (request.getHeader("x-goog-api-key") != null || request.getParam("key") != null) {
      return Protocol.GEMINI;
    }
    return request.getHeader("anthropic-version") == null ? Protocol.OPENAI : Protocol.ANTHROPIC;
  }
}

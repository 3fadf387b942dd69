package dev.breakwater.server.http;

import dev.breakwater.gateway.access.Credentials;
import dev.breakwater.gateway.http.Peers;
import dev.breakwater.server.api.Api;
import dev.breakwater.server.api.Authentication;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import java.util.concurrent.Callable;
import java.util.function.Supplier;

/** Takes calls of the API off the loop: they ask databases and may block. */
public final class ApiHandler {
  private static final int TOO_MANY = 429;
  private static final int UNAVAILABLE = 503;

  /** A database that is away, or exports that others read: neither is over in a moment. */
  private static final String RETRY_AFTER_SECONDS = "5";

  private final Vertx vertx;
  private final Api api;
  private final Supplier<Authentication> authentication;
  private final Peers peers;
  private final int mostBodyBytes;
  private final BodyStreams streams = new BodyStreams();

  /**
   * @param authentication makes what tells callers apart; for one call each
   * @param peers tells who calls
   * @param mostBodyBytes of a request; a larger one is a 413
   */
  public ApiHandler(
      Vertx vertx,
      Api api,
      Supplier<Authentication> authentication,
      Peers peers,
      int mostBodyBytes) {
    this.vertx = vertx;
    this.api = api;
    this.authentication = authentication;
    this.peers = peers;
    this.mostBodyBytes = mostBodyBytes;
  }

  void handle(HttpServerRequest request) {
    Intake intake = new Intake();
    request.handler(intake::take);
    request.endHandler(nothing -> perform(request, intake));
  }

  private void perform(HttpServerRequest request, Intake intake) {
    if (intake.tooLarge) {
      send(
          request.response(),
          Api.problem(413, "The body is larger than " + mostBodyBytes / (1024 * 1024) + " MB."));
      return;
    }
    String path = request.path();
    Api.Incoming call =
        new Api.Incoming(
            request.method(),
            path == null ? "" : path,
            request.params(),
            Credentials.of(
                request.getHeader("authorization"),
                request.getHeader("x-api-key"),
                request.getHeader("x-goog-api-key"),
                null),
            request.headers(),
            new Api.Peer(peers.address(request), peers.isLocal(request), peers.isHttps(request)),
            intake.gathered.getBytes());
    Callable<Api.Outgoing> work = () -> api.perform(call, authentication.get());
    vertx
        .executeBlocking(work, false)
        .onComplete(
            answer -> send(request, answer),
            failure ->
                send(
                    request.response(),
                    Api.problem(500, "Breakwater failed; its log tells more.")));
  }

  private void send(HttpServerRequest request, Api.Outgoing answer) {
    switch (answer) {
      case Api.Outgoing.Whole whole -> send(request.response(), whole);
      case Api.Outgoing.Streamed streamed -> {
        Context context = vertx.getOrCreateContext();
        if (!streams.start(context, request, streamed.body())) {
          send(
              request.response(),
              Api.problem(
                  429,
                  "%d exports are being read already; try again when one has ended."
                      .formatted(BodyStreams.MOST)));
        }
      }
    }
  }

  private static void send(HttpServerResponse response, Api.Outgoing.Whole answer) {
    if (response.closed() || response.ended()) {
      return;
    }
    response.setStatusCode(answer.status());
    response.putHeader("content-type", answer.contentType());
    answer.headers().forEach(header -> response.headers().add(header.name(), header.value()));
    SafeHeaders.addTo(response);
    answer.allow().ifPresent(methods -> response.putHeader("allow", methods));
    boolean later = answer.status() == TOO_MANY || answer.status() == UNAVAILABLE;
    if (later && !response.headers().contains("retry-after")) {
      response.putHeader("retry-after", RETRY_AFTER_SECONDS);
    }
    response.end(Buffer.buffer(answer.body()));
  }

  /** Gathers a body up to the limit. */
  private final class Intake {
    private Buffer gathered = Buffer.buffer();
    private boolean tooLarge;

    void take(Buffer part) {
      tooLarge |= gathered.length() + part.length() > mostBodyBytes;
      if (tooLarge) {
        gathered = Buffer.buffer();
      } else {
        gathered.appendBuffer(part);
      }
    }
  }
}

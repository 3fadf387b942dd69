package dev.breakwater.server.http;

import dev.breakwater.gateway.http.GatewayHandler;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.internal.ContextInternal;
import io.vertx.core.net.SocketAddress;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** One event loop's share of the server: accepts its clients and leads them to their room. */
public final class FrontDoor extends VerticleBase {
  /** Keys and query of a megabyte are attacks, not requests. */
  private static final int MOST_HEADER_BYTES = 32 * 1024;

  private static final int MOST_URI_BYTES = 8 * 1024;
  private static final int BACKLOG = 4096;

  private final Address address;
  private final Function<ContextInternal, GatewayHandler> makeGateway;
  private final ApiHandler api;
  private @Nullable HttpServer server;

  /**
   * @param makeGateway makes the gateway of the loop that the verticle runs on
   */
  public FrontDoor(
      Address address, Function<ContextInternal, GatewayHandler> makeGateway, ApiHandler api) {
    this.address = address;
    this.makeGateway = makeGateway;
    this.api = api;
  }

  /** Where all loops listen together. */
  public static final class Address {
    /** Those who listen on the free port of the same number share it. */
    private static final int SHARED_FREE_PORT = 1;

    private final String host;
    private final int port;
    private volatile int actualPort;

    /**
     * @param port 0 takes a free one
     */
    public Address(String host, int port) {
      this.host = host;
      this.port = port;
    }

    /** The port once somebody listens. */
    public int actualPort() {
      return actualPort;
    }

    SocketAddress socket() {
      return port == 0
          ? SocketAddress.sharedRandomPort(SHARED_FREE_PORT, host)
          : SocketAddress.inetSocketAddress(port, host);
    }
  }

  @Override
  public Future<?> start() {
    GatewayHandler gateway = makeGateway.apply((ContextInternal) context);
    HttpServer created =
        vertx.createHttpServer(
            new HttpServerOptions()
                .setTcpNoDelay(true)
                .setAcceptBacklog(BACKLOG)
                .setMaxHeaderSize(MOST_HEADER_BYTES)
                .setMaxInitialLineLength(MOST_URI_BYTES)
                .setHandle100ContinueAutomatically(true)
                .setCompressionSupported(false)
                // Nobody speaks WebSocket or HTTP/2 in clear here; their handlers would look at
                // every message. All writing is done on the loop, so strictness costs nothing.
                .setPerFrameWebSocketCompressionSupported(false)
                .setPerMessageWebSocketCompressionSupported(false)
                .setHttp2ClearTextEnabled(false)
                .setStrictThreadMode(true));
    server = created;
    return created
        .requestHandler(request -> lead(request, gateway))
        .listen(address.socket())
        .onSuccess(listening -> address.actualPort = listening.actualPort());
  }

  @Override
  public Future<?> stop() {
    return server == null ? Future.succeededFuture() : server.close();
  }

  private void lead(HttpServerRequest request, GatewayHandler gateway) {
    if (request.path() != null && GatewayHandler.owns(request.path())) {
      gateway.handle(request);
    } else {
      api.handle(request);
    }
  }
}

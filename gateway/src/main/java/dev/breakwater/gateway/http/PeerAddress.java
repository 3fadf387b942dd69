package dev.breakwater.gateway.http;

import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.SocketAddress;

/** Who sends a request; the one place that decides it, for the gateway and the API alike. */
public final class PeerAddress {
  private PeerAddress() {}

  /** The address at the other end of the socket, without the port; empty when there is none. */
  public static String of(HttpServerRequest request) {
    SocketAddress peer = request.remoteAddress();
    String host = peer == null ? null : peer.hostAddress();
    return host == null ? "" : host;
  }
}

package dev.breakwater.gateway.http;

import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.SocketAddress;
import java.util.List;
import java.util.function.Supplier;

/** Who sends a request; the one place that decides it, for the gateway and the API alike. */
public final class Peers {
  private static final String FORWARDED_FOR = "x-forwarded-for";

  private final Supplier<TrustedProxies> trusted;

  /**
   * @param trusted asked for each request
   */
  public Peers(Supplier<TrustedProxies> trusted) {
    this.trusted = trusted;
  }

  /**
   * The caller's address in numbers, without the port: the one at the other end of the socket, or
   * what trusted proxies have seen; empty when there is none.
   */
  public String address(HttpServerRequest request) {
    String socket = socket(request);
    TrustedProxies proxies = trusted.get();
    return proxies.holds(socket)
        ? proxies.client(socket, request.headers().getAll(FORWARDED_FOR))
        : socket;
  }

  /**
   * Whether a program on this machine calls for itself. Whatever was forwarded is somebody else's
   * call: a proxy on this machine must not open to strangers what is open to the machine, even when
   * nobody has said that it is one.
   */
  public boolean isLocal(HttpServerRequest request) {
    SocketAddress peer = request.remoteAddress();
    return peer != null
        && peer.isInetSocket()
        && TrustedProxies.isLoopback(socket(request))
        && List.of(FORWARDED_FOR, "forwarded", "x-real-ip", "x-forwarded-host").stream()
            .noneMatch(request.headers()::contains);
  }

  /** Whether the caller came to a trusted proxy by HTTPS. */
  public boolean isHttps(HttpServerRequest request) {
    List<String> said = request.headers().getAll("x-forwarded-proto");
    return !said.isEmpty()
        && said.stream().allMatch(it -> it.strip().equalsIgnoreCase("https"))
        && trusted.get().holds(socket(request));
  }

  private static String socket(HttpServerRequest request) {
    SocketAddress peer = request.remoteAddress();
    String host = peer == null ? null : peer.hostAddress();
    return host == null ? "" : host;
  }
}

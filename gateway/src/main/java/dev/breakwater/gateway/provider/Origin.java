package dev.breakwater.gateway.provider;

import io.vertx.core.http.HttpConnectOptions;
import java.net.URI;

/**
 * The parts of a base URL that calls are made of.
 *
 * @param basePath without a slash at the end; may be empty
 */
record Origin(String host, int port, boolean tls, String basePath) {
  static Origin of(URI base) {
    boolean tls = "https".equalsIgnoreCase(base.getScheme());
    int port = base.getPort() >= 0 ? base.getPort() : tls ? 443 : 80;
    String path = base.getRawPath() == null ? "" : base.getRawPath();
    return new Origin(base.getHost(), port, tls, path);
  }

  HttpConnectOptions connect() {
    return new HttpConnectOptions().setHost(host).setPort(port).setSsl(tls);
  }

  /** A JSON body posted to a path below the base path. */
  RequestHead post(String path) {
    return new RequestHead("POST", this, basePath + path)
        .header("content-type", "application/json");
  }

  /** Something below the base path to be fetched. */
  RequestHead get(String path) {
    return new RequestHead("GET", this, basePath + path);
  }

  /** The same at another host. */
  Origin at(String otherHost) {
    return new Origin(otherHost, port, tls, basePath);
  }

  /** The value of the {@code Host} header: with the port where it is not the scheme's own. */
  String authority() {
    return port == (tls ? 443 : 80) ? host : host + ":" + port;
  }
}

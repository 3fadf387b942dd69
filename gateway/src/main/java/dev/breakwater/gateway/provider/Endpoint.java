package dev.breakwater.gateway.provider;

import dev.breakwater.gateway.settings.ProviderSettings;
import dev.breakwater.gateway.settings.Secret;
import dev.breakwater.wire.format.Header;
import dev.breakwater.wire.format.ProviderFormat;
import io.vertx.core.http.HttpConnectOptions;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.RequestOptions;
import java.net.URI;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Where a provider is reached and what every call to it carries; made once, used for each call. */
final class Endpoint {
  private static final CharSequence JSON = HttpHeaders.createOptimized("application/json");
  private static final Set<String> PASSED_ON = Set.of("anthropic-version", "anthropic-beta");

  /** Models that callers make up must not fill the memory. */
  private static final int MOST_KEPT = 1_000;

  private final Map<String, RequestOptions> made = new HashMap<>();
  private final String host;
  private final int port;
  private final boolean tls;
  private final String basePath;
  private final List<Header> callerHeaders;

  Endpoint(ProviderSettings settings, ProviderFormat format) {
    URI base = settings.baseUrl();
    this.tls = "https".equalsIgnoreCase(base.getScheme());
    this.host = base.getHost();
    this.port = base.getPort() >= 0 ? base.getPort() : tls ? 443 : 80;
    this.basePath = base.getRawPath() == null ? "" : base.getRawPath();
    Secret apiKey = settings.apiKey();
    this.callerHeaders =
        format.callerHeaders(apiKey == null ? "" : apiKey.reveal()).stream()
            .filter(header -> apiKey != null || !header.value().isBlank())
            .toList();
  }

  /** How a connection to it is opened. */
  HttpConnectOptions connect() {
    return new HttpConnectOptions().setHost(host).setPort(port).setSsl(tls);
  }

  /**
   * What a call's request looks like. Calls that differ in nothing share one, which Vert.x only
   * reads.
   *
   * @param path under the base URL, with its query
   * @param passOn the client's headers; those that a provider of the client's own protocol may see
   *     are sent along, empty when the protocols differ
   */
  RequestOptions request(String path, List<Header> passOn) {
    if (!passOn.isEmpty()) {
      return make(path, passOn);
    }
    RequestOptions known = made.get(path);
    if (known == null) {
      known = make(path, passOn);
      if (made.size() < MOST_KEPT) {
        made.put(path, known);
      }
    }
    return known;
  }

  private RequestOptions make(String path, List<Header> passOn) {
    RequestOptions options =
        new RequestOptions()
            .setMethod(HttpMethod.POST)
            .setHost(host)
            .setPort(port)
            .setSsl(tls)
            .setURI(basePath + path)
            .putHeader(HttpHeaders.CONTENT_TYPE, JSON);
    for (Header header : callerHeaders) {
      options.putHeader(HttpHeaders.createOptimized(header.name()), header.value());
    }
    for (Header header : passOn) {
      if (PASSED_ON.contains(header.name()) || header.name().startsWith("openai-")) {
        options.putHeader(header.name(), header.value());
      }
    }
    return options;
  }
}

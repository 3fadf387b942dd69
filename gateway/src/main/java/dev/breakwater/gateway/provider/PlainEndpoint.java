package dev.breakwater.gateway.provider;

import dev.breakwater.wire.format.Header;
import io.vertx.core.http.HttpConnectOptions;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A vendor's own service, or a server that imitates it: a base URL and a key in a header. */
final class PlainEndpoint implements Endpoint {
  private static final Set<String> PASSED_ON = Set.of("anthropic-version", "anthropic-beta");

  /** Paths with models that callers make up must not fill the memory. */
  private static final int MOST_KEPT = 1_000;

  private final Map<String, RequestHead> made = new HashMap<>();
  private final Origin origin;
  private final List<Header> callerHeaders;
  private final ListPath listPath;

  PlainEndpoint(Origin origin, List<Header> callerHeaders, ListPath listPath) {
    this.origin = origin;
    this.callerHeaders = callerHeaders;
    this.listPath = listPath;
  }

  @Override
  public HttpConnectOptions connect() {
    return origin.connect();
  }

  /** Calls that differ in nothing share one. */
  @Override
  public RequestHead request(String path, String modelName, PassOn passOn, byte[] body) {
    return request(path, passOn);
  }

  RequestHead request(String path, PassOn passOn) {
    if (!passOn.isEmpty()) {
      return make(path, passOn);
    }
    RequestHead known = made.get(path);
    if (known == null) {
      known = make(path, passOn);
      if (made.size() < MOST_KEPT) {
        made.put(path, known);
      }
    }
    return known;
  }

  @Override
  public RequestHead listRequest(@Nullable String page) {
    return withCaller(origin.get(listPath.at(page)));
  }

  private RequestHead make(String path, PassOn passOn) {
    RequestHead head = withCaller(origin.post(withQuery(path, passOn.query())));
    for (Header header : passOn.headers()) {
      if (PASSED_ON.contains(header.name()) || header.name().startsWith("openai-")) {
        head.header(header.name(), header.value());
      }
    }
    return head;
  }

  private RequestHead withCaller(RequestHead head) {
    for (Header header : callerHeaders) {
      head.header(header.name(), header.value());
    }
    return head;
  }

  private static String withQuery(String path, String query) {
    if (query.isEmpty()) {
      return path;
    }
    return path + (path.indexOf('?') < 0 ? '?' : '&') + query;
  }
}

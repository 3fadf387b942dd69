package dev.breakwater.gateway.http;

import io.vertx.core.http.HttpMethod;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Which endpoint a path and a method lead to: exact paths, then the longest prefix. */
final class Routes {
  private final Map<String, Map<String, Endpoint>> exact = new HashMap<>();
  private final List<Prefix> prefixes = new ArrayList<>();

  private record Prefix(String path, Map<String, Endpoint> methods) {}

  /** Where a request leads. */
  sealed interface Found {
    record Here(Endpoint endpoint) implements Found {}

    /**
     * @param allowed the path's methods
     */
    record OtherMethod(List<String> allowed) implements Found {}

    record Nothing() implements Found {}
  }

  Routes add(GatewayRoute route, Endpoint endpoint) {
    return route.varies()
        ? under(route.method(), route.fixed(), endpoint)
        : at(route.method(), route.path(), endpoint);
  }

  Routes at(HttpMethod method, String path, Endpoint endpoint) {
    exact.computeIfAbsent(path, it -> new TreeMap<>()).put(method.name(), endpoint);
    return this;
  }

  /**
   * @param prefix ends with a slash; what follows it is the endpoint's to read
   */
  Routes under(HttpMethod method, String prefix, Endpoint endpoint) {
    for (Prefix known : prefixes) {
      if (known.path().equals(prefix)) {
        known.methods().put(method.name(), endpoint);
        return this;
      }
    }
    prefixes.add(new Prefix(prefix, new TreeMap<>(Map.of(method.name(), endpoint))));
    prefixes.sort(Comparator.comparingInt((Prefix it) -> -it.path().length()));
    return this;
  }

  Found find(HttpMethod method, String path) {
    Map<String, Endpoint> methods = exact.get(path);
    if (methods == null) {
      methods = underPrefix(path);
    }
    if (methods == null) {
      return new Found.Nothing();
    }
    Endpoint endpoint = methods.get(method.name());
    return endpoint == null
        ? new Found.OtherMethod(List.copyOf(methods.keySet()))
        : new Found.Here(endpoint);
  }

  private @Nullable Map<String, Endpoint> underPrefix(String path) {
    for (Prefix prefix : prefixes) {
      if (path.length() > prefix.path().length() && path.startsWith(prefix.path())) {
        return prefix.methods();
      }
    }
    return null;
  }
}

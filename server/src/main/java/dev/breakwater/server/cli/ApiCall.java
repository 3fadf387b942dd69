package dev.breakwater.server.cli;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * A call of the API.
 *
 * @param path as the API has it, without a query
 * @param body empty for none
 */
public record ApiCall(
    String method, String path, Map<String, String> query, Optional<ObjectNode> body) {

  static ApiCall get(String path) {
    return new ApiCall("GET", path, Map.of(), Optional.empty());
  }

  static ApiCall post(String path) {
    return new ApiCall("POST", path, Map.of(), Optional.empty());
  }

  static ApiCall post(String path, ObjectNode body) {
    return new ApiCall("POST", path, Map.of(), Optional.of(body));
  }

  static ApiCall put(String path, ObjectNode body) {
    return new ApiCall("PUT", path, Map.of(), Optional.of(body));
  }

  /** An object to be filled. */
  static ObjectNode object() {
    return JsonMapper.shared().createObjectNode();
  }

  /** A segment of a path, whatever stands in it. */
  static String segment(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
  }

  /** The same with a parameter more; without one where there is no value. */
  ApiCall with(String name, @Nullable String value) {
    if (value == null) {
      return this;
    }
    Map<String, String> all = new LinkedHashMap<>(query);
    all.put(name, value);
    return new ApiCall(method, path, all, body);
  }

  /** Path and query. */
  String target() {
    return query.isEmpty()
        ? path
        : query.entrySet().stream()
            .map(it -> it.getKey() + "=" + URLEncoder.encode(it.getValue(), StandardCharsets.UTF_8))
            .collect(Collectors.joining("&", path + "?", ""));
  }
}

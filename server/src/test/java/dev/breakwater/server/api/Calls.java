package dev.breakwater.server.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.breakwater.gateway.access.Credentials;
import dev.breakwater.operations.changes.Actor;
import dev.breakwater.operations.roles.Principal;
import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpMethod;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Calls as actions see them. */
public final class Calls {
  private static final Actor OWNER = new Actor(Principal.ANYBODY, "127.0.0.1");

  private Calls() {}

  /** By somebody who may do everything. */
  public static ApiRequest byOwner(Map<String, String> variables, MultiMap query, byte[] body) {
    return by(OWNER, variables, query, body);
  }

  public static ApiRequest by(
      Actor actor, Map<String, String> variables, MultiMap query, byte[] body) {
    return new ApiRequest(variables, query, body, MultiMap.caseInsensitiveMultiMap(), actor);
  }

  /**
   * What some operations answer, found and checked as the API does.
   *
   * @param path with its parameters behind a question mark, not escaped
   * @param status that is to be answered with; 0 for any
   */
  public static JsonNode answer(
      List<Operation> operations,
      Actor actor,
      int status,
      String method,
      String path,
      String body) {
    String[] parts = path.split("\\?", 2);
    MultiMap query = MultiMap.caseInsensitiveMultiMap();
    if (parts.length > 1) {
      for (String pair : parts[1].split("&", -1)) {
        int equals = pair.indexOf('=');
        query.add(pair.substring(0, equals), pair.substring(equals + 1));
      }
    }
    Api.Incoming call =
        new Api.Incoming(
            HttpMethod.valueOf(method),
            parts[0],
            query,
            Credentials.NONE,
            MultiMap.caseInsensitiveMultiMap(),
            new Api.Peer(actor.address(), true),
            body.getBytes(StandardCharsets.UTF_8));
    Api.Outgoing.Whole answer =
        (Api.Outgoing.Whole) new Api(operations).perform(call, _ -> actor.principal());
    String text = new String(answer.body(), StandardCharsets.UTF_8);
    assertThat(answer.status())
        .as("%s %s: %s", method, path, text)
        .isEqualTo(status == 0 ? answer.status() : status);
    return JsonMapper.shared().readTree(text);
  }
}

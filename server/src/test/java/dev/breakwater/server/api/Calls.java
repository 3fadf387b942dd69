package dev.breakwater.server.api;

import dev.breakwater.operations.changes.Actor;
import dev.breakwater.operations.roles.Principal;
import io.vertx.core.MultiMap;
import java.util.Map;

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
}

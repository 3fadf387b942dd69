package dev.breakwater.server.api.users;

import dev.breakwater.gateway.access.Role;
import dev.breakwater.operations.users.Identity;
import dev.breakwater.operations.users.User;
import dev.breakwater.server.api.Schemas;
import dev.breakwater.server.api.Times;
import java.time.Instant;
import java.util.Locale;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Somebody in JSON, without what opens anything. */
public final class UserJson {
  private static final JsonMapper JSON = JsonMapper.shared();

  private UserJson() {}

  public static ObjectNode of(User user) {
    Instant last = user.lastSignIn();
    Identity identity = user.identity();
    return JSON.createObjectNode()
        .put("id", user.id())
        .put("login", user.login())
        .put("name", user.name())
        .put("role", word(user.role()))
        .put("tenant", user.tenant().orElse(null))
        .put("disabled", user.disabled())
        .put("hasPassword", user.passwordHash() != null)
        .put("issuer", identity == null ? null : identity.issuer())
        .put("createdAt", Times.toSecond(user.created()))
        .put("updatedAt", Times.toSecond(user.updated()))
        .put("lastSignInAt", last == null ? null : Times.toSecond(last));
  }

  public static ObjectNode schema() {
    return Schemas.object(it ->
        it.all(
                "string",
                "id",
                "login",
                "name",
                "tenant",
                "issuer",
                "createdAt",
                "updatedAt",
                "lastSignInAt")
            .all("boolean", "disabled", "hasPassword")
            .add("role", roles()));
  }

  /** The roles that people can have. */
  static ObjectNode roles() {
    ObjectNode schema = Schemas.of("string");
    ArrayNode words = schema.putArray("enum");
    for (Role role : Role.values()) {
      if (role != Role.INFERENCE) {
        words.add(word(role));
      }
    }
    return schema;
  }

  /** A role as the API spells it, such as {@code tenant-admin}. */
  public static String word(Role role) {
    return role.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}

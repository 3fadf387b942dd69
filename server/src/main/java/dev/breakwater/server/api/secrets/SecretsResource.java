package dev.breakwater.server.api.secrets;

import dev.breakwater.operations.secrets.Rotation;
import dev.breakwater.server.api.ApiProblem;
import dev.breakwater.server.api.ApiRequest;
import dev.breakwater.server.api.Operation;
import dev.breakwater.server.api.Operation.Reply;
import dev.breakwater.server.api.Permission;
import dev.breakwater.server.api.Schemas;
import io.vertx.core.http.HttpMethod;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.json.JsonMapper;

/** Exchanges the master key. */
public final class SecretsResource {
  private final Rotation rotation;

  public SecretsResource(Rotation rotation) {
    this.rotation = rotation;
  }

  public List<Operation> operations() {
    return List.of(
        new Operation(
            HttpMethod.POST,
            "/api/admin/secrets/rotate",
            Permission.MANAGE_SECRETS,
            "Seals every secret under a new master key, or under the first that the operator gives",
            List.of(),
            Optional.empty(),
            Schemas.object(it ->
                it.all("boolean", "madeKey").all("string", "keyId").all("integer", "resealed")),
            this::rotate));
  }

  private Reply rotate(ApiRequest request) {
    if (request.principal().tenant().isPresent()) {
      throw ApiProblem.of(
          403, "The master key is everybody's; only those above tenants may exchange it.");
    }
    Rotation.Result result = rotation.rotate(request.actor());
    return Reply.ok(
        JsonMapper.shared()
            .createObjectNode()
            .put("madeKey", result.madeKey())
            .put("keyId", result.keyId())
            .put("resealed", result.resealed()));
  }
}

package dev.breakwater.server.api.keys;

import dev.breakwater.gateway.access.VirtualKey;
import dev.breakwater.operations.keys.KeyEntry;
import dev.breakwater.operations.keys.StoredKey;
import dev.breakwater.server.api.Schemas;
import dev.breakwater.server.api.Times;
import java.time.Instant;
import java.util.Locale;
import java.util.TreeMap;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** A key as the API shows it: everything but what opens something. */
final class KeyJson {
  private static final JsonMapper JSON = JsonMapper.shared();

  private KeyJson() {}

  static ObjectNode schema() {
    return Schemas.object(it ->
        it.all("string", "id", "name", "tenant", "environment", "role", "origin", "status")
            .add("scopes", Schemas.array(Schemas.of("string")))
            .add("models", Schemas.array(Schemas.of("string")))
            .add("tags", Schemas.of("object"))
            .all("string", "prefix", "createdAt", "createdBy", "updatedAt", "expiresAt")
            .all("string", "revokedAt", "rotatedFrom", "replacedBy", "overlapEndsAt"));
  }

  static ObjectNode of(KeyEntry entry, Instant now) {
    ObjectNode node = JSON.createObjectNode();
    VirtualKey key = entry.key();
    node.put("id", key.id())
        .put("name", key.name())
        .put("tenant", key.tenant())
        .put("environment", key.environment());
    ArrayNode scopes = node.putArray("scopes");
    key.scopes().stream().map(KeyJson::word).sorted().forEach(scopes::add);
    node.put("role", word(key.role()));
    ArrayNode models = node.putArray("models");
    key.allowance().models().forEach(models::add);
    ObjectNode tags = node.putObject("tags");
    new TreeMap<>(entry.tags()).forEach(tags::put);
    node.put("origin", word(entry.origin()));
    boolean stays = key.expiresMillis() == VirtualKey.NEVER;
    node.put("expiresAt", stays ? null : Times.toSecond(key.expiresMillis()));
    switch (entry) {
      case KeyEntry.Given _ -> {
        boolean expired = key.expiresMillis() <= now.toEpochMilli();
        node.put("status", expired ? "expired" : "active");
      }
      case KeyEntry.Kept kept -> life(node, kept.stored(), now);
    }
    return node;
  }

  private static void life(ObjectNode node, StoredKey key, Instant now) {
    node.put("status", status(key, now))
        .put("prefix", key.prefix())
        .put("createdAt", Times.toSecond(key.created()))
        .put("createdBy", key.createdBy().isEmpty() ? null : key.createdBy())
        .put("updatedAt", Times.toSecond(key.updated()));
    Instant revoked = key.revoked();
    if (revoked != null) {
      node.put("revokedAt", Times.toSecond(revoked));
    }
    StoredKey.Rotation rotation = key.rotation();
    if (rotation.from() != null) {
      node.put("rotatedFrom", rotation.from());
    }
    Instant ends = rotation.overlapEnds();
    if (ends != null) {
      node.put("replacedBy", rotation.replacedBy()).put("overlapEndsAt", Times.toSecond(ends));
    }
  }

  private static String status(StoredKey key, Instant now) {
    if (key.revoked() != null) {
      return "revoked";
    }
    if (!key.isGood(now)) {
      return key.rotation().replacedBy() == null ? "expired" : "replaced";
    }
    return key.rotation().replacedBy() == null ? "active" : "overlapping";
  }

  private static String word(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}

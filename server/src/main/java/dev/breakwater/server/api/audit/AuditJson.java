package dev.breakwater.server.api.audit;

import dev.breakwater.operations.audit.AuditEntry;
import dev.breakwater.operations.audit.AuditHead;
import dev.breakwater.operations.audit.Verdict;
import dev.breakwater.server.api.Json;
import dev.breakwater.server.api.Schemas;
import dev.breakwater.server.api.Times;
import java.util.List;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** How entries and verdicts are written. */
final class AuditJson {
  /** An entry's fields, in their order. */
  static final List<String> FIELDS =
      List.of(
          "id",
          "sequence",
          "at",
          "actor",
          "actorName",
          "actorKind",
          "role",
          "address",
          "tenant",
          "action",
          "object",
          "before",
          "after",
          "previousHash",
          "hash");

  private AuditJson() {}

  static ObjectNode of(AuditEntry entry) {
    ObjectNode node =
        Json.PLAIN
            .createObjectNode()
            .put("id", entry.id())
            .put("sequence", entry.sequence())
            .put("at", Times.toSecond(entry.at()))
            .put("actor", entry.who().id())
            .put("actorName", entry.who().name())
            .put("actorKind", entry.who().kind())
            .put("role", entry.who().role())
            .put("address", entry.who().address())
            .put("tenant", entry.tenant())
            .put("action", entry.what().action())
            .put("object", entry.what().object());
    node.set("before", state(entry.what().before()));
    node.set("after", state(entry.what().after()));
    return node.put("previousHash", entry.link().previous()).put("hash", entry.link().hash());
  }

  /** Null where there is nothing; as text where it was too long to be kept whole. */
  private static JsonNode state(String json) {
    if (json.isEmpty()) {
      return Json.PLAIN.getNodeFactory().nullNode();
    }
    try {
      return Json.PLAIN.readTree(json);
    } catch (JacksonException e) {
      return Json.PLAIN.getNodeFactory().stringNode(json);
    }
  }

  static ObjectNode of(Verdict verdict) {
    ObjectNode node =
        Json.PLAIN
            .createObjectNode()
            .put("valid", verdict.isValid())
            .put("entries", verdict.entries())
            .put("first", verdict.first());
    if (verdict.firstBroken().isPresent()) {
      Verdict.Broken broken = verdict.firstBroken().get();
      node.putObject("firstBroken")
          .put("sequence", broken.sequence())
          .put("id", broken.id().isEmpty() ? null : broken.id())
          .put("reason", broken.reason());
    } else {
      node.putNull("firstBroken");
    }
    return node.put("head", verdict.head().map(AuditHead::place).orElse(null));
  }

  static ObjectNode entrySchema() {
    return Schemas.object(it ->
        it.all(
                "string",
                "id",
                "at",
                "actor",
                "actorName",
                "actorKind",
                "role",
                "address",
                "tenant",
                "action",
                "object",
                "previousHash",
                "hash")
            .all("integer", "sequence")
            .all("object", "before", "after"));
  }

  static ObjectNode verdictSchema() {
    return Schemas.object(it ->
        it.all("boolean", "valid")
            .all("integer", "entries", "first")
            .add(
                "firstBroken",
                Schemas.object(
                    broken -> broken.all("integer", "sequence").all("string", "id", "reason")))
            .all("string", "head"));
  }
}

package dev.breakwater.server.api.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.breakwater.gateway.access.Role;
import dev.breakwater.operations.audit.AuditSeal;
import dev.breakwater.operations.audit.AuditTrail;
import dev.breakwater.operations.audit.Verification;
import dev.breakwater.operations.changes.Actor;
import dev.breakwater.operations.changes.Change;
import dev.breakwater.operations.roles.Principal;
import dev.breakwater.server.api.ApiProblem;
import dev.breakwater.server.api.Calls;
import dev.breakwater.server.api.Operation;
import dev.breakwater.server.api.StreamedBody;
import dev.breakwater.server.data.AuditHeadFile;
import dev.breakwater.store.sql.SqlAudit;
import dev.breakwater.store.sqlite.SqliteDatabase;
import io.vertx.core.MultiMap;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Statement;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class AuditResourceTest {
  private static final InstantSource CLOCK =
      InstantSource.fixed(Instant.parse("2026-03-01T12:00:00Z"));
  private static final Actor ADMIN = actor("key_admin", Optional.empty());
  private static final Actor OF_ACME = actor("key_acme", Optional.of("acme"));

  @TempDir private Path directory;

  private SqliteDatabase database;
  private AuditTrail trail;
  private List<Operation> operations;

  private static Actor actor(String id, Optional<String> tenant) {
    Role role = tenant.isPresent() ? Role.TENANT_ADMIN : Role.ADMIN;
    return new Actor(new Principal(Principal.Kind.KEY, id, id, role, tenant), "192.0.2.1");
  }

  @BeforeEach
  void open() {
    database = SqliteDatabase.open(directory.resolve("breakwater.db"));
    SqlAudit store = new SqlAudit(database);
    AuditSeal seal = new AuditSeal(new byte[32]);
    AuditHeadFile copy = AuditHeadFile.in(directory);
    AtomicInteger number = new AtomicInteger();
    trail = AuditTrail.open(store, seal, copy, CLOCK, () -> "aud_" + number.incrementAndGet());
    operations =
        new AuditResource(store, trail, new Verification(store, seal, copy), CLOCK, ZoneOffset.UTC)
            .operations();
    trail.append(new Change(ADMIN, "key.create", "key_1", "", "", "{\"name\":\"app\"}"));
    trail.append(new Change(OF_ACME, "key.create", "key_2", "acme", "", "{\"name\":\"=cmd\"}"));
    trail.append(new Change(ADMIN, "key.revoke", "key_1", "", "{\"name\":\"app\"}", ""));
  }

  @AfterEach
  void close() {
    database.close();
  }

  private Object call(Actor actor, String path, String... query) {
    MultiMap parameters = MultiMap.caseInsensitiveMultiMap();
    for (int index = 0; index < query.length; index += 2) {
      parameters.add(query[index], query[index + 1]);
    }
    return operations.stream()
        .filter(it -> it.path().equals("/api/admin/audit" + path))
        .findFirst()
        .orElseThrow()
        .action()
        .perform(Calls.by(actor, Map.of(), parameters, new byte[0]))
        .body();
  }

  private JsonNode json(Actor actor, String path, String... query) {
    return JsonMapper.shared().valueToTree(call(actor, path, query));
  }

  private String export(Actor actor, String... query) throws Exception {
    StreamedBody body = (StreamedBody) call(actor, "/export", query);
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    body.source().writeTo(bytes::writeBytes);
    return bytes.toString(StandardCharsets.UTF_8);
  }

  private static List<String> objects(JsonNode answer) {
    return answer.get("entries").valueStream().map(it -> it.get("object").stringValue()).toList();
  }

  private JsonNode acknowledge(String body) {
    return JsonMapper.shared()
        .valueToTree(
            operations.stream()
                .filter(it -> it.path().endsWith("/acknowledge"))
                .findFirst()
                .orElseThrow()
                .action()
                .perform(
                    Calls.by(
                        ADMIN,
                        Map.of(),
                        MultiMap.caseInsensitiveMultiMap(),
                        body.getBytes(StandardCharsets.UTF_8)))
                .body());
  }

  @Test
  void aNewBeginningIsAcknowledgedByWhoeverSaysWhyItWas() {
    database.write(connection -> {
      try (Statement statement = connection.createStatement()) {
        return statement.executeUpdate("DELETE FROM audit_head");
      }
    });
    trail.append(new Change(ADMIN, "key.revoke", "key_2", "acme", "", ""));
    assertThat(json(ADMIN, "/verify").at("/firstBroken/sequence").intValue()).isEqualTo(4);
    assertThatThrownBy(() -> acknowledge("{\"reason\": \"r\"}"))
        .isInstanceOf(ApiProblem.class)
        .hasMessageContaining("sequence");
    JsonNode entry = acknowledge("{\"sequence\": 4, \"reason\": \"restored by hand\"}");
    assertThat(entry.get("actor").stringValue()).isEqualTo("key_admin");
    assertThat(entry.at("/after/reason").stringValue()).isEqualTo("restored by hand");
    assertThat(json(ADMIN, "/verify").get("valid").booleanValue()).isTrue();
  }

  @Test
  void entriesComeNewestFirstAndPageByPage() {
    JsonNode first = json(ADMIN, "", "limit", "2");
    assertThat(first.get("entries").get(0).get("action").stringValue()).isEqualTo("key.revoke");
    assertThat(first.get("entries").get(0).get("after").isNull()).isTrue();
    assertThat(first.at("/entries/0/before/name").stringValue()).isEqualTo("app");
    assertThat(first.at("/entries/0/at").stringValue()).isEqualTo("2026-03-01T12:00:00Z");
    JsonNode second =
        json(ADMIN, "", "limit", "2", "cursor", first.get("nextCursor").stringValue());
    assertThat(objects(second)).containsExactly("key_1");
    assertThat(second.get("nextCursor").isNull()).isTrue();
    assertThat(objects(json(ADMIN, "", "actor", "key_acme"))).containsExactly("key_2");
    assertThat(objects(json(ADMIN, "", "since", "1m"))).hasSize(3);
    assertThatThrownBy(() -> json(ADMIN, "", "cursor", "x")).isInstanceOf(ApiProblem.class);
  }

  @Test
  void whoBelongsToATenantSeesItsEntriesOnly() throws Exception {
    assertThat(objects(json(OF_ACME, ""))).containsExactly("key_2");
    assertThat(objects(json(OF_ACME, "", "object", "key_1"))).isEmpty();
    assertThat(export(OF_ACME, "format", "ndjson")).doesNotContain("key_1", "key_admin");
    JsonNode verdict = json(OF_ACME, "/verify");
    assertThat(verdict.get("valid").booleanValue()).isTrue();
    assertThat(verdict.get("entries").intValue()).as("with the export").isEqualTo(2);
    assertThat(verdict.get("head").isNull()).isTrue();
  }

  @Test
  void whetherTheChainIsWholeIsTold() {
    JsonNode verdict = json(ADMIN, "/verify");
    assertThat(verdict.get("valid").booleanValue()).isTrue();
    assertThat(verdict.get("entries").intValue()).isEqualTo(3);
    assertThat(verdict.get("firstBroken").isNull()).isTrue();
    String head = verdict.get("head").stringValue();
    assertThat(json(ADMIN, "/verify", "expect", head).get("valid").booleanValue()).isTrue();
    assertThatThrownBy(() -> json(ADMIN, "/verify", "expect", "3")).isInstanceOf(ApiProblem.class);
    database.write(connection -> {
      try (Statement statement = connection.createStatement()) {
        return statement.executeUpdate("UPDATE audit_entries SET object = '' WHERE sequence = 2");
      }
    });
    JsonNode broken = json(ADMIN, "/verify").get("firstBroken");
    assertThat(broken.get("sequence").intValue()).isEqualTo(2);
    assertThat(broken.get("id").stringValue()).isEqualTo("aud_2");
    assertThat(broken.get("reason").stringValue()).contains("altered");
    assertThat(json(OF_ACME, "/verify").at("/firstBroken/sequence").intValue()).isZero();
  }

  @Test
  void anExportIsAnEntryItselfAndHarmlessInASpreadsheet() throws Exception {
    List<String> lines = export(ADMIN, "tenant", "acme").lines().toList();
    assertThat(lines).hasSize(2);
    assertThat(lines.getFirst()).startsWith("id,sequence,at,actor,");
    assertThat(lines.get(1)).contains("\"{\"\"name\"\":\"\"=cmd\"\"}\"");
    assertThat(json(ADMIN, "").at("/entries/0/action").stringValue()).isEqualTo("audit.export");
    assertThat(json(ADMIN, "").at("/entries/0/object").stringValue()).isEqualTo("tenant=acme");
    assertThat(export(ADMIN, "format", "ndjson").lines()).hasSize(5);
    assertThatThrownBy(() -> call(ADMIN, "/export", "format", "xml"))
        .isInstanceOf(ApiProblem.class);
  }
}

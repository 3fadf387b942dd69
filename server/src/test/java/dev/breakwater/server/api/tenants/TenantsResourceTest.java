package dev.breakwater.server.api.tenants;

import static org.assertj.core.api.Assertions.assertThat;

import dev.breakwater.gateway.access.Allowance;
import dev.breakwater.gateway.access.VirtualKey;
import dev.breakwater.operations.changes.Actor;
import dev.breakwater.operations.changes.Change;
import dev.breakwater.operations.keys.KeyDraft;
import dev.breakwater.server.api.Calls;
import dev.breakwater.server.api.KeysOnSqlite;
import dev.breakwater.server.api.Operation;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

class TenantsResourceTest {
  private static final String PATH = "/api/admin/tenants";
  private static final Actor ADMIN = KeysOnSqlite.admin(Optional.empty());
  private static final Actor OF_ACME = KeysOnSqlite.admin(Optional.of("acme"));

  @TempDir private Path directory;

  private KeysOnSqlite world;
  private List<Operation> operations;

  @BeforeEach
  void open() {
    world = new KeysOnSqlite(directory);
    operations = new TenantsResource(world.tenants, world.keys).operations();
  }

  @AfterEach
  void close() {
    world.close();
  }

  private JsonNode by(Actor actor, int status, String method, String path, String body) {
    return Calls.answer(operations, actor, status, method, PATH + path, body);
  }

  private static List<String> listed(JsonNode page) {
    return page.get("tenants")
        .valueStream()
        .map(it -> it.get("id").stringValue() + " " + it.get("origin").stringValue())
        .toList();
  }

  @Test
  void tenantsSayWhereTheyComeFromPageByPage() {
    by(ADMIN, 201, "POST", "", "{\"id\": \"acme\", \"name\": \"Acme\"}");
    JsonNode first = by(ADMIN, 200, "GET", "?limit=2", "");
    assertThat(listed(first)).containsExactly("acme api", "default built-in");
    String cursor = first.get("nextCursor").stringValue();
    JsonNode second = by(ADMIN, 200, "GET", "?limit=2&cursor=" + cursor, "");
    assertThat(listed(second)).startsWith("filed file");
    assertThat(second.get("nextCursor").isNull()).isTrue();
    JsonNode shown = by(ADMIN, 200, "GET", "/acme", "");
    assertThat(shown.get("name").stringValue()).isEqualTo("Acme");
    assertThat(shown.get("createdAt").stringValue()).isEqualTo("2026-03-01T12:00:00Z");
    by(ADMIN, 404, "GET", "/nobody", "");
  }

  @Test
  void whatIsChangedIsChangedAndTheRestStays() {
    by(ADMIN, 201, "POST", "", "{\"id\": \"acme\", \"timezone\": \"Europe/Berlin\"}");
    JsonNode named = by(ADMIN, 200, "PUT", "/acme", "{\"name\": \"Acme\"}");
    assertThat(named.get("timezone").stringValue()).isEqualTo("Europe/Berlin");
    JsonNode zoneless = by(ADMIN, 200, "PUT", "", "{\"id\": \"acme\", \"timezone\": null}");
    assertThat(zoneless.get("timezone").isNull()).isTrue();
    assertThat(zoneless.get("name").stringValue()).isEqualTo("Acme");
    by(ADMIN, 422, "PUT", "/acme", "{\"id\": \"other\"}");
    assertThat(world.recorded.all())
        .extracting(Change::action)
        .containsExactly("tenant.create", "tenant.change", "tenant.change");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          {}                                           | id
          {"id": "Acme Inc"}                           | id
          {"id": "acme", "name": " "}                  | name
          {"id": "acme", "timezone": "Mars/Olympus"}   | timezone
          {"id": "acme", "budget": 5}                  | budget
          {"id": "acme", "colour": "red"}              | colour
          """)
  void whatIsWrongIsNamedAndNothingIsMade(String body, String field) {
    JsonNode problem = Calls.answer(operations, ADMIN, 0, "POST", PATH, body);
    assertThat(problem.get("status").intValue()).isIn(400, 422);
    assertThat(problem.toString()).contains(field);
    assertThat(world.recorded.all()).isEmpty();
    by(ADMIN, 404, "GET", "/acme", "");
  }

  @Test
  void aTenantGoesWithItsKeysAndItsIdIsNotUsedAgain() {
    by(ADMIN, 201, "POST", "", "{\"id\": \"acme\"}");
    by(ADMIN, 409, "POST", "", "{\"id\": \"acme\"}");
    KeyDraft draft =
        new KeyDraft(
            "app",
            Optional.of("acme"),
            "production",
            Set.of(VirtualKey.Scope.INFERENCE),
            Optional.empty(),
            Allowance.ALL,
            VirtualKey.NEVER,
            Map.of());
    String key = world.virtualKeys.create(ADMIN, draft).stored().key().id();
    JsonNode gone = by(ADMIN, 200, "DELETE", "/acme", "");
    assertThat(gone.get("revokedKeys").intValue()).isEqualTo(1);
    assertThat(gone.get("erased").booleanValue()).isTrue();
    assertThat(world.keys.name(key)).as("not good any more").isEqualTo(key);
    by(ADMIN, 404, "GET", "/acme", "");
    by(ADMIN, 409, "POST", "", "{\"id\": \"acme\"}");
    by(ADMIN, 409, "DELETE", "/default", "");
  }

  @Test
  void whoBelongsToOneSeesThatOneAlone() {
    by(ADMIN, 201, "POST", "", "{\"id\": \"acme\"}");
    assertThat(listed(by(OF_ACME, 200, "GET", "", ""))).containsExactly("acme api");
    by(OF_ACME, 404, "GET", "/default", "");
    by(OF_ACME, 404, "GET", "/filed", "");
    by(OF_ACME, 404, "PUT", "/filed", "{\"name\": \"x\"}");
    by(OF_ACME, 403, "POST", "", "{\"id\": \"mine\"}");
    by(OF_ACME, 403, "DELETE", "/acme", "");
    by(OF_ACME, 200, "PUT", "/acme", "{\"name\": \"Ours\"}");
  }
}

package dev.breakwater.server.api.keys;

import static org.assertj.core.api.Assertions.assertThat;

import dev.breakwater.operations.changes.Actor;
import dev.breakwater.server.api.Calls;
import dev.breakwater.server.api.KeysOnSqlite;
import dev.breakwater.server.api.Operation;
import java.nio.file.Path;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

class KeysResourceTest {
  private static final String PATH = "/api/admin/keys";
  private static final Actor ADMIN = KeysOnSqlite.admin(Optional.empty());
  private static final Actor OF_ACME = KeysOnSqlite.admin(Optional.of("acme"));

  @TempDir private Path directory;

  private KeysOnSqlite world;
  private List<Operation> operations;

  @BeforeEach
  void open() {
    world = new KeysOnSqlite(directory);
    operations =
        new KeysResource(world.virtualKeys, KeysOnSqlite.CLOCK, () -> ZoneId.of("Asia/Tokyo"))
            .operations();
    world.tenants.create(ADMIN, KeysOnSqlite.tenant("acme"));
  }

  @AfterEach
  void close() {
    world.close();
  }

  private JsonNode by(Actor actor, int status, String method, String path, String body) {
    return Calls.answer(operations, actor, status, method, PATH + path, body);
  }

  private String made(Actor actor, String body) {
    return by(actor, 201, "POST", "", body).get("id").stringValue();
  }

  private static List<String> names(JsonNode page) {
    return page.get("keys").valueStream().map(it -> it.get("name").stringValue()).toList();
  }

  @Test
  void aKeyIsShownOnceAndAsItWasAskedFor() {
    JsonNode made =
        by(
            ADMIN,
            201,
            "POST",
            "",
            """
            {"name": "app", "tenant": "acme", "environment": "staging",
             "scopes": ["read", "inference"], "role": "viewer", "models": ["openai/*", "smart"],
             "expiresAt": "2026-12-31", "tags": {"team": "search"}}
            """);
    assertThat(made.get("key").stringValue()).startsWith("bw_material_");
    assertThat(made.get("prefix").stringValue()).isEqualTo("bw_mate");
    assertThat(made.get("expiresAt").stringValue())
        .as("midnight in the server's zone")
        .isEqualTo("2026-12-30T15:00:00Z");
    JsonNode shown = by(ADMIN, 200, "GET", "/" + made.get("id").stringValue(), "");
    assertThat(shown.toString()).doesNotContain(made.get("key").stringValue());
    assertThat(shown.at("/scopes/0").stringValue()).isEqualTo("inference");
    assertThat(shown.at("/scopes/1").stringValue()).isEqualTo("read");
    assertThat(shown.at("/models/0").stringValue()).isEqualTo("openai/*");
    assertThat(shown.at("/tags/team").stringValue()).isEqualTo("search");
    assertThat(shown.get("role").stringValue()).isEqualTo("viewer");
    assertThat(shown.get("environment").stringValue()).isEqualTo("staging");
    assertThat(shown.get("origin").stringValue()).isEqualTo("api");
    assertThat(shown.get("status").stringValue()).isEqualTo("active");
    assertThat(shown.get("createdBy").stringValue()).isEqualTo("k");
  }

  @Test
  void pagesHoldTheFilesFirstAndEveryKeyOnce() {
    for (int number = 1; number <= 4; number++) {
      made(ADMIN, "{\"name\": \"app-" + number + "\"}");
    }
    List<String> names = new ArrayList<>();
    String cursor = "";
    do {
      JsonNode page =
          by(ADMIN, 200, "GET", "?limit=2" + (cursor.isEmpty() ? "" : "&cursor=" + cursor), "");
      names.addAll(names(page));
      cursor = page.get("nextCursor").asString("");
    } while (!cursor.isEmpty());
    assertThat(names).containsExactly("filed", "app-1", "app-2", "app-3", "app-4");
    by(ADMIN, 400, "GET", "?cursor=nonsense", "");
    by(ADMIN, 400, "GET", "?limit=1001", "");
    by(ADMIN, 400, "GET", "?status=gone", "");
  }

  @Test
  void whatIsChangedIsChangedAndTheRestStays() {
    String id =
        made(ADMIN, "{\"name\": \"app\", \"models\": [\"a\"], \"expiresAt\": \"2026-12-31\"}");
    JsonNode renamed = by(ADMIN, 200, "PUT", "/" + id, "{\"name\": \"renamed\"}");
    assertThat(renamed.at("/models/0").stringValue()).isEqualTo("a");
    assertThat(renamed.get("expiresAt").isNull()).isFalse();
    JsonNode endless = by(ADMIN, 200, "PUT", "", "{\"id\": \"" + id + "\", \"expiresAt\": null}");
    assertThat(endless.get("expiresAt").isNull()).isTrue();
    assertThat(endless.get("name").stringValue()).isEqualTo("renamed");
    assertThat(by(ADMIN, 422, "PUT", "", "{\"name\": \"x\"}").toString())
        .contains("id: is missing");
    assertThat(by(ADMIN, 409, "PUT", "/key_f", "{\"name\": \"x\"}").toString())
        .contains("stands in the file");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          {}                                                | name
          {"name": " "}                                     | name
          {"name": "a", "budget": 5}                        | budget
          {"name": "a", "colour": "red"}                    | colour
          {"name": "a", "scopes": []}                       | scopes
          {"name": "a", "scopes": ["write"]}                | scopes
          {"name": "a", "role": "king"}                     | role
          {"name": "a", "models": "gpt"}                    | models
          {"name": "a", "models": [""]}                     | models
          {"name": "a", "expiresAt": "someday"}             | expiresAt
          {"name": "a", "expiresAt": "2020-01-01"}          | expiresAt
          {"name": "a", "tags": {"a b": "c"}}               | tags
          {"name": "a", "tenant": "nowhere"}                | tenant
          {"name": "a", "environment": "a/b"}               | environment
          """)
  void whatIsWrongIsNamedAndNothingIsMade(String body, String field) {
    int before = world.recorded.all().size();
    JsonNode problem = Calls.answer(operations, ADMIN, 0, "POST", PATH, body);
    assertThat(problem.get("status").intValue()).isIn(400, 422);
    assertThat(problem.toString()).contains(field);
    assertThat(world.recorded.all()).hasSize(before);
    assertThat(names(by(ADMIN, 200, "GET", "", ""))).containsExactly("filed");
  }

  @Test
  void aKeyIsRotatedWithAnOverlapAndRevokedForGood() {
    String id = made(ADMIN, "{\"name\": \"app\"}");
    JsonNode next = by(ADMIN, 201, "POST", "/" + id + "/rotate", "{\"overlap\": \"1h\"}");
    assertThat(next.get("rotatedFrom").stringValue()).isEqualTo(id);
    assertThat(next.get("key").stringValue()).startsWith("bw_material_");
    JsonNode old = by(ADMIN, 200, "GET", "/" + id, "");
    assertThat(old.get("status").stringValue()).isEqualTo("overlapping");
    assertThat(old.get("replacedBy").stringValue()).isEqualTo(next.get("id").stringValue());
    assertThat(old.get("overlapEndsAt").stringValue()).isEqualTo("2026-03-01T13:00:00Z");
    by(ADMIN, 409, "POST", "/" + id + "/rotate", "");
    by(ADMIN, 422, "POST", "/" + id + "/rotate", "{\"overlap\": \"91d\"}");
    JsonNode ended = by(ADMIN, 200, "POST", "/" + id + "/revoke", "");
    assertThat(ended.get("success").booleanValue()).isTrue();
    assertThat(ended.get("status").stringValue()).isEqualTo("revoked");
    assertThat(names(by(ADMIN, 200, "GET", "?status=revoked", ""))).containsExactly("app");
    by(ADMIN, 200, "DELETE", "/" + id, "");
    by(ADMIN, 404, "GET", "/" + id, "");
  }

  @Test
  void anotherTenantsKeysAreNotThere() {
    String theirs = made(ADMIN, "{\"name\": \"theirs\"}");
    String own = made(OF_ACME, "{\"name\": \"own\"}");
    assertThat(names(by(OF_ACME, 200, "GET", "", ""))).containsExactly("own");
    for (String id : List.of(theirs, "key_f", "key_nobody_has")) {
      String told = by(OF_ACME, 404, "GET", "/" + id, "").get("detail").stringValue();
      assertThat(told).isEqualTo("There is no key '" + id + "'.");
      by(OF_ACME, 404, "PUT", "/" + id, "{\"name\": \"x\"}");
      by(OF_ACME, 404, "DELETE", "/" + id, "");
      by(OF_ACME, 404, "POST", "/" + id + "/rotate", "");
      by(OF_ACME, 404, "POST", "/" + id + "/revoke", "");
    }
    by(OF_ACME, 403, "GET", "?tenant=default", "");
    by(OF_ACME, 403, "POST", "", "{\"name\": \"a\", \"tenant\": \"default\"}");
    by(OF_ACME, 200, "GET", "/" + own, "");
  }
}

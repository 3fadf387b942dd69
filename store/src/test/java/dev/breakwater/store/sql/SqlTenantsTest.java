package dev.breakwater.store.sql;

import static org.assertj.core.api.Assertions.assertThat;

import dev.breakwater.gateway.access.Role;
import dev.breakwater.gateway.recording.SealedBodies;
import dev.breakwater.gateway.responses.SealedResponse;
import dev.breakwater.operations.tenants.StoredTenant;
import dev.breakwater.operations.tenants.Tenant;
import dev.breakwater.operations.users.Session;
import dev.breakwater.operations.users.User;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class SqlTenantsTest extends OnEachDatabase {
  private static final Instant NOW = Instant.ofEpochMilli(1_750_000_000_000L);
  private static final Instant LATER = NOW.plusSeconds(60);
  private static final Tenant ACME =
      new Tenant("acme", "Acme", Optional.of(ZoneId.of("Europe/Berlin")));

  private SqlTenants tenants;

  SqlTenantsTest(TestDatabase.Kind kind) {
    super(kind);
  }

  @BeforeEach
  void open() {
    tenants = new SqlTenants(database);
  }

  @Test
  void tenantsComeBackAsTheyWereKeptThroughTheirWholeLife() {
    assertThat(tenants.all()).isEmpty();
    assertThat(tenants.add(ACME, NOW)).isTrue();
    assertThat(tenants.add(ACME, LATER)).isFalse();
    assertThat(tenants.all()).containsExactly(new StoredTenant(ACME, NOW, NOW, null, null));
    Tenant renamed = new Tenant("acme", "Acme Ltd", Optional.empty());
    tenants.put(renamed, LATER);
    assertThat(tenants.all()).containsExactly(new StoredTenant(renamed, NOW, LATER, null, null));
    tenants.delete(renamed, LATER);
    tenants.erased("acme", LATER);
    assertThat(tenants.all()).containsExactly(new StoredTenant(renamed, NOW, LATER, LATER, LATER));
    assertThat(tenants.add(ACME, LATER)).isFalse();
    tenants.put(renamed, LATER);
    assertThat(tenants.all().getFirst().deleted()).isEqualTo(LATER);
  }

  @Test
  void oneThatWasNeverKeptIsKeptAsDeleted() {
    tenants.delete(ACME, NOW);
    assertThat(tenants.all()).containsExactly(new StoredTenant(ACME, NOW, NOW, NOW, null));
  }

  @Test
  void whatWasSaidGoesInPiecesAndOtherTenantsKeepTheirs() {
    List<SealedBodies> bodies = new ArrayList<>();
    List<SealedResponse> responses = new ArrayList<>();
    long until = LATER.toEpochMilli();
    for (int i = 0; i < 5; i++) {
      String tenant = i < 4 ? "acme" : "globex";
      bodies.add(new SealedBodies(tenant, "req_" + i, NOW.toEpochMilli(), until, new byte[] {1}));
      responses.add(
          new SealedResponse(
              tenant,
              "resp_" + i,
              null,
              NOW.toEpochMilli(),
              until,
              List.of("i" + i),
              new byte[] {1}));
    }
    new SqlRecordings(database).put(bodies);
    new SqlResponses(database).put(responses);
    TenantRows rows = new TenantRows(database);
    List<Integer> pieces = new ArrayList<>();
    int piece;
    SqlUsers users = new SqlUsers(database);
    SqlSessions sessions = new SqlSessions(database);
    for (String tenant : List.of("acme", "globex")) {
      users.add(user(tenant));
      sessions.add(new Session("hash_" + tenant, "usr_" + tenant, NOW, NOW, LATER, "192.0.2.1"));
    }
    do {
      piece = rows.erase("acme", 3);
      pieces.add(piece);
    } while (piece > 0);
    assertThat(pieces).containsExactly(11, 3, 0);
    for (String table :
        List.of(
            "recorded_bodies", "stored_responses", "stored_response_items", "users", "sessions")) {
      assertThat(TestDatabase.texts(database, "SELECT tenant FROM " + table))
          .containsExactly("globex");
    }
  }

  private static User user(String tenant) {
    return new User(
        "usr_" + tenant,
        "ann@" + tenant,
        "Ann",
        Role.VIEWER,
        Optional.of(tenant),
        "a hash",
        null,
        false,
        NOW,
        NOW,
        null);
  }

  @Test
  void whatWaitedInAQueueIsNotWrittenAfterItsTenantWasDeleted() {
    long until = LATER.toEpochMilli();
    for (String tenant : List.of("acme", "globex")) {
      tenants.add(new Tenant(tenant, tenant, Optional.empty()), NOW);
    }
    tenants.delete(ACME, NOW);
    List<SealedBodies> bodies = new ArrayList<>();
    List<SealedResponse> responses = new ArrayList<>();
    for (String tenant : List.of("acme", "globex", "of-the-file")) {
      byte[] content = {1};
      bodies.add(new SealedBodies(tenant, "req_" + tenant, NOW.toEpochMilli(), until, content));
      responses.add(
          new SealedResponse(
              tenant, "resp", null, NOW.toEpochMilli(), until, List.of("item"), content));
    }
    new SqlRecordings(database).put(bodies);
    new SqlResponses(database).put(responses);
    for (String table : List.of("recorded_bodies", "stored_responses", "stored_response_items")) {
      assertThat(TestDatabase.texts(database, "SELECT tenant FROM " + table + " ORDER BY tenant"))
          .containsExactly("globex", "of-the-file");
    }
  }
}

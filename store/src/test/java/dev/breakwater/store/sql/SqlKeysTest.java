package dev.breakwater.store.sql;

import static org.assertj.core.api.Assertions.assertThat;

import dev.breakwater.gateway.access.Allowance;
import dev.breakwater.gateway.access.KeyHash;
import dev.breakwater.gateway.access.Role;
import dev.breakwater.gateway.access.VirtualKey;
import dev.breakwater.gateway.access.VirtualKey.Scope;
import dev.breakwater.operations.changes.Topic;
import dev.breakwater.operations.keys.KeyFilter;
import dev.breakwater.operations.keys.KeyStore;
import dev.breakwater.operations.keys.KeysInForce;
import dev.breakwater.operations.keys.StoredKey;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

@ParameterizedClass
@EnumSource(TestDatabase.Kind.class)
class SqlKeysTest {
  private static final Instant NOW = Instant.ofEpochMilli(1_750_000_000_000L);

  private final TestDatabase databases;
  private Database database;
  private SqlKeys keys;

  SqlKeysTest(TestDatabase.Kind kind) {
    databases = kind.make();
  }

  @BeforeEach
  void open() {
    database = databases.open();
    keys = new SqlKeys(database);
  }

  @AfterEach
  void close() {
    database.close();
    databases.close();
  }

  private static StoredKey key(int number, String tenant, @Nullable Instant revoked) {
    byte[] hash = new byte[32];
    hash[0] = (byte) number;
    return new StoredKey(
        new VirtualKey("key_" + number, "app", tenant, "production", Set.of(Scope.INFERENCE)),
        "bw_abcd",
        hash,
        NOW,
        revoked);
  }

  @Test
  void keysComeBackAsTheyWereKept() {
    StoredKey plain = key(1, "acme", null);
    byte[] hash = new byte[32];
    hash[31] = 7;
    StoredKey full =
        new StoredKey(
            new VirtualKey(
                "key_2",
                "ünï 'code'",
                "acme",
                "staging",
                Set.of(Scope.ADMIN, Scope.READ),
                Role.BILLING,
                new Allowance(List.of("fast-*", "openai/gpt-4o \"x\"")),
                NOW.plusSeconds(60).toEpochMilli()),
            "bw_xyz1",
            hash,
            Map.of("team", "search", "a", "b=c"),
            "key_1",
            NOW,
            NOW.plusSeconds(1),
            new StoredKey.Rotation("key_1", "key_3", NOW.plusSeconds(30)),
            null);
    assertThat(keys.add(plain)).isTrue();
    assertThat(keys.add(full)).isTrue();
    assertThat(keys.add(full)).isFalse();
    assertThat(keys.find("key_2")).contains(full);
    assertThat(keys.page(KeyFilter.ALL, "", 10)).containsExactly(plain, full);
    assertThat(keys.find("key_9")).isEmpty();
  }

  @Test
  void aKeyFromBeforeThereWereRolesHasTheOneThatItsScopesGive() throws SQLException {
    keys.add(key(1, "acme", null));
    try (Connection connection = databases.connect()) {
      TestDatabase.execute(
          connection,
          "UPDATE virtual_keys SET role = NULL, scopes = 'admin read', updated_at = NULL,"
              + " created_by = NULL");
    }
    StoredKey found = keys.find("key_1").orElseThrow();
    assertThat(found.key().role()).isEqualTo(Role.TENANT_ADMIN);
    assertThat(found.updated()).isEqualTo(NOW);
    assertThat(found.createdBy()).isEmpty();
  }

  @Test
  void whatWasRevokedStaysRevokedWhoeverWritesTheKeyAfterwards() {
    keys.add(key(1, "acme", null));
    StoredKey good = keys.find("key_1").orElseThrow();
    assertThat(keys.revoke("key_1", NOW)).isTrue();
    assertThat(keys.revoke("key_1", NOW.plusSeconds(1))).isFalse();
    assertThat(keys.put(good)).as("what was read before").isFalse();
    StoredKey revoked = keys.find("key_1").orElseThrow();
    assertThat(revoked.revoked()).isEqualTo(NOW);
    assertThat(
            keys.put(
                new StoredKey(
                    revoked.key(),
                    revoked.prefix(),
                    revoked.hash(),
                    revoked.tags(),
                    revoked.createdBy(),
                    revoked.created(),
                    revoked.updated(),
                    revoked.rotation(),
                    null,
                    revoked.revision())))
        .isTrue();
    assertThat(keys.find("key_1").orElseThrow().revoked()).isEqualTo(NOW);
  }

  @Test
  void aDeletedKeyIsNowhereAndItsIdAndHashStayTaken() {
    keys.add(key(1, "acme", null));
    assertThat(keys.delete("key_1", NOW)).isTrue();
    assertThat(keys.delete("key_1", NOW)).isFalse();
    assertThat(keys.find("key_1")).isEmpty();
    assertThat(keys.page(KeyFilter.ALL, "", 10)).isEmpty();
    assertThat(keys.add(key(1, "acme", null))).isFalse();
  }

  @Test
  void idsAreKnownForEver() {
    for (int number = 0; number < 4; number++) {
      keys.add(key(number, "acme", null));
    }
    List<String> ids = ids(keys.page(KeyFilter.ALL, "", 4));
    keys.revoke(ids.get(1), NOW);
    keys.delete(ids.get(2), NOW);
    List<String> asked = new ArrayList<>(ids.subList(0, 3));
    for (int other = 0; other < 1_200; other++) {
      asked.add("key_other_" + other);
    }
    assertThat(keys.known(asked)).containsExactlyInAnyOrderElementsOf(ids.subList(0, 3));
    assertThat(keys.known(List.of())).isEmpty();
  }

  @Test
  void pagesHoldWhatIsAskedFor() {
    for (int i = 1; i <= 6; i++) {
      keys.add(key(i, i % 2 == 0 ? "acme" : "globex", null));
    }
    keys.revoke("key_2", NOW);
    KeyFilter acmes = new KeyFilter(Optional.of("acme"), Optional.empty(), Optional.of(false));
    assertThat(ids(keys.page(acmes, "", 10))).containsExactly("key_4", "key_6");
    assertThat(ids(keys.page(KeyFilter.ALL, "key_3", 2))).containsExactly("key_4", "key_5");
    KeyFilter revoked =
        new KeyFilter(Optional.empty(), Optional.of("production"), Optional.of(true));
    assertThat(ids(keys.page(revoked, "", 10))).containsExactly("key_2");
    KeyFilter strange =
        new KeyFilter(Optional.of("' OR 1=1 --"), Optional.empty(), Optional.empty());
    assertThat(keys.page(strange, "%%%", 10)).isEmpty();
  }

  private static List<String> ids(List<StoredKey> page) {
    return page.stream().map(key -> key.key().id()).toList();
  }

  @Test
  void onlyWhatWasWrittenSinceIsReadAgain() {
    keys.add(key(1, "acme", null));
    keys.add(key(2, "acme", null));
    keys.add(key(3, "acme", null));
    keys.revoke("key_3", NOW);
    List<String> read = new ArrayList<>();
    KeyStore.Reader reader = (_, key, good) -> read.add(key.id() + (good ? "+" : "-"));
    long first = keys.read(KeyStore.NOTHING_READ, reader);
    assertThat(read).containsExactlyInAnyOrder("key_1+", "key_2+");
    read.clear();
    assertThat(keys.read(first, reader)).isEqualTo(first);
    assertThat(read).isEmpty();
    keys.put(keys.find("key_2").orElseThrow());
    keys.revokeAll("acme", NOW);
    long next = keys.read(first, reader);
    assertThat(read).containsExactlyInAnyOrder("key_1-", "key_2-");
    assertThat(next).isGreaterThan(first);
  }

  @Test
  void anotherNodesRevocationIsTakenUpByReadingAgain() {
    try (Database other = databases.open()) {
      KeysInForce here = new KeysInForce(keys);
      KeysInForce there = new KeysInForce(new SqlKeys(other));
      StoredKey key = key(1, "acme", null);
      keys.add(key);
      here.reload();
      there.reload();
      KeyHash hash = KeyHash.of(key.hash());
      assertThat(there.ring().stored()).containsKey(hash);
      assertThat(new SqlRevisions(other).current()).containsKey(Topic.KEYS);
      keys.revoke("key_1", NOW);
      there.reload();
      assertThat(there.ring().stored()).isEmpty();
      assertThat(there.name("key_1")).isEqualTo("key_1");
      assertThat(here.name("key_1")).isEqualTo("app");
    }
  }

  @Test
  void aKeyThatWasReplacedEndsWithTheOverlap() {
    StoredKey old = key(1, "acme", null);
    Instant ends = NOW.plus(Duration.ofHours(1));
    keys.add(
        new StoredKey(
            old.key(),
            old.prefix(),
            old.hash(),
            Map.of(),
            "",
            NOW,
            NOW,
            new StoredKey.Rotation(null, "key_2", ends),
            null));
    List<Long> expiries = new ArrayList<>();
    keys.read(KeyStore.NOTHING_READ, (_, key, _) -> expiries.add(key.expiresMillis()));
    assertThat(expiries).containsExactly(ends.toEpochMilli());
    assertThat(keys.find("key_1").orElseThrow().key().expiresMillis()).isEqualTo(VirtualKey.NEVER);
  }
}

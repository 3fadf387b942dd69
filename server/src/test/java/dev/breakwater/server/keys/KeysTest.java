package dev.breakwater.server.keys;

import static org.assertj.core.api.Assertions.assertThat;

import dev.breakwater.gateway.access.Access;
import dev.breakwater.gateway.access.Credentials;
import dev.breakwater.gateway.access.KeyHash;
import dev.breakwater.gateway.access.Role;
import dev.breakwater.gateway.access.VirtualKey;
import dev.breakwater.gateway.access.VirtualKey.Scope;
import dev.breakwater.gateway.access.WrongKeys;
import dev.breakwater.gateway.rejection.Rejection;
import dev.breakwater.gateway.settings.Secret;
import dev.breakwater.operations.StoreUnavailable;
import dev.breakwater.operations.keys.KeyFilter;
import dev.breakwater.operations.keys.KeyStore;
import dev.breakwater.operations.keys.StoredKey;
import dev.breakwater.server.config.KeySettings;
import dev.breakwater.server.runtime.RealTime;
import dev.breakwater.store.sql.SqlKeys;
import dev.breakwater.store.sqlite.SqliteDatabase;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Which keys are good after a start, and which of them were made by it. */
class KeysTest {
  private static final byte[] PEPPER = new byte[32];
  private static final Instant NOW = Instant.parse("2026-01-31T09:00:00Z");
  private final AtomicInteger ids = new AtomicInteger();
  private final Set<String> deletedTenants = new HashSet<>();
  @TempDir Path directory;
  private SqliteDatabase database;
  private SqlKeys store;
  private Keys keys;

  @BeforeEach
  void open() {
    database = SqliteDatabase.open(directory.resolve("breakwater.db"));
    store = new SqlKeys(database);
    keys = fresh();
  }

  @AfterEach
  void close() {
    database.close();
  }

  private Keys fresh() {
    return fresh(store);
  }

  private Keys fresh(KeyStore kept) {
    return new Keys(
        PEPPER,
        kept,
        deletedTenants::contains,
        () -> "key_" + ids.incrementAndGet(),
        InstantSource.fixed(NOW));
  }

  private List<StoredKey> all() {
    return store.page(KeyFilter.ALL, "", 100);
  }

  private static KeySettings file(String name, String key, Scope... scopes) {
    return new KeySettings(
        new VirtualKey(name, name, "acme", "production", Set.of(scopes)), new Secret(key));
  }

  private boolean mayCall(String key, Scope scope) {
    try {
      new Access(
              keys::ring,
              new KeyHash.Hasher(PEPPER),
              false,
              new WrongKeys(new RealTime(), 1),
              new RealTime())
          .caller(Credentials.of("Bearer " + key, null, null, null), "", scope);
      return true;
    } catch (Rejection e) {
      return false;
    }
  }

  @Test
  void theFirstStartMakesAnAdminAndAnApplicationKeyAndTheSecondNone() {
    List<Keys.Made> made = keys.open(Map.of(), List.of());
    assertThat(made.stream().map(Keys.Made::use)).containsExactly("admin", "application");
    String admin = made.getFirst().key();
    String application = made.getLast().key();
    assertThat(admin).matches("bw_[0-9A-Za-z]{46}").isNotEqualTo(application);
    for (int life = 0; life < 2; life++) {
      assertThat(mayCall(admin, Scope.ADMIN)).isTrue();
      assertThat(mayCall(admin, Scope.READ)).isTrue();
      assertThat(mayCall(admin, Scope.INFERENCE)).isFalse();
      assertThat(mayCall(application, Scope.INFERENCE)).isTrue();
      assertThat(mayCall(application, Scope.READ)).isFalse();
      keys = fresh();
      assertThat(keys.open(Map.of(), List.of())).isEmpty();
    }
  }

  @Test
  void aMadeKeyIsKeptAsAHashAndItsFirstCharactersOnly() {
    String made = keys.open(Map.of(), List.of()).getFirst().key();
    StoredKey stored = all().getFirst();
    assertThat(stored.prefix()).hasSize(7).isEqualTo(made.substring(0, 7));
    assertThat(new String(stored.hash(), StandardCharsets.ISO_8859_1)).doesNotContain(made);
    assertThat(stored.created()).isEqualTo(NOW);
    assertThat(stored.toString()).doesNotContain(made.substring(7));
    assertThat(keys.ring().toString()).doesNotContain(made.substring(7));
  }

  @Test
  void keysOfTheEnvironmentStandInPlaceOfMadeOnesAndAreNotKept() {
    List<Keys.Made> made =
        keys.open(
            Map.of(
                "BREAKWATER_ADMIN_KEY", " an-admin-key-of-ours ",
                "BREAKWATER_API_KEY", "an-app-key-of-ours"),
            List.of());
    assertThat(made).isEmpty();
    assertThat(all()).isEmpty();
    assertThat(mayCall("an-admin-key-of-ours", Scope.ADMIN)).isTrue();
    assertThat(mayCall("an-app-key-of-ours", Scope.INFERENCE)).isTrue();
    assertThat(mayCall("an-app-key-of-ours", Scope.ADMIN)).isFalse();
  }

  @Test
  void aBlankVariableNamesNoKey() {
    assertThat(keys.open(Map.of("BREAKWATER_ADMIN_KEY", " "), List.of())).hasSize(2);
    assertThat(mayCall("", Scope.ADMIN)).isFalse();
  }

  @Test
  void anApplicationKeyInTheFileMakesOneOfOursUnnecessary() {
    List<Keys.Made> made =
        keys.open(Map.of(), List.of(file("app", "a-key-of-the-file", Scope.INFERENCE)));
    assertThat(made.stream().map(Keys.Made::use)).containsExactly("admin");
    assertThat(mayCall("a-key-of-the-file", Scope.INFERENCE)).isTrue();
  }

  @Test
  void aChangedFileReplacesItsOwnKeysAndLeavesTheOthers() {
    String admin =
        keys.open(Map.of(), List.of(file("app", "the-first-of-file", Scope.INFERENCE)))
            .getFirst()
            .key();
    keys.takeUp(List.of(file("app", "the-second-of-file", Scope.INFERENCE)));
    assertThat(mayCall("the-first-of-file", Scope.INFERENCE)).isFalse();
    assertThat(mayCall("the-second-of-file", Scope.INFERENCE)).isTrue();
    assertThat(mayCall(admin, Scope.ADMIN)).isTrue();
  }

  @Test
  void aRevokedKeyIsGoodForNothingAndAnotherIsMadeForIt() {
    String revoked = keys.open(Map.of(), List.of()).getFirst().key();
    assertThat(store.revoke("admin", NOW)).isTrue();
    keys = fresh();
    List<Keys.Made> made = keys.open(Map.of(), List.of());
    assertThat(made.stream().map(Keys.Made::use)).containsExactly("admin");
    assertThat(mayCall(revoked, Scope.ADMIN)).isFalse();
    assertThat(mayCall(made.getFirst().key(), Scope.ADMIN)).isTrue();
  }

  /** As an export of this database names it. */
  private static KeySettings exported(StoredKey key) {
    return new KeySettings(
        key.key(), new Secret("hash:" + HexFormat.of().formatHex(key.hash())), key.tags());
  }

  @Test
  void anExportedFileBringsNoRevokedKeyBack() {
    String application = keys.open(Map.of(), List.of()).getLast().key();
    List<KeySettings> file = all().stream().map(KeysTest::exported).toList();
    store.revoke("application", NOW);

    keys = fresh();
    assertThat(keys.open(Map.of(), file).stream().map(Keys.Made::use)).isEmpty();
    assertThat(keys.inForce().given()).as("the database's word counts").isEmpty();
    assertThat(mayCall(application, Scope.INFERENCE)).isFalse();
    store.delete("application", NOW);
    keys.takeUp(file);
    assertThat(mayCall(application, Scope.INFERENCE)).isFalse();
  }

  @Test
  void exportedKeysAreGoodWhereTheDatabaseDoesNotKnowThem() {
    String admin = keys.open(Map.of(), List.of()).getFirst().key();
    List<KeySettings> file = all().stream().map(KeysTest::exported).toList();
    close();
    database = SqliteDatabase.open(directory.resolve("another.db"));
    store = new SqlKeys(database);
    keys = fresh();

    List<Keys.Made> made = keys.open(Map.of(), file);

    assertThat(made.stream().map(Keys.Made::use)).containsExactly("admin");
    assertThat(mayCall(admin, Scope.ADMIN)).isTrue();
    assertThat(mayCall(made.getFirst().key(), Scope.ADMIN)).isTrue();
    assertThat(all().stream().map(key -> key.key().id())).doesNotContain("admin");
  }

  @Test
  void whileTheDatabaseCannotBeAskedNoExportedKeyIsTakenFromAFile() {
    String application = keys.open(Map.of(), List.of()).getLast().key();
    List<KeySettings> file = all().stream().map(KeysTest::exported).toList();
    KeySettings elsewhere =
        new KeySettings(
            new VirtualKey("key_9", "e", "acme", "production", Set.of(Scope.INFERENCE)),
            new Secret(
                "hash:" + HexFormat.of().formatHex(keys.hash("a-key-from-elsewhere").bytes())));
    store.revoke("application", NOW);
    AtomicBoolean away = new AtomicBoolean();
    keys =
        fresh(
            (KeyStore)
                Proxy.newProxyInstance(
                    KeyStore.class.getClassLoader(),
                    new Class<?>[] {KeyStore.class},
                    (_, method, arguments) -> {
                      if (away.get()) {
                        throw new StoreUnavailable("away");
                      }
                      return method.invoke(store, arguments);
                    }));
    keys.open(Map.of(), List.of());
    away.set(true);
    keys.takeUp(Stream.concat(file.stream(), Stream.of(elsewhere)).toList());
    assertThat(mayCall(application, Scope.INFERENCE)).isFalse();
    assertThat(mayCall("a-key-from-elsewhere", Scope.INFERENCE)).isFalse();
    away.set(false);
    keys.reload();
    assertThat(mayCall(application, Scope.INFERENCE)).isFalse();
    assertThat(mayCall("a-key-from-elsewhere", Scope.INFERENCE)).isTrue();
  }

  @Test
  void madeKeysAreAllDifferent() {
    Set<String> seen = new HashSet<>();
    SecureRandom random = new SecureRandom();
    for (int i = 0; i < 1_000; i++) {
      assertThat(seen.add(NewKey.make(random))).isTrue();
    }
  }

  @Test
  void anotherNodeOfTheDatabaseMakesNoKeysOfItsOwn() {
    String admin = keys.open(Map.of(), List.of()).getFirst().key();
    keys = fresh();
    assertThat(keys.open(Map.of(), List.of())).isEmpty();
    assertThat(mayCall(admin, Scope.ADMIN)).isTrue();
  }

  @Test
  void aTenantsAdministratorDoesNotDoForTheInstallationsOwn() {
    store.add(
        new StoredKey(
            new VirtualKey(
                "key_x", "theirs", "acme", "production", Set.of(Scope.ADMIN, Scope.READ)),
            "bw_xxxx",
            new byte[32],
            NOW,
            null));
    assertThat(keys.open(Map.of(), List.of()).stream().map(Keys.Made::use)).contains("admin");
  }

  @Test
  void theFirstKeyIsTheOwners() {
    keys.open(Map.of(), List.of());
    assertThat(all().getFirst().key().role()).isEqualTo(Role.OWNER);
    keys = fresh();
    keys.open(Map.of("BREAKWATER_ADMIN_KEY", "an-admin-key-of-ours"), List.of());
    assertThat(keys.inForce().given())
        .extracting(it -> it.key().role())
        .containsExactly(Role.OWNER);
  }

  @Test
  void aHashInTheFileStandsForTheKeyThatItIsOf() {
    String hash = new KeyHash.Hasher(PEPPER).hash("what-clients-send").toString();
    keys.open(Map.of(), List.of(file("app", "hash:" + hash, Scope.INFERENCE)));
    assertThat(mayCall("what-clients-send", Scope.INFERENCE)).isTrue();
    assertThat(mayCall("hash:" + hash, Scope.INFERENCE)).isFalse();
  }

  @Test
  void theFilesKeysOfADeletedTenantAreNotGood() {
    keys.open(Map.of(), List.of(file("app", "a-key-of-the-file", Scope.INFERENCE)));
    deletedTenants.add("acme");
    keys.tenantsChanged();
    assertThat(mayCall("a-key-of-the-file", Scope.INFERENCE)).isFalse();
  }
}

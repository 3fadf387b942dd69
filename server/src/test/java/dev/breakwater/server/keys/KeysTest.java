package dev.breakwater.server.keys;

import static org.assertj.core.api.Assertions.assertThat;

import dev.breakwater.gateway.access.Access;
import dev.breakwater.gateway.access.Credentials;
import dev.breakwater.gateway.access.KeyHash;
import dev.breakwater.gateway.access.VirtualKey;
import dev.breakwater.gateway.access.VirtualKey.Scope;
import dev.breakwater.gateway.access.WrongKeys;
import dev.breakwater.gateway.rejection.Rejection;
import dev.breakwater.gateway.settings.Secret;
import dev.breakwater.operations.keys.KeyStore;
import dev.breakwater.operations.keys.StoredKey;
import dev.breakwater.server.config.KeySettings;
import dev.breakwater.server.runtime.RealTime;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Which keys are good after a start, and which of them were made by it. */
class KeysTest {
  private static final byte[] PEPPER = new byte[32];
  private static final Instant NOW = Instant.parse("2026-01-31T09:00:00Z");
  private final MemoryStore store = new MemoryStore();
  private Keys keys = fresh();

  private Keys fresh() {
    return new Keys(PEPPER, store, InstantSource.fixed(NOW));
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
    StoredKey stored = store.all().getFirst();
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
    assertThat(store.all()).isEmpty();
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

  @Test
  void madeKeysAreAllDifferent() {
    Set<String> seen = new HashSet<>();
    SecureRandom random = new SecureRandom();
    for (int i = 0; i < 1_000; i++) {
      assertThat(seen.add(NewKey.make(random))).isTrue();
    }
  }

  /** Keys in memory. */
  private static final class MemoryStore implements KeyStore {
    private final Map<String, StoredKey> byId = new LinkedHashMap<>();

    @Override
    public List<StoredKey> all() {
      return List.copyOf(byId.values());
    }

    @Override
    public void put(StoredKey key) {
      byId.put(key.key().id(), key);
    }

    @Override
    public boolean revoke(String id, Instant at) {
      StoredKey key = byId.get(id);
      if (key == null) {
        return false;
      }
      put(new StoredKey(key.key(), key.prefix(), key.hash(), key.created(), at));
      return true;
    }
  }
}

package dev.breakwater.store.sql;

import static org.assertj.core.api.Assertions.assertThat;

import dev.breakwater.gateway.access.VirtualKey;
import dev.breakwater.operations.keys.StoredKey;
import java.time.Instant;
import java.util.Set;
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

  SqlKeysTest(TestDatabase.Kind kind) {
    databases = kind.make();
  }

  @BeforeEach
  void open() {
    database = databases.open();
  }

  @AfterEach
  void close() {
    database.close();
    databases.close();
  }

  @Test
  void keysComeBackAsTheyWereKept() {
    StoredKey key =
        new StoredKey(
            new VirtualKey(
                "key_1",
                "app",
                "acme",
                "production",
                Set.of(VirtualKey.Scope.INFERENCE, VirtualKey.Scope.READ)),
            "bw_abc",
            new byte[] {1, 2, 3},
            NOW,
            null);
    SqlKeys keys = new SqlKeys(database);
    keys.put(key);
    keys.put(key);
    assertThat(keys.all()).containsExactly(key);
    assertThat(keys.revoke("key_1", NOW)).isTrue();
    assertThat(keys.revoke("key_1", NOW)).isFalse();
    assertThat(keys.all()).extracting(StoredKey::revoked).containsExactly(NOW);
  }
}

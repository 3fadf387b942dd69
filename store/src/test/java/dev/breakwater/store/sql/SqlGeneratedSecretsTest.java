package dev.breakwater.store.sql;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.api.Test;

class SqlGeneratedSecretsTest extends OnEachDatabase {
  private static final Instant NOW = Instant.ofEpochMilli(1_750_000_000_000L);
  private static final byte[] FIRST = {1, 2};
  private static final byte[] SECOND = {3};

  SqlGeneratedSecretsTest(TestDatabase.Kind kind) {
    super(kind);
  }

  @Test
  void whoComesSecondGoesOnWithWhatTheFirstMade() {
    SqlGeneratedSecrets secrets = new SqlGeneratedSecrets(database);
    assertThat(secrets.find("pepper")).isEmpty();
    assertThat(secrets.keepFirst("pepper", FIRST, NOW)).isEqualTo(FIRST);
    assertThat(secrets.keepFirst("pepper", SECOND, NOW)).isEqualTo(FIRST);
    assertThat(secrets.find("pepper").orElseThrow()).isEqualTo(FIRST);
  }

  @Test
  void whatIsSealedAnewTakesThePlaceOfWhatWasThere() {
    SqlGeneratedSecrets secrets = new SqlGeneratedSecrets(database);
    secrets.keepFirst("pepper", FIRST, NOW);
    secrets.put("pepper", SECOND, NOW);
    secrets.put("other", FIRST, NOW);
    assertThat(secrets.all()).containsOnlyKeys("other", "pepper");
    assertThat(secrets.all().get("pepper")).isEqualTo(SECOND);
  }
}

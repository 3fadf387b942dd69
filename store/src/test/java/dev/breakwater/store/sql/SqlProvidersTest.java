package dev.breakwater.store.sql;

import static org.assertj.core.api.Assertions.assertThat;

import dev.breakwater.gateway.settings.ModelSettings;
import dev.breakwater.gateway.settings.ProviderId;
import dev.breakwater.operations.health.ProviderHealth;
import dev.breakwater.operations.providers.ProviderKind;
import dev.breakwater.operations.providers.ProviderLeaves;
import dev.breakwater.operations.providers.SealedCredential;
import dev.breakwater.operations.providers.StoredProvider;
import java.net.URI;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class SqlProvidersTest extends OnEachDatabase {
  private static final Instant NOW = Instant.ofEpochMilli(1_750_000_000_000L);
  private static final ProviderId SHARED = ProviderId.shared("openai");
  private static final ProviderId ACMES = new ProviderId("acme", "openai");

  private final TestDatabase.Kind kind;
  private SqlProviders providers;

  SqlProvidersTest(TestDatabase.Kind kind) {
    super(kind);
    this.kind = kind;
  }

  @BeforeEach
  void open() {
    providers = new SqlProviders(database);
  }

  private static StoredProvider full(ProviderId id) {
    return new StoredProvider(
        id,
        new ProviderLeaves(
            ProviderKind.AZURE,
            "azure",
            URI.create("https://acme.openai.azure.com"),
            true,
            "2024-10-21",
            Map.of("gpt-4o", "big"),
            "eu-west-1",
            List.of(new ModelSettings("gpt-4o", null, 128_000, 16_384, Set.of("tools")))),
        Optional.of(new SealedCredential(new byte[] {1, 2, 3}, "fp_0123456789ab")),
        true,
        false,
        false,
        NOW,
        NOW.plusSeconds(1));
  }

  private static StoredProvider empty(ProviderId id, boolean deleted) {
    return new StoredProvider(
        id, ProviderLeaves.NONE, Optional.empty(), false, true, deleted, NOW, NOW);
  }

  @Test
  void whatIsSaidComesBackAsItWasKept() {
    providers.put(full(ACMES));
    providers.put(empty(SHARED, true));
    assertThat(providers.all()).containsExactly(full(ACMES), empty(SHARED, true));
  }

  @Test
  void twoOwnersMayHaveOneNameAndOneOwnerHasItOnce() {
    providers.put(full(ACMES));
    providers.put(full(SHARED));
    providers.put(empty(ACMES, false));
    assertThat(providers.all()).containsExactly(empty(ACMES, false), full(SHARED));
    providers.remove(ACMES);
    assertThat(providers.all()).containsExactly(full(SHARED));
  }

  @Test
  void whatATenantDoesNotUseIsKeptUntilItUsesItAgain() {
    providers.withhold("acme", "openai", true, NOW);
    providers.withhold("acme", "google", true, NOW);
    providers.withhold("zeta", "openai", true, NOW);
    providers.withhold("acme", "google", false, NOW);
    assertThat(providers.withheld())
        .isEqualTo(Map.of("acme", Set.of("openai"), "zeta", Set.of("openai")));
  }

  @Test
  void nothingOfATenantStaysWhenItIsErased() {
    providers.put(full(ACMES));
    providers.put(full(SHARED));
    providers.withhold("acme", "google", true, NOW);
    providers.eraseTenant("acme");
    assertThat(providers.all()).containsExactly(full(SHARED));
    assertThat(providers.withheld()).isEmpty();
  }

  @Test
  void howAProviderIsDoesNotDisturbWhatIsSaidOfIt() {
    SqlHealth health = new SqlHealth(database);
    health.put(ProviderHealth.unknown(SHARED));
    assertThat(providers.all()).as("the file's own are not the API's").isEmpty();
    providers.put(full(SHARED));
    health.put(ProviderHealth.unknown(SHARED));
    health.remove(SHARED);
    assertThat(providers.all()).containsExactly(full(SHARED));
    health.put(ProviderHealth.unknown(SHARED));
    health.put(ProviderHealth.unknown(ACMES));
    providers.remove(SHARED);
    if (kind == TestDatabase.Kind.POSTGRESQL) {
      assertThat(TestDatabase.texts(database, "SELECT tenant FROM llm_health_status"))
          .as("goes with its provider")
          .containsExactly("acme");
      assertThat(TestDatabase.texts(database, "SELECT id FROM llm_configurations"))
          .as("the database makes the id that the program makes")
          .containsExactly(StoredProvider.idOf(ACMES));
    }
  }
}

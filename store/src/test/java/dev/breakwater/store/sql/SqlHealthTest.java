package dev.breakwater.store.sql;

import static org.assertj.core.api.Assertions.assertThat;

import dev.breakwater.gateway.settings.ProviderId;
import dev.breakwater.operations.health.ProbeCost;
import dev.breakwater.operations.health.ProviderHealth;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** One row a provider, whatever happens to it. */
@ParameterizedClass
@EnumSource(TestDatabase.Kind.class)
class SqlHealthTest {
  private final TestDatabase databases;

  SqlHealthTest(TestDatabase.Kind kind) {
    databases = kind.make();
  }

  @AfterEach
  void close() {
    databases.close();
  }

  private Database open() {
    return databases.open();
  }

  private static ProviderHealth health(
      String provider, boolean healthy, @Nullable String error, int failures) {
    return health(ProviderId.shared(provider), healthy, error, failures);
  }

  private static ProviderHealth health(
      ProviderId provider, boolean healthy, @Nullable String error, int failures) {
    return new ProviderHealth(
        provider,
        healthy,
        1_800_000_000_123L,
        error,
        failures,
        failures == 0 ? 7 : 0,
        Duration.ofMillis(42),
        "110",
        66.6,
        null,
        new ProbeCost(3, 210, 1),
        List.of());
  }

  @Test
  void whatIsPutComesBackInAnotherLife() {
    ProviderHealth ill = health("openai", false, "it's \"dead\" 😀", 4);
    ProviderHealth fresh = ProviderHealth.unknown(ProviderId.shared("anthropic"));
    try (Database database = open()) {
      SqlHealth store = new SqlHealth(database);
      store.put(ill);
      store.put(fresh);
    }
    try (Database database = open()) {
      assertThat(new SqlHealth(database).all()).containsExactly(ill, fresh);
    }
  }

  @Test
  void aProviderHasOneRowHoweverOftenItIsPut() {
    try (Database database = open()) {
      SqlHealth store = new SqlHealth(database);
      for (int check = 0; check < 20; check++) {
        store.put(health("openai", check % 2 == 0, null, check));
        store.put(health("google", true, null, 0));
      }
      assertThat(store.all())
          .containsExactly(health("openai", false, null, 19), health("google", true, null, 0));
    }
  }

  @Test
  void aProviderThatGoesLosesItsRowAndNoOther() {
    try (Database database = open()) {
      SqlHealth store = new SqlHealth(database);
      store.put(health("openai", true, null, 0));
      store.put(health("google", true, null, 0));
      store.remove(ProviderId.shared("openai"));
      store.remove(ProviderId.shared("nobody"));
      assertThat(store.all()).containsExactly(health("google", true, null, 0));
    }
  }

  @Test
  void providersOfOneNameAndDifferentOwnersHaveARowEach() {
    ProviderId acmes = new ProviderId("acme", "openai");
    ProviderId globexs = new ProviderId("globex", "openai");
    try (Database database = open()) {
      SqlHealth store = new SqlHealth(database);
      store.put(health("openai", true, null, 0));
      store.put(health(acmes, false, "401", 3));
      store.put(health(globexs, true, null, 0));
      store.put(health(acmes, false, "401", 4));
      assertThat(store.all())
          .containsExactly(
              health("openai", true, null, 0),
              health(acmes, false, "401", 4),
              health(globexs, true, null, 0));
      store.remove(acmes);
      assertThat(store.all())
          .containsExactly(health("openai", true, null, 0), health(globexs, true, null, 0));
    }
  }
}

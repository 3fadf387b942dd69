package dev.breakwater.server.api.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.breakwater.gateway.access.Role;
import dev.breakwater.operations.Transactions;
import dev.breakwater.operations.changes.Actor;
import dev.breakwater.operations.changes.Changes;
import dev.breakwater.operations.changes.Revisions;
import dev.breakwater.operations.changes.Topic;
import dev.breakwater.operations.flags.Flag;
import dev.breakwater.operations.flags.FlagStore;
import dev.breakwater.operations.flags.FlagValue;
import dev.breakwater.operations.flags.Flags;
import dev.breakwater.operations.roles.Principal;
import dev.breakwater.server.api.ApiProblem;
import dev.breakwater.server.api.Calls;
import dev.breakwater.server.api.Operation;
import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpMethod;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class FlagsResourceTest {
  private static final JsonMapper JSON = JsonMapper.shared();
  private static final Actor OWNER = new Actor(Principal.ANYBODY, "127.0.0.1");

  private final Kept kept = new Kept();
  private final Flags flags =
      Flags.open(
          kept,
          new Changes(kept, _ -> {}, new Silent()),
          InstantSource.fixed(Instant.EPOCH),
          Map.of("GREETING", new Flag("GREETING", new FlagValue.Text("hello"), Flag.Source.FILE)));
  private final List<Operation> operations = new FlagsResource(flags).operations();

  @Test
  void everyFlagIsShownPlainlyAndWithItsOrigin() {
    JsonNode shown = call(HttpMethod.GET, OWNER, "");

    assertThat(shown.get("LLM_EVENTS_ENABLED").booleanValue()).isTrue();
    assertThat(shown.get("GREETING").stringValue()).isEqualTo("hello");
    assertThat(shown.at("/flags/LLM_EVENTS_ENABLED/origin").stringValue()).isEqualTo("default");
    assertThat(shown.at("/flags/GREETING/value").stringValue()).isEqualTo("hello");
    assertThat(shown.at("/flags/GREETING/origin").stringValue()).isEqualTo("file");
  }

  @Test
  void aChangeHoldsAtOnceAndNullTakesItBack() {
    JsonNode changed =
        call(HttpMethod.PATCH, OWNER, "{\"LLM_EVENTS_ENABLED\": false, \"GREETING\": 12.50}");

    assertThat(changed.get("LLM_EVENTS_ENABLED").booleanValue()).isFalse();
    assertThat(changed.at("/flags/GREETING/origin").stringValue()).isEqualTo("api");
    assertThat(changed.get("GREETING").decimalValue()).isEqualByComparingTo("12.5");
    assertThat(flags.generation()).isFalse();

    call(HttpMethod.PATCH, OWNER, "{\"LLM_EVENTS_ENABLED\": null}");
    assertThat(flags.generation()).isTrue();
  }

  @Test
  void whatIsNoFlagIsRefusedByName() {
    assertThatThrownBy(() -> call(HttpMethod.PATCH, OWNER, "{\"GREETNG\": true}"))
        .isInstanceOfSatisfying(
            ApiProblem.class,
            problem -> {
              assertThat(problem.status()).isEqualTo(422);
              assertThat(problem.field()).contains("GREETNG");
              assertThat(problem.getMessage()).contains("GREETING");
            });
    for (String body : List.of("{\"GREETING\": []}", "{\"GREETING\": 1e999999999}", "{}")) {
      assertThatThrownBy(() -> call(HttpMethod.PATCH, OWNER, body))
          .as(body)
          .isInstanceOfSatisfying(
              ApiProblem.class, problem -> assertThat(problem.status()).isEqualTo(422));
    }
    assertThat(flags.shadowed()).isEmpty();
  }

  @Test
  void oneOfATenantsMayNotChangeThem() {
    Actor confined =
        new Actor(
            new Principal(
                Principal.Kind.KEY, "key_1", "ops", Role.TENANT_ADMIN, Optional.of("acme")),
            "10.0.0.1");

    assertThatThrownBy(() -> call(HttpMethod.PATCH, confined, "{\"LLM_EVENTS_ENABLED\": false}"))
        .isInstanceOfSatisfying(
            ApiProblem.class, problem -> assertThat(problem.status()).isEqualTo(403));
    assertThat(flags.generation()).isTrue();
  }

  private JsonNode call(HttpMethod method, Actor actor, String body) {
    Operation operation =
        operations.stream().filter(it -> it.method().equals(method)).findFirst().orElseThrow();
    return JSON.valueToTree(
        operation
            .action()
            .perform(
                Calls.by(
                    actor,
                    Map.of(),
                    MultiMap.caseInsensitiveMultiMap(),
                    body.getBytes(StandardCharsets.UTF_8)))
            .body());
  }

  /** No other node listens. */
  private static final class Silent implements Revisions {
    @Override
    public void raise(Topic topic) {}

    @Override
    public Map<Topic, Long> current() {
      return Map.of();
    }
  }

  /** Keeps flags in memory. */
  private static final class Kept implements FlagStore, Transactions {
    private final Map<String, FlagValue> values = new HashMap<>();

    @Override
    public <T extends @Nullable Object> T inOne(Supplier<T> work) {
      return work.get();
    }

    @Override
    public Map<String, FlagValue> all() {
      return Map.copyOf(values);
    }

    @Override
    public void put(String name, FlagValue value, Instant at) {
      values.put(name, value);
    }

    @Override
    public boolean delete(String name) {
      return values.remove(name) != null;
    }
  }
}

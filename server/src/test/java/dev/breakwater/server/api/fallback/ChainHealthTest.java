package dev.breakwater.server.api.fallback;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.breakwater.gateway.access.Role;
import dev.breakwater.gateway.attempt.TargetHealths;
import dev.breakwater.gateway.settings.AtomicSettings;
import dev.breakwater.gateway.settings.AttemptSettings;
import dev.breakwater.gateway.settings.ChainSettings;
import dev.breakwater.gateway.settings.ProviderSettings;
import dev.breakwater.gateway.settings.Settings;
import dev.breakwater.gateway.settings.Target;
import dev.breakwater.gateway.settings.TenantSettings;
import dev.breakwater.operations.changes.Actor;
import dev.breakwater.operations.roles.Principal;
import dev.breakwater.server.api.ApiProblem;
import dev.breakwater.server.api.ApiRequest;
import dev.breakwater.server.api.Calls;
import dev.breakwater.server.api.IdleMonitor;
import dev.breakwater.server.runtime.RealTime;
import dev.breakwater.wire.format.Protocol;
import io.vertx.core.MultiMap;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Two providers of one name, a shared one and acme's own, and how they are told apart. */
class ChainHealthTest {
  private static final Actor ABOVE = actor(Optional.empty(), Role.ADMIN);
  private static final Actor ACME = actor(Optional.of("acme"), Role.TENANT_ADMIN);
  private static final Actor BETA = actor(Optional.of("beta"), Role.TENANT_ADMIN);

  private final AtomicSettings live = new AtomicSettings(settings());
  private final TargetHealths healths = new TargetHealths(new RealTime());
  private final ChainHealth health = new ChainHealth(live, healths, IdleMonitor.of(live, healths));

  private static Actor actor(Optional<String> tenant, Role role) {
    return new Actor(new Principal(Principal.Kind.KEY, "k", "k", role, tenant), "192.0.2.1");
  }

  private static ProviderSettings openai() {
    return new ProviderSettings(
        "openai", "openai", Protocol.OPENAI, URI.create("http://127.0.0.1:9/v1"), null, List.of());
  }

  private static Settings settings() {
    ChainSettings chain =
        ChainSettings.of(
            "production",
            new Target("openai", "m"),
            List.of(),
            AttemptSettings.DEFAULT,
            ChainSettings.Origin.FILE);
    return Settings.EMPTY
        .withProviders(List.of(openai()))
        .withChains(Map.of("production", chain))
        .withTenant(
            "acme", TenantSettings.NOTHING.withProviders(List.of(openai().ownedBy("acme"))));
  }

  private static ApiRequest call(Actor actor, String body) {
    return Calls.by(
        actor, Map.of(), MultiMap.caseInsensitiveMultiMap(), body.getBytes(StandardCharsets.UTF_8));
  }

  private List<String> listed(Actor actor) {
    JsonNode answer = JsonMapper.shared().valueToTree(health.list(call(actor, "")).body());
    List<String> entries = new ArrayList<>();
    answer
        .get("providers")
        .forEach(it ->
            entries.add(
                it.get("provider").stringValue()
                    + "/"
                    + it.get("model").stringValue()
                    + " of "
                    + it.path("tenant").asString("all")));
    return entries;
  }

  @Test
  void aTenantsOwnProviderSaysWhoseItIs() {
    assertThat(listed(ABOVE)).containsExactly("openai/m of all", "openai/m of acme");
    assertThat(listed(ACME)).containsExactly("openai/m of acme");
    assertThat(listed(BETA)).containsExactly("openai/m of all");
  }

  private String reset(Actor actor, String provider) {
    JsonNode answer =
        JsonMapper.shared()
            .valueToTree(
                health
                    .reset(call(actor, "{\"provider\": \"" + provider + "\", \"model\": \"m\"}"))
                    .body());
    return answer.at("/providers/0/tenant").asString("all");
  }

  @Test
  void whatIsMeantCanBeSaidUnambiguously() {
    assertThat(reset(ABOVE, "openai")).isEqualTo("all");
    assertThat(reset(ABOVE, "acme:openai")).isEqualTo("acme");
    assertThat(reset(ACME, "openai")).isEqualTo("acme");
    assertThat(reset(ACME, "acme:openai")).isEqualTo("acme");
    assertThatThrownBy(() -> reset(BETA, "acme:openai"))
        .isInstanceOf(ApiProblem.class)
        .hasMessageContaining("'acme:openai' is not a configured provider");
  }
}

package dev.breakwater.server.config;

import static dev.breakwater.server.config.Loads.PROVIDERS;
import static dev.breakwater.server.config.Loads.accepted;
import static dev.breakwater.server.config.Loads.load;
import static dev.breakwater.server.config.Loads.problems;
import static org.assertj.core.api.Assertions.assertThat;

import dev.breakwater.gateway.settings.ChainSettings;
import dev.breakwater.gateway.settings.ProviderId;
import dev.breakwater.gateway.settings.ProviderSettings;
import dev.breakwater.gateway.settings.RouteSettings;
import dev.breakwater.gateway.settings.Secret;
import dev.breakwater.gateway.settings.Settings;
import dev.breakwater.gateway.settings.Target;
import dev.breakwater.gateway.settings.TenantSettings;
import java.net.URI;
import java.time.ZoneId;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

class TenantKeysTest {
  private static final String ACME =
      PROVIDERS
          + """
          tenants:
            - id: acme
              name: Acme Limited
              timezone: Asia/Tokyo
              withhold: [local]
              providers:
                - {name: openai, apiKey: sk-acme, models: [gpt-4o]}
              chains:
                production: {primary: openai/gpt-4o, maxRetries: 7}
              routes:
                smart: {targets: [openai/gpt-4o]}
          """;

  @Test
  void aTenantHasItsOwnProvidersChainsAndRoutes() {
    Configuration configuration = accepted(ACME);
    TenantSettings own = configuration.gateway().tenant("acme");

    assertThat(own.providers()).extracting(ProviderSettings::id).containsExactly(acme("openai"));
    assertThat(own.providers().getFirst().apiKey()).isEqualTo(new Secret("sk-acme"));
    assertThat(own.chains()).containsOnlyKeys(Settings.PRODUCTION);
    assertThat(production(own).primary()).isEqualTo(new Target("openai", "gpt-4o"));
    assertThat(own.routes()).extracting(RouteSettings::name).containsExactly("smart");
    assertThat(own.routes().getFirst().attempts().retries().maxRetries())
        .as("what a route leaves out is as in the tenant's own chain")
        .isEqualTo(7);
    assertThat(own.withheld()).containsExactly("local");
    assertThat(configuration.tenants())
        .containsExactly(
            new DeclaredTenant("acme", "Acme Limited", Optional.of(ZoneId.of("Asia/Tokyo"))),
            DeclaredTenant.named("default"));
    assertThat(configuration.gateway().providers())
        .extracting(ProviderSettings::id)
        .allMatch(ProviderId::isShared);
  }

  @Test
  void aProviderAmongTheSharedOnesMayBeATenantsOwn() {
    Configuration configuration =
        accepted(
            PROVIDERS
                + "  - {name: openai, tenant: acme, apiKey: sk-acme}\n"
                + "keys: [{name: app, key: 0123456789abcdef, tenant: globex}]\n");

    assertThat(configuration.gateway().provider(acme("openai"))).isPresent();
    assertThat(configuration.gateway().provider("openai").orElseThrow().apiKey())
        .isEqualTo(new Secret("sk-file"));
    assertThat(configuration.tenants())
        .extracting(DeclaredTenant::id)
        .containsExactly("acme", "default", "globex");
    assertThat(configuration.origins()).containsKey("providers[acme:openai].apiKey");
  }

  @Test
  void aTenantsTargetsNameItsOwnAndSharedProvidersButNoneThatIsWithheld() {
    accepted(PROVIDERS + "tenants: [{id: a, chains: {production: {primary: local/llama}}}]\n");

    assertThat(
            problems(
                PROVIDERS
                    + "tenants: [{id: a, withhold: [local], chains: {production: {primary:"
                    + " local/llama}}}]\n"))
        .singleElement()
        .asString()
        .contains("tenants[a].chains.production.primary: no provider 'local' is configured");
    assertThat(
            problems(
                PROVIDERS
                    + "tenants:\n"
                    + "  - {id: a, providers: [{name: mine, protocol: openai, baseUrl:"
                    + " \"http://127.0.0.1:9/v1\"}]}\n"
                    + "  - {id: b, routes: {r: {targets: [mine/m]}}}\n"))
        .singleElement()
        .asString()
        .contains("tenants[b].routes.r.targets[0]: no provider 'mine' is configured");
  }

  @Test
  void problemsInATenantAreFoundByItsId() {
    assertThat(
            problems(
                PROVIDERS
                    + """
                    tenants:
                      - {id: acme, providers: [{name: openai, apiKey: k, baseUrl: "ftp://x"}]}
                      - {id: acme, nam: x}
                      - {name: nobody}
                      - {id: system}
                      - {id: b, timezone: Tokio, budget: {daily: 1}}
                    """))
        .anySatisfy(it -> assertThat(it).contains("tenants[acme].providers[openai].baseUrl: 'ftp"))
        .anySatisfy(it -> assertThat(it).contains("tenants[acme].id: a second tenant 'acme'"))
        .anySatisfy(it -> assertThat(it).contains("tenants[acme].nam: unknown key; did you mean"))
        .anySatisfy(it -> assertThat(it).contains("tenants[2].id: is missing"))
        .anySatisfy(it -> assertThat(it).contains("tenants[system].id: 'system' is Breakwater's"))
        .anySatisfy(it -> assertThat(it).contains("tenants[b].timezone: no time zone 'Tokio'"))
        .anySatisfy(it -> assertThat(it).contains("tenants[b].budget: is not supported"))
        .hasSize(7);
  }

  @Test
  void aTenantsOwnProviderTakesNoKeyFromTheEnvironment() {
    assertThat(
            problems(
                "tenants: [{id: acme, providers: [{name: openai}]}]",
                Map.of("OPENAI_API_KEY", "sk-of-the-installation"),
                LoadOptions.NONE))
        .singleElement()
        .asString()
        .contains("tenants[acme].providers[openai].apiKey: is missing");
  }

  @Test
  void aTenantAloneNeedsNoSharedChain() {
    Configuration configuration =
        accepted("tenants: [{id: acme, providers: [{name: openai, apiKey: k, models: [m]}]}]");

    assertThat(configuration.simulator()).isEmpty();
    assertThat(configuration.gateway().chains()).isEmpty();
    ChainSettings chain = production(configuration.gateway().tenant("acme"));
    assertThat(chain.primary()).isEqualTo(new Target("openai", "m"));
    assertThat(chain.origin()).isEqualTo(ChainSettings.Origin.DERIVED);
  }

  @Test
  void whatIsWithheldInVainIsWarnedOf() {
    Loaded loaded = load(PROVIDERS + "tenants: [{id: a, withhold: [locl]}]");

    assertThat(Loads.shown(loaded.warnings()))
        .singleElement()
        .asString()
        .contains("tenants[a].withhold: no shared provider is named 'locl'", "'local'");
  }

  @Test
  void simulatedProvidersStandInForATenantsOwnToo() {
    LoadOptions simulate =
        new LoadOptions(
            Optional.empty(),
            OptionalInt.empty(),
            Optional.empty(),
            true,
            OptionalInt.of(23_100),
            false);
    Configuration configuration = accepted(ACME, Map.of(), simulate);

    ProviderSettings own = configuration.gateway().provider(acme("openai")).orElseThrow();
    assertThat(own.baseUrl()).isEqualTo(URI.create("http://127.0.0.1:23100/openai/v1"));
    assertThat(own.apiKey()).isNotEqualTo(new Secret("sk-acme"));
    assertThat(configuration.withSimulatorOn(23_101).gateway().provider(acme("openai")))
        .get()
        .extracting(ProviderSettings::baseUrl)
        .isEqualTo(URI.create("http://127.0.0.1:23101/openai/v1"));
    assertThat(configuration.gateway().tenant("acme").providers()).hasSize(1);
  }

  private static ChainSettings production(TenantSettings own) {
    return Objects.requireNonNull(own.chains().get(Settings.PRODUCTION));
  }

  private static ProviderId acme(String name) {
    return new ProviderId("acme", name);
  }
}

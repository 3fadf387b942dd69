package dev.breakwater.server.imports;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.breakwater.gateway.price.Rate;
import dev.breakwater.gateway.price.Rates;
import dev.breakwater.gateway.settings.AttemptSettings;
import dev.breakwater.gateway.settings.Choice.Strategy;
import dev.breakwater.gateway.settings.Hosting;
import dev.breakwater.gateway.settings.ModelSettings;
import dev.breakwater.gateway.settings.ProviderSettings;
import dev.breakwater.gateway.settings.RouteSettings;
import dev.breakwater.gateway.settings.RouteTarget;
import dev.breakwater.gateway.settings.Settings;
import dev.breakwater.gateway.settings.Target;
import dev.breakwater.server.config.Configuration;
import dev.breakwater.server.config.ConfigurationLoader;
import dev.breakwater.server.config.LoadOptions;
import dev.breakwater.server.config.Loaded;
import dev.breakwater.server.imports.LiteLlmImport.Imported;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class LiteLlmImportTest {
  private static Imported imported(String text) throws IOException {
    return LiteLlmImport.of(
        "config.yaml",
        text,
        name -> {
          throw new IOException("no " + name);
        });
  }

  private static String large() throws IOException {
    try (InputStream in = LiteLlmImportTest.class.getResourceAsStream("litellm.yaml")) {
      return new String(Objects.requireNonNull(in).readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  /** What a server makes of it, once the variables are set. */
  private static Configuration loaded(Imported imported) {
    Map<String, String> environment = new TreeMap<>();
    imported.variables().forEach(name -> environment.put(name, "value-of-" + name));
    Loaded loaded =
        new ConfigurationLoader(environment, LoadOptions.NONE).load("b.yaml", imported.yaml());
    assertThat(loaded).as(imported.yaml()).isInstanceOf(Loaded.Accepted.class);
    assertThat(loaded.warnings()).isEmpty();
    return ((Loaded.Accepted) loaded).configuration();
  }

  private static RouteSettings route(Configuration configuration, String name) {
    return configuration.gateway().routes().stream()
        .filter(it -> it.name().equals(name))
        .findFirst()
        .orElseThrow();
  }

  private static List<String> targets(RouteSettings route) {
    return route.targets().stream().map(it -> it.target().toString()).toList();
  }

  @Test
  void aLargeFileIsTakenOverAndLoads() throws IOException {
    Imported imported = imported(large());
    Configuration configuration = loaded(imported);

    assertThat(imported.models()).isEqualTo(new LiteLlmImport.Models(46, 44));
    assertThat(configuration.gateway().routes()).hasSizeGreaterThan(40);
    assertThat(configuration.gateway().providers())
        .extracting(ProviderSettings::name)
        .contains("openai", "anthropic", "gemini", "azure", "azure-2", "bedrock", "groq", "xai");
  }

  @Test
  void noSecretIsWrittenOrTold() throws IOException {
    Imported imported = imported(large());

    assertThat(imported.yaml()).doesNotContain("planted").contains("${HOSTED_VLLM_API_KEY}");
    assertThat(imported.remarks().toString()).doesNotContain("planted");
    assertThat(imported.variables())
        .contains("OPENAI_API_KEY", "AZURE_EAST_KEY", "HOSTED_VLLM_API_KEY", "LITELLM_MASTER_KEY");
  }

  @Test
  void equalDeploymentsShareByTheirRatesAndFallBackInOrder() throws IOException {
    RouteSettings route = route(loaded(imported(large())), "gpt-4o");

    assertThat(targets(route))
        .containsExactly(
            "openai/gpt-4o",
            "azure/gpt-4o",
            "azure-2/gpt-4o",
            "anthropic/claude-sonnet-4",
            "gemini/gemini-2.5-pro");
    assertThat(route.targets()).extracting(RouteTarget::weight).containsExactly(1, 1, 3, 1, 1);
    assertThat(route.targets()).extracting(RouteTarget::level).containsExactly(0, 0, 0, 1, 2);
    assertThat(route.attempts().choice().strategy()).isEqualTo(Strategy.WEIGHTED);
  }

  @Test
  void anAzureDeploymentGoesByWhatItServes() throws IOException {
    ProviderSettings azure = loaded(imported(large())).gateway().provider("azure-2").orElseThrow();

    assertThat(azure.hosting())
        .isEqualTo(new Hosting.Azure("2024-10-21", Map.of("gpt-4o", "gpt4o-west")));
    assertThat(azure.baseUrl()).hasToString("https://west.openai.azure.com");
  }

  @Test
  void whatIsSaidForAllModelsIsTheChainsAndTheRoutesTakeItOver() throws IOException {
    Configuration configuration = loaded(imported(large()));
    AttemptSettings chain =
        Objects.requireNonNull(configuration.gateway().chains().get(Settings.PRODUCTION))
            .attempts();

    assertThat(chain.retries().maxRetries()).isEqualTo(2);
    assertThat(chain.retries().retryDelay()).isEqualTo(Duration.ofSeconds(1));
    assertThat(chain.circuit().threshold()).isEqualTo(4);
    assertThat(chain.circuit().resetTime()).isEqualTo(Duration.ofSeconds(30));
    assertThat(chain.timeouts().attempt()).isEqualTo(Duration.ofMinutes(10));
    RouteSettings house = route(configuration, "house");
    assertThat(house.attempts().retries().maxRetries()).isEqualTo(2);
    assertThat(house.attempts().timeouts().attempt()).isEqualTo(Duration.ofSeconds(30));
    assertThat(house.attempts().timeouts().firstByte()).isEqualTo(Duration.ofMillis(2_500));
    assertThat(targets(house))
        .as("default_fallbacks follow")
        .containsExactly("hosted_vllm/house-model", "openai/gpt-4o-mini");
  }

  @Test
  void pricesAndWindowsAreTakenOver() throws IOException {
    ModelSettings model =
        loaded(imported(large()))
            .gateway()
            .provider("hosted_vllm")
            .orElseThrow()
            .models()
            .getFirst();

    assertThat(model.contextWindow()).isEqualTo(32_768);
    assertThat(model.maxOutput()).isEqualTo(4_096);
    assertThat(model.capabilities()).containsExactly("tools");
    assertThat(Objects.requireNonNull(model.price()).standard().base())
        .isEqualTo(Rates.of(Map.of(Rate.INPUT, 150_000_000L, Rate.OUTPUT, 600_000_000L)));
  }

  @Test
  void ordersAliasesAndOllamaAreUnderstood() throws IOException {
    Configuration configuration = loaded(imported(large()));

    assertThat(targets(route(configuration, "ordered")).subList(0, 2))
        .containsExactly("anthropic/claude-3-haiku", "openai/gpt-4o-mini");
    assertThat(targets(route(configuration, "gpt-4")).getFirst()).isEqualTo("openai/gpt-4o");
    assertThat(route(configuration, "cheap").targets().getFirst().target())
        .isEqualTo(new Target("openai", "gpt-4o-mini"));
    assertThat(configuration.gateway().provider("ollama-local").orElseThrow().baseUrl())
        .hasToString("http://10.0.0.5:11434/v1");
  }

  @Test
  void whatIsLostIsNamedWithItsLine() throws IOException {
    List<Remark> remarks = imported(large()).remarks();

    assertThat(remarks)
        .filteredOn(it -> it.kind() == Remark.Kind.LEFT)
        .extracting(Remark::subject)
        .contains(
            "model vertex-pro",
            "model drawing",
            "model house, temperature",
            "litellm_settings.cache",
            "router_settings.redis_host",
            "general_settings.alerting",
            "guardrails");
    assertThat(remarks)
        .filteredOn(it -> it.message().contains("'nobody' is no model"))
        .singleElement()
        .satisfies(
            it -> assertThat(large().lines().toList().get(it.line() - 1)).contains("nobody"));
  }

  @Test
  void zeroIsANumberToo() throws IOException {
    Configuration configuration =
        loaded(
            imported(
                """
                model_list:
                  - model_name: free
                    litellm_params: {model: openai/gpt-4o, input_cost_per_token: 0, output_cost_per_token: 0.0}
                litellm_settings: {num_retries: 0, allowed_fails: 0}
                """));

    AttemptSettings attempts = route(configuration, "free").attempts();
    assertThat(attempts.retries().maxRetries()).isZero();
    assertThat(attempts.circuit().threshold()).isEqualTo(1);
    ModelSettings model =
        configuration.gateway().provider("openai").orElseThrow().models().getFirst();
    assertThat(Objects.requireNonNull(model.price()).standard().base())
        .isEqualTo(Rates.of(Map.of(Rate.INPUT, 0L, Rate.OUTPUT, 0L)));
  }

  @Test
  void anchorsAndMergesAreRead() throws IOException {
    Imported imported =
        imported(
            """
            defaults: &usual
              api_key: os.environ/OPENAI_API_KEY
            model_list:
              - model_name: a
                litellm_params: {<<: *usual, model: openai/gpt-4o}
            """);

    assertThat(targets(route(loaded(imported), "a"))).containsExactly("openai/gpt-4o");
    assertThat(imported.variables()).containsExactly("OPENAI_API_KEY");
  }

  @Test
  void includedFilesAddTheirModels() throws IOException {
    Imported imported =
        LiteLlmImport.of(
            "config.yaml",
            "include: [more.yaml]\n"
                + "model_list:\n"
                + "  - {model_name: a, litellm_params: {model: gpt-4o}}\n",
            name -> "model_list:\n  - {model_name: b, litellm_params: {model: claude-3-haiku}}\n");

    assertThat(loaded(imported).gateway().routes())
        .extracting(RouteSettings::name)
        .containsExactly("a", "b");
  }

  @Test
  void garbageAndBombsAreRefusedInWords() {
    assertThatThrownBy(() -> imported("model_list: [")).hasMessageContaining("config.yaml:1: not");
    assertThatThrownBy(() -> imported("just words")).hasMessageContaining("has no keys");
    assertThatThrownBy(() -> imported("model_list: []")).hasMessageContaining("is empty");
    StringBuilder bomb = new StringBuilder("a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n");
    for (int level = 1; level < 12; level++) {
      String below = "*a" + (level - 1);
      bomb.append(
          "a%d: &a%d [%s]\n"
              .formatted(
                  level, level, String.join(", ", below, below, below, below, below, below)));
    }
    assertThatThrownBy(() -> imported(bomb.toString())).isInstanceOf(IOException.class);
  }
}

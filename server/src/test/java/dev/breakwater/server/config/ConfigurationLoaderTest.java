package dev.breakwater.server.config;

import static dev.breakwater.server.config.Loads.PROVIDERS;
import static dev.breakwater.server.config.Loads.accepted;
import static dev.breakwater.server.config.Loads.load;
import static dev.breakwater.server.config.Loads.problems;
import static org.assertj.core.api.Assertions.assertThat;

import dev.breakwater.gateway.access.VirtualKey.Scope;
import dev.breakwater.gateway.http.TrustedProxies;
import dev.breakwater.gateway.price.Price;
import dev.breakwater.gateway.price.Rate;
import dev.breakwater.gateway.price.Rates;
import dev.breakwater.gateway.settings.Answering;
import dev.breakwater.gateway.settings.Answering.OnContentPolicy;
import dev.breakwater.gateway.settings.AttemptSettings;
import dev.breakwater.gateway.settings.ChainSettings;
import dev.breakwater.gateway.settings.Choice;
import dev.breakwater.gateway.settings.CircuitSettings;
import dev.breakwater.gateway.settings.Hosting;
import dev.breakwater.gateway.settings.ProviderSettings;
import dev.breakwater.gateway.settings.Retries;
import dev.breakwater.gateway.settings.RouteSettings;
import dev.breakwater.gateway.settings.RouteTarget;
import dev.breakwater.gateway.settings.Secret;
import dev.breakwater.gateway.settings.Target;
import dev.breakwater.gateway.settings.Timeouts;
import dev.breakwater.gateway.usage.Durability;
import dev.breakwater.operations.health.HealthSettings;
import dev.breakwater.store.postgresql.PostgresSettings;
import dev.breakwater.wire.format.Protocol;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ConfigurationLoaderTest {

  private static final Map<String, String> SECRETS =
      Map.of("MY_OPENAI_KEY", "sk-one", "APP_KEY", "an application key", "BACKUP_PORT", "9002");

  private static String example() throws IOException {
    try (InputStream in = ConfigurationLoaderTest.class.getResourceAsStream("example.yaml")) {
      return new String(
          java.util.Objects.requireNonNull(in).readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  @Test
  void answersAreKeptForThirtyDaysUnlessTheFileSaysOtherwise() {
    assertThat(accepted("", Map.of(), LoadOptions.NONE).responsesRetention())
        .isEqualTo(Duration.ofDays(30));
    assertThat(
            accepted("responses: {retention: 12h}", Map.of(), LoadOptions.NONE)
                .responsesRetention())
        .isEqualTo(Duration.ofHours(12));
  }

  @Test
  void theJournalOutlivesItsProcessAndFailuresAreLoggedUnlessTheFileSaysOtherwise() {
    Configuration usual = accepted("", Map.of(), LoadOptions.NONE);
    assertThat(usual.journal()).isEqualTo(new JournalChoice(1L << 30, Durability.PROCESS));
    assertThat(usual.logs()).isEqualTo(LogSettings.DEFAULT);
    Configuration other =
        accepted(
            "journal: {durability: power}\nlogs: {format: json, requests: off}",
            Map.of(),
            LoadOptions.NONE);
    assertThat(other.journal().durability()).isEqualTo(Durability.POWER);
    assertThat(other.logs())
        .isEqualTo(new LogSettings(LogSettings.Format.JSON, LogSettings.Requests.OFF));
    assertThat(usual.restartRequired(other)).containsExactly("journal.durability", "logs.format");
    assertThat(problems("journal: {durability: disk}"))
        .singleElement()
        .asString()
        .contains("'disk' is none of process, power");
  }

  @Test
  void telemetryGoesWhereTheFileSaysElseWhereTheEnvironmentSays() {
    assertThat(accepted("").otlp().isOn()).isFalse();
    Map<String, String> environment =
        Map.of(
            "OTEL_EXPORTER_OTLP_ENDPOINT", "http://collector:4318",
            "OTEL_EXPORTER_OTLP_HEADERS", "X-Team=a%20b, x-key=from-env",
            "OTEL_RESOURCE_ATTRIBUTES", "service.name=ignored,zone=eu",
            "OTEL_SERVICE_NAME", "gate");
    OtlpSettings given = accepted("", environment, LoadOptions.NONE).otlp();
    assertThat(given)
        .isEqualTo(
            new OtlpSettings(
                "http://collector:4318",
                Map.of("x-team", new Secret("a b"), "x-key", new Secret("from-env")),
                true,
                true,
                1,
                "gate",
                Map.of("service.name", "ignored", "zone", "eu")));
    OtlpSettings own =
        accepted(
                "telemetry: {otlp: {endpoint: \"https://o.example/otlp\", headers: {X-Key:"
                    + " from-file}, metrics: false, sample: 0.25}}",
                environment,
                LoadOptions.NONE)
            .otlp();
    assertThat(own.endpoint()).isEqualTo("https://o.example/otlp");
    assertThat(own.headers()).containsEntry("x-key", new Secret("from-file"));
    assertThat(own.metrics()).isFalse();
    assertThat(own.sample()).isEqualTo(0.25);
    assertThat(problems("telemetry: {otlp: {endpoint: collector, sample: 2}}")).hasSize(2);
  }

  @Test
  void aFullFileIsReadWhole() throws IOException {
    Configuration configuration = accepted(example(), SECRETS, LoadOptions.NONE);

    assertThat(configuration.server())
        .isEqualTo(
            new ServerSettings(
                "127.0.0.1", 8088, false, ServerSettings.Metrics.OPEN, TrustedProxies.NONE));
    assertThat(configuration.data()).isEqualTo(Path.of("./data"));
    assertThat(configuration.journal().maxSize()).isEqualTo(2L << 30);
    assertThat(configuration.timezone()).isEqualTo(ZoneId.of("Asia/Tokyo"));
    assertThat(configuration.locale()).isEqualTo("ja");
    assertThat(configuration.simulator()).isEmpty();

    List<ProviderSettings> providers = configuration.gateway().providers();
    assertThat(providers)
        .extracting(ProviderSettings::name)
        .containsExactly("openai", "anthropic", "google");
    ProviderSettings openai = providers.getFirst();
    assertThat(openai.protocol()).isEqualTo(Protocol.OPENAI);
    assertThat(openai.baseUrl()).hasToString("http://127.0.0.1:9001/v1");
    assertThat(openai.apiKey()).isEqualTo(new Secret("sk-one"));
    assertThat(openai.models().getFirst().price())
        .isEqualTo(
            Price.of(
                Rates.of(
                    Map.of(
                        Rate.INPUT, 150_000_000L,
                        Rate.OUTPUT, 600_000_000L,
                        Rate.CACHED_INPUT, 75_000_000L)),
                "file"));
    assertThat(openai.models().getFirst().contextWindow()).isEqualTo(128_000);
    assertThat(openai.models().getFirst().capabilities())
        .isEqualTo(Set.of("tools", "vision", "jsonSchema"));
    assertThat(providers.get(1).baseUrl()).hasToString("http://127.0.0.1:9002");
    assertThat(providers.get(2).baseUrl()).hasToString("https://generativelanguage.googleapis.com");

    ChainSettings chain = configuration.gateway().chain("production").orElseThrow();
    assertThat(chain.primary()).isEqualTo(new Target("google", "gemini-1.5-flash"));
    assertThat(chain.fallbacks())
        .containsExactly(
            new RouteTarget(new Target("openai", "gpt-4o-mini"), 1),
            new RouteTarget(new Target("anthropic", "claude-3-haiku"), 2));
    assertThat(chain.origin()).isEqualTo(ChainSettings.Origin.FILE);
    AttemptSettings attempts =
        new AttemptSettings(
            new Retries(2, Duration.ofMillis(250), Duration.ofSeconds(3)),
            new CircuitSettings(4, Duration.ofSeconds(30)),
            new Timeouts(
                Duration.ofSeconds(2),
                Duration.ofSeconds(10),
                Duration.ofSeconds(12),
                Duration.ofSeconds(60),
                Duration.ofMinutes(5)),
            Answering.DEFAULT.with(OnContentPolicy.FALLBACK),
            Choice.DEFAULT);
    assertThat(chain.attempts()).isEqualTo(attempts);
    assertThat(configuration.gateway().chain("staging").orElseThrow().attempts())
        .isEqualTo(AttemptSettings.DEFAULT);

    assertThat(configuration.gateway().routes())
        .extracting(RouteSettings::name)
        .containsExactly("smart", "fast-*");
    assertThat(configuration.gateway().routes().getFirst().attempts().retries().maxRetries())
        .isEqualTo(1);
    assertThat(configuration.gateway().routes().getLast().attempts()).isEqualTo(attempts);

    assertThat(configuration.keys())
        .singleElement()
        .satisfies(key -> {
          assertThat(key.key()).isEqualTo(new Secret("an application key"));
          assertThat(key.virtualKey().tenant()).isEqualTo("acme");
          assertThat(key.virtualKey().environment()).isEqualTo("staging");
          assertThat(key.virtualKey().scopes()).isEqualTo(Set.of(Scope.INFERENCE, Scope.READ));
          assertThat(key.virtualKey().id()).isEqualTo("key_a172cedcae47474b");
        });
  }

  @Test
  void whatIsAcceptedWithoutEffectIsWarnedAbout() throws IOException {
    Loaded loaded = load(example(), SECRETS, LoadOptions.NONE);

    assertThat(Loads.shown(loaded.warnings()))
        .containsExactly(
            "b.yaml:4:1: locale: has no effect in this version; messages are in English",
            "b.yaml:44:1: notifications: has no effect in this version; no alerts are sent",
            "b.yaml:45:1: retention: experimentResults, alertEvents, backups: no effect in this"
                + " version, which keeps none of these");
  }

  @Test
  void secretsAreMaskedInTheOriginsAndEveryOriginIsNamed() throws IOException {
    Map<String, String> environment = new java.util.HashMap<>(SECRETS);
    environment.put("BREAKWATER_CHAINS_PRODUCTION_MAX_RETRIES", "7");
    LoadOptions options =
        new LoadOptions(
            Optional.empty(),
            OptionalInt.of(23_001),
            Optional.empty(),
            false,
            OptionalInt.empty(),
            false);

    Map<String, Setting> origins = accepted(example(), environment, options).origins();

    assertThat(origins.toString()).doesNotContain("sk-one").doesNotContain("an application key");
    assertThat(origins)
        .containsEntry("providers[openai].apiKey", setting("***", "b.yaml:11:13"))
        .containsEntry("server.port", new Setting("23001", new Origin.CommandLine("--port")))
        .containsEntry(
            "chains.production.maxRetries",
            new Setting("7", new Origin.Environment("BREAKWATER_CHAINS_PRODUCTION_MAX_RETRIES")))
        .containsEntry("chains.staging.maxRetries", new Setting("3", new Origin.Default()))
        .containsEntry("chains.production.timeouts.total", setting("5m", "b.yaml:26:87"));
  }

  private static Setting setting(String shown, String place) {
    String[] parts = place.split(":", -1);
    return new Setting(
        shown, new Origin.InFile(parts[0], Integer.parseInt(parts[1]), Integer.parseInt(parts[2])));
  }

  @Test
  void theCommandLineWinsOverTheEnvironmentAndThatOverTheFile() {
    String file = "server: {port: 1}\ndata: file";
    Map<String, String> environment =
        Map.of("BREAKWATER_SERVER_PORT", "2", "BREAKWATER_DATA", "variable");
    LoadOptions port =
        new LoadOptions(
            Optional.empty(),
            OptionalInt.of(3),
            Optional.empty(),
            false,
            OptionalInt.empty(),
            false);

    assertThat(accepted(file).server().port()).isEqualTo(1);
    assertThat(accepted(file, environment, LoadOptions.NONE).server().port()).isEqualTo(2);
    assertThat(accepted(file, environment, port).server().port()).isEqualTo(3);
    assertThat(accepted(file, environment, port).data()).isEqualTo(Path.of("variable"));
    assertThat(accepted("").server().port()).isEqualTo(8080);
  }

  @Test
  void anOverrideReplacesWhatIsWrongInTheFile() {
    assertThat(
            accepted("server: {port: x}", Map.of("BREAKWATER_SERVER_PORT", "2"), LoadOptions.NONE)
                .server()
                .port())
        .isEqualTo(2);
  }

  @Test
  void aChainCanComeFromTheEnvironmentAlone() {
    Configuration configuration =
        accepted(
            PROVIDERS,
            Map.of("BREAKWATER_CHAINS_PRODUCTION_PRIMARY", "local/llama"),
            LoadOptions.NONE);

    assertThat(configuration.gateway().chain("production").orElseThrow().primary())
        .isEqualTo(new Target("local", "llama"));
  }

  @Test
  void aMistypedVariableIsWarnedAboutAndKubernetesServiceLinksAreNot() {
    Loaded loaded =
        load(
            "",
            Map.of(
                "BREAKWATER_SERVER_PROT", "1",
                "BREAKWATER_SERVER_PORT", "tcp://10.0.0.1:8080",
                "BREAKWATER_SERVER_SERVICE_HOST", "10.0.0.1",
                "BREAKWATER_ADMIN_KEY", "an administrator's key"),
            LoadOptions.NONE);

    assertThat(loaded).isInstanceOf(Loaded.Accepted.class);
    assertThat(Loads.shown(loaded.warnings()))
        .containsExactly(
            "environment BREAKWATER_SERVER_PROT: sets nothing; did you mean"
                + " BREAKWATER_SERVER_PORT?");
  }

  @Test
  void aPostgresIsReadWithItsSecretHidden() {
    String text =
        """
        database: {url: "jdbc:postgresql://db:5433/bw?sslmode=require", user: bw, password: hush}
        """;
    Configuration configuration = accepted(text);
    assertThat(configuration.database())
        .contains(
            new PostgresSettings(
                "jdbc:postgresql://db:5433/bw?sslmode=require",
                Optional.of("bw"),
                Optional.of(new Secret("hush")),
                PostgresSettings.DEFAULT_POOL));
    assertThat(configuration.toString()).doesNotContain("hush");
    assertThat(configuration.origins().get("database.password"))
        .extracting(Setting::shown)
        .isEqualTo("***");
    assertThat(accepted("").database()).isEmpty();
    assertThat(accepted("").restartRequired(configuration)).containsExactly("database");
    assertThat(configuration.restartRequired(accepted(text + "# the same"))).isEmpty();
  }

  @Test
  void aPostgresCanComeFromTheEnvironmentAlone() {
    Map<String, String> environment =
        Map.of(
            "BREAKWATER_DATABASE_URL", "jdbc:postgresql://db/bw", "BREAKWATER_DATABASE_POOL", "4");
    assertThat(accepted("", environment, LoadOptions.NONE).database())
        .contains(
            new PostgresSettings("jdbc:postgresql://db/bw", Optional.empty(), Optional.empty(), 4));
  }

  @Test
  void aSectionFromTheEnvironmentIsRefusedToo() {
    assertThat(problems("", Map.of("BREAKWATER_REDIS_URL", "redis://cache"), LoadOptions.NONE))
        .containsExactly(
            "environment BREAKWATER_REDIS_URL: redis: is not supported by this version; remove it");
  }

  @Test
  void variablesAreFilledInEveryKindOfScalar() {
    String text =
        """
        # a comment with ${NOT_SET} is left alone
        data: /var/${NAME}/${SUB:-x}/${EMPTY:-e, f}/$${KEPT}
        server: {host: ${HOST:-localhost}, port: "${PORT}"}
        """;

    Configuration configuration =
        accepted(text, Map.of("NAME", "bw", "EMPTY", "", "PORT", "81"), LoadOptions.NONE);

    assertThat(configuration.data()).isEqualTo(Path.of("/var/bw/x/e, f/${KEPT}"));
    assertThat(configuration.server().host()).isEqualTo("localhost");
    assertThat(configuration.server().port()).isEqualTo(81);
  }

  @Test
  void whatAVariableHoldsIsNeverReadAsYaml() {
    assertThat(accepted("data: ${D}", Map.of("D", "a: {b: [${X}]} # c"), LoadOptions.NONE).data())
        .isEqualTo(Path.of("a: {b: [${X}]} # c"));
  }

  @Test
  void keysInTheEnvironmentConfigureTheirProviders() {
    Configuration configuration =
        accepted(
            "",
            Map.of("ANTHROPIC_API_KEY", "a", "GOOGLE_API_KEY", "g", "MISTRAL_API_KEY", " "),
            LoadOptions.NONE);

    assertThat(configuration.simulator()).isEmpty();
    assertThat(configuration.gateway().providers())
        .extracting(ProviderSettings::name)
        .containsExactly("anthropic", "google");
    assertThat(configuration.gateway().provider("google").orElseThrow().apiKey())
        .isEqualTo(new Secret("g"));
    ChainSettings chain = configuration.gateway().chain("anything").orElseThrow();
    assertThat(chain.origin()).isEqualTo(ChainSettings.Origin.DERIVED);
    assertThat(chain.primary()).isEqualTo(new Target("anthropic", "claude-haiku-4-5"));
    assertThat(chain.fallbacks())
        .containsExactly(new RouteTarget(new Target("google", "gemini-2.5-flash"), 1));
  }

  @Test
  void modelsAtAzureAndAtAmazonHaveTheirHousesKeys() {
    String file =
        """
        providers:
        - {name: azure, baseUrl: "https://own.openai.azure.com", apiKey: secret-of-azure,
           apiVersion: "2024-10-21", deployments: {gpt-4o: our-gpt, gpt-4.1: other}}
        - {name: amazon, protocol: bedrock, region: eu-west-3, accessKeyId: AKID, secretAccessKey: hush}
        - {name: bedrock}
        - {name: ollama}
        - {name: vllm, responses: true}
        """;
    Map<String, String> environment =
        Map.of(
            "AWS_REGION", "us-west-2",
            "AWS_ACCESS_KEY_ID", "AKENV",
            "AWS_SECRET_ACCESS_KEY", "quiet",
            "AWS_SESSION_TOKEN", "token");

    List<ProviderSettings> providers =
        accepted(file, environment, LoadOptions.NONE).gateway().providers();

    assertThat(providers)
        .extracting(ProviderSettings::hosting)
        .containsExactly(
            new Hosting.Azure("2024-10-21", Map.of("gpt-4o", "our-gpt", "gpt-4.1", "other")),
            new Hosting.Bedrock("eu-west-3", "AKID", new Secret("hush"), null),
            new Hosting.Bedrock("us-west-2", "AKENV", new Secret("quiet"), new Secret("token")),
            Hosting.Direct.PLAIN,
            new Hosting.Direct(Set.of(Protocol.RESPONSES)));
    assertThat(providers)
        .extracting(it -> it.protocol() + " " + it.baseUrl())
        .containsExactly(
            "OPENAI https://own.openai.azure.com",
            "BEDROCK https://bedrock-runtime.eu-west-3.amazonaws.com",
            "BEDROCK https://bedrock-runtime.us-west-2.amazonaws.com",
            "OPENAI http://127.0.0.1:11434/v1",
            "OPENAI http://127.0.0.1:8000/v1");
  }

  @Test
  void aKeyOfTheEnvironmentGoesToItsVendorOnly() {
    Map<String, String> environment = Map.of("OPENAI_API_KEY", "sk-environment");

    ProviderSettings elsewhere =
        accepted(
                "providers: [{name: openai, baseUrl: 'http://example.org/v1/', models: [a]}]",
                environment,
                LoadOptions.NONE)
            .gateway()
            .providers()
            .getFirst();
    ProviderSettings atHome =
        accepted("providers: [{name: openai, models: [a]}]", environment, LoadOptions.NONE)
            .gateway()
            .providers()
            .getFirst();

    assertThat(elsewhere.apiKey()).isNull();
    assertThat(elsewhere.baseUrl()).hasToString("http://example.org/v1");
    assertThat(atHome.apiKey()).isEqualTo(new Secret("sk-environment"));
    assertThat(atHome.baseUrl()).hasToString("https://api.openai.com/v1");
  }

  @Test
  void aDerivedChainTakesEachProvidersFirstModelInTheFilesOrder() {
    ChainSettings chain = accepted(PROVIDERS).gateway().chain("production").orElseThrow();

    assertThat(chain.primary()).isEqualTo(new Target("openai", "gpt-4o-mini"));
    assertThat(chain.fallbacks()).containsExactly(new RouteTarget(new Target("local", "llama"), 1));
  }

  @Test
  void equalPrioritiesMakeOneLevel() {
    ChainSettings chain =
        accepted(
                PROVIDERS
                    + """
                    chains:
                      production:
                        primary: openai/a
                        fallbacks:
                          - {target: openai/b, priority: 5}
                          - {target: local/c, priority: 5, weight: 1}
                    """)
            .gateway()
            .chain("production")
            .orElseThrow();

    assertThat(chain.fallbacks()).extracting(RouteTarget::level).containsExactly(5, 5);
  }

  @Test
  void aShorterTotalShortensWhatIsLeftOut() {
    Timeouts timeouts =
        accepted(PROVIDERS + "chains: {production: {primary: local/a, timeouts: {total: 10s}}}")
            .gateway()
            .chain("production")
            .orElseThrow()
            .attempts()
            .timeouts();

    assertThat(timeouts.attempt()).isEqualTo(Duration.ofSeconds(10));
    assertThat(timeouts.firstByte()).isEqualTo(Duration.ofSeconds(10));
    assertThat(timeouts.connect()).isEqualTo(Duration.ofSeconds(3));
  }

  @Test
  void healthIsCheckedEachMinuteUnlessItSaysOtherwise() {
    assertThat(accepted(PROVIDERS).health()).isEqualTo(HealthSettings.DEFAULT);
    assertThat(
            accepted(PROVIDERS + "health: {interval: 500ms, unhealthyAfter: 1, healthyAfter: 4}\n")
                .health())
        .isEqualTo(new HealthSettings(Duration.ofMillis(500), 1, 4));
    assertThat(problems(PROVIDERS + "health: {interval: 5ms}\n"))
        .singleElement()
        .asString()
        .contains("health.interval: 5ms is out of range; from 100ms to 1d");
  }

  @Test
  void valuesThatAskForNothingNewAreAccepted() {
    Loaded loaded =
        load(
            PROVIDERS
                + """
                locale: en
                timezone: UTC
                cache: {enabled: false}
                health: {interval: 0}
                guardrails: {pii: off, injection: off, secrets: off, forbidden: []}
                database:
                redis: ~
                chains:
                  production:
                    primary: local/a
                    brokenStream: fail
                    hedge: off
                    strategy: priority
                    wholeAnswers: plain
                """);

    assertThat(loaded).isInstanceOf(Loaded.Accepted.class);
    assertThat(loaded.warnings()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"0.0.0.0", "::", "192.168.1.1", "example.org", "127.0.0.1.example.org"})
  void openAccessIsRefusedOffLoopback(String host) {
    LoadOptions open =
        new LoadOptions(
            Optional.of(host),
            OptionalInt.empty(),
            Optional.empty(),
            false,
            OptionalInt.empty(),
            true);

    assertThat(problems("", Map.of(), open))
        .singleElement()
        .asString()
        .startsWith("command line --host: server.host: --open switches authentication off");
  }

  @Test
  void theSameNameHasTheSameIdWhateverTheKey() {
    assertThat(KeySection.id("app")).isEqualTo(KeySection.id("app")).startsWith("key_");
    assertThat(KeySection.id("app")).isNotEqualTo(KeySection.id("application"));
  }

  @Test
  @Timeout(20)
  void aHugeOrHostileFileIsRefusedQuickly() {
    for (String piece :
        List.of(
            "${", "[", "{", "- ", "a: ", "\"", "'", "&a ", "? ", "x", "#", "!", "\t", "|\n",
            "a:\n ")) {
      String text = piece.repeat(YamlTree.LONGEST / piece.length());
      assertThat(load(text))
          .as(piece)
          .isInstanceOfAny(Loaded.Rejected.class, Loaded.Accepted.class);
    }
    assertThat(problems("x".repeat(YamlTree.LONGEST + 1)))
        .containsExactly(
            "b.yaml:1:1: the file is longer than 500000 characters; it is no configuration");
  }

  @Test
  @Timeout(20)
  void garbageEndsInProblemsAndNeverInAnException() throws IOException {
    long seed = 20_250_601;
    Random random = new Random(seed);
    String example = example();
    int rejected = 0;
    for (int round = 0; round < 400; round++) {
      StringBuilder text = new StringBuilder(example);
      for (int change = 0; change < 1 + random.nextInt(5); change++) {
        int at = random.nextInt(text.length());
        switch (random.nextInt(3)) {
          case 0 -> text.setCharAt(at, (char) random.nextInt(1, 256));
          case 1 -> text.delete(at, Math.min(text.length(), at + random.nextInt(40)));
          default -> text.insert(at, "{}[]:,&*!|>'\"%@`#-?~\n\t $".charAt(random.nextInt(24)));
        }
      }
      if (load(text.toString(), SECRETS, LoadOptions.NONE) instanceof Loaded.Rejected bad) {
        rejected++;
        assertThat(bad.problems()).as("seed %d round %d", seed, round).isNotEmpty();
      }
    }
    assertThat(rejected).isGreaterThan(100);
  }
}

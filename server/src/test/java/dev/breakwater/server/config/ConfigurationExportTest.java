package dev.breakwater.server.config;

import static dev.breakwater.server.config.Loads.PROVIDERS;
import static org.assertj.core.api.Assertions.assertThat;

import dev.breakwater.gateway.access.KeyHash;
import dev.breakwater.gateway.access.VirtualKey;
import dev.breakwater.gateway.settings.BaseUrl;
import dev.breakwater.gateway.settings.ProviderSettings;
import dev.breakwater.gateway.settings.Secret;
import dev.breakwater.gateway.settings.Settings;
import dev.breakwater.gateway.settings.TenantSettings;
import dev.breakwater.operations.flags.FlagValue;
import java.net.URI;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class ConfigurationExportTest {
  private static final KeyHash.Hasher HASHER = new KeyHash.Hasher(new byte[32]);

  private static final String EVERYTHING =
      """
      server: {host: 0.0.0.0, port: 9191, metrics: open, publicUrl: "https://llm.example", trustedProxies: [10.0.0.0/8, "fd00::1"]}
      access: {maxStale: 2h, wrongKeysPerMinute: 50}
      data: ./elsewhere
      database: {url: "jdbc:postgresql://db:5432/breakwater", user: bw, password: planted-database}
      journal: {maxSize: 64MB, durability: power}
      logs: {format: json, requests: all}
      timezone: Asia/Tokyo
      providers:
        - {name: openai, apiKey: planted-openai, models: [gpt-4o, "true", "12", "a: b # c", "$${x}"]}
        - {name: google, apiKey: planted-google}
        - {name: gemini, protocol: gemini, baseUrl: "https://gemini.example", apiKey: planted-gemini}
        - {name: groq, baseUrl: "http://127.0.0.1:9001/v1", vendor: openai, responses: true}
        - {name: ollama, baseUrl: "http://127.0.0.1:11434/v1"}
        - name: azure
          baseUrl: https://me.openai.azure.com
          apiKey: planted-azure
          apiVersion: 2024-10-21
          deployments: {gpt-4o: four, "o:1": "$${one}"}
        - name: bedrock
          region: eu-west-1
          accessKeyId: planted-id
          secretAccessKey: planted-amazon
          sessionToken: planted-token
        - name: own
          protocol: openai
          baseUrl: https://llm.corp/v1
          models:
            - name: big
              contextWindow: 128000
              maxOutput: 4096
              capabilities: [tools, vision]
              price:
                input: 0.15
                output: 10000
                cachedInput: 0
                tiers: [{above: 200000, mode: whole, input: 0.3, output: 1.000000001}]
                batch: {input: 0.075, output: 0.3, reasoning: 1}
        - {name: openai, tenant: acme, apiKey: planted-acme, models: [gpt-4o]}
      chains:
        production:
          primary: {target: openai/gpt-4o, weight: 3}
          fallbacks: [{target: google/gemini-2.5-flash, priority: 0}, own/big]
          timeouts: {total: 5s, idle: 2s}
          maxRetries: 7
          hedge: {after: p95, costShare: 0.125}
          strategy: weighted
        test: {primary: "openai/12", affinity: session, brokenStream: resume}
      routes:
        smart: {targets: [openai/gpt-4o, {target: own/big, weight: 5}], hedge: off}
        "gpt-*": {targets: [own/big, openai/gpt-4o], strategy: priority, timeouts: {total: 1h}}
        "${odd}: name": {targets: [groq/llama], wholeAnswers: streamed, onContentPolicy: fallback}
      tenants:
        - id: acme
          name: "Acme: a #1 $${company}"
          timezone: Europe/Berlin
          withhold: [own]
          chains: {production: {primary: openai/gpt-4o, maxRetries: 1}}
          routes: {smart: {targets: [google/g]}}
        - id: globex
      keys:
        - {name: app, key: planted-key-0123456789, tenant: acme, models: [smart, "gpt-*"]}
        - name: boss
          key: planted-boss-0123456789
          scopes: [admin, read]
          role: owner
          expiresAt: 2031-01-02T03:04:05Z
          tags: {team: "a: b", "${k}": "$${v}"}
      flags: {LLM_CACHE_ENABLED: off, GREETING: "true", LIMIT: 12.50, NOTE: "$${hm}", EMPTY: ""}
      health: {interval: 10s, unhealthyAfter: 5, healthyAfter: 1}
      egress: {allow: [llm.corp, "*.corp", 10.0.0.0/8, "fd00::/8"]}
      auth:
        sessionLifetime: 1d
        sessionIdle: 30m
        oidc:
          issuer: https://login.example/realms/main
          clientId: breakwater
          clientSecret: planted-oidc
          roleClaim: realm_access.roles
          roles: {"Ops: all": operator, staff: viewer}
          tenantClaim: org
          defaultRole: billing
      retention: {usage: 100d, fallbackLogs: 3d, audit: 400d}
      maintenance: {at: "04:45"}
      recording: {bodies: failures, maxSize: 12KB, retention: 1h}
      telemetry:
        cloudWatch: {namespace: Mine, interval: 5s, output: "tcp://127.0.0.1:25888"}
        otlp:
          endpoint: http://127.0.0.1:4318
          headers: {x-api-key: planted-otlp}
          traces: false
          sample: 0.25
      responses: {retention: 2d}
      """;

  @Test
  void whatIsExportedStartsAnEqualServer() {
    assertEqualAfterExport(EVERYTHING, Map.of());
    assertEqualAfterExport(PROVIDERS, Map.of("ANTHROPIC_API_KEY", "planted-environment"));
    assertEqualAfterExport("", Map.of("LLM_EVENTS_ENABLED", "false"));
    assertEqualAfterExport(
        "tenants: [{id: a, providers: [{name: openai, apiKey: planted-a, models: [m]}]}]",
        Map.of("OTEL_EXPORTER_OTLP_ENDPOINT", "http://127.0.0.1:4318"));
  }

  @Test
  void whatIsDrawnAtRandomIsExportedAsItIs() {
    for (long seed = 1; seed <= 200; seed++) {
      String text = drawn(new Random(seed));
      try {
        assertEqualAfterExport(text, Map.of());
      } catch (AssertionError e) {
        throw new AssertionError("seed " + seed + "\n" + text, e);
      }
    }
  }

  /** Whoever sets a base URL by API may lead it nowhere inside, in the next server neither. */
  @Test
  void whatTheApiSaidOfProvidersIsNotTrustedByTheNextServerEither() {
    Configuration given =
        Loads.accepted(
            """
            providers:
              - {name: openai, apiKey: planted-1, models: [m]}
              - {name: groq, apiKey: planted-2}
              - {name: own, protocol: openai, baseUrl: "http://10.0.0.1/v1", trusted: true}
            tenants: [{id: acme, providers: [{name: openai, apiKey: planted-3}]}]
            """);
    Settings all = given.gateway();
    TenantSettings own = all.tenant("acme");
    Settings held =
        all.withProviders(
                List.of(
                    untrusted(all.providers().get(0), "https://llm.example/v1"),
                    untrusted(all.providers().get(1), all.providers().get(1).baseUrl().toString()),
                    all.providers().get(2)))
            .withTenant(
                "acme",
                own.withProviders(
                    List.of(untrusted(own.providers().getFirst(), "https://acme.example/v1"))));
    ConfigurationExport.Text text = export(given, held, List.of());
    Map<String, String> variables = new HashMap<>();
    text.variables().forEach((name, secret) -> variables.put(name, secret.reveal()));

    Configuration after = Loads.accepted(text.yaml(), variables, LoadOptions.NONE);

    assertThat(after.gateway()).as(text.yaml()).isEqualTo(held);
    assertThat(after.gateway().everyProvider().stream().map(it -> it.address().trusted()))
        .containsExactly(false, false, true, false);
    assertThat(export(after).yaml()).isEqualTo(text.yaml());
  }

  private static ProviderSettings untrusted(ProviderSettings it, String url) {
    return new ProviderSettings(
        it.id(),
        it.vendor(),
        it.protocol(),
        new BaseUrl(URI.create(url), false),
        it.apiKey(),
        it.hosting(),
        it.models());
  }

  @Test
  void keysOfTheApiKeepTheIdsThatTheirUsageStandsUnder() {
    Configuration given = Loads.accepted("keys: [{name: app, key: planted-key-0123456789}]");
    List<KeySettings> keys = new ArrayList<>(hashed(given));
    keys.add(kept("key_01", "app", "a".repeat(64)));
    keys.add(kept("admin", "admin", "b".repeat(64)));
    keys.add(kept("key_02", "a name: of the API's", "c".repeat(64)));
    ConfigurationExport.Text text = export(given, given.gateway(), keys);

    Configuration after = Loads.accepted(text.yaml());

    assertThat(after.keys().stream().map(key -> key.virtualKey().id() + " " + key.key().reveal()))
        .as(text.yaml())
        .containsExactlyElementsOf(
            keys.stream().map(key -> key.virtualKey().id() + " " + key.key().reveal()).toList());
    assertThat(after.keys().stream().map(KeySettings::isIdentified))
        .containsExactly(false, true, true, true);
    assertThat(export(after).yaml().replaceAll("(?m)^ *#.*\n", ""))
        .isEqualTo(text.yaml().replaceAll("(?m)^ *#.*\n", ""));
  }

  private static KeySettings kept(String id, String name, String digits) {
    return new KeySettings(
        new VirtualKey(id, name, "default", "production", Set.of(VirtualKey.Scope.READ)),
        new Secret("hash:" + digits));
  }

  @Test
  void anIdIsForExportedKeysAndForOneOfThem() {
    assertThat(
            Loads.problems(
                """
                keys:
                  - {name: a, id: key_1, key: what-clients-send-0}
                  - {name: b, id: env_admin, key: "hash:%s"}
                  - {name: c, id: key_2, key: "hash:%s"}
                  - {name: d, id: key_2, key: "hash:%s"}
                """
                    .formatted("a".repeat(64), "b".repeat(64), "c".repeat(64))))
        .satisfiesExactly(
            it -> assertThat(it).contains("keys[a].id: is for keys that an export gives"),
            it -> assertThat(it).contains("keys[b].id: 'env_admin' is no id of a key"),
            it -> assertThat(it).contains("keys[d].id: another entry has the same id"));
  }

  @Test
  void theVariablesAreListedOnTopAndHaveTheVendorsNames() {
    ConfigurationExport.Text text = export(Loads.accepted(EVERYTHING));

    assertThat(text.variables())
        .containsKeys(
            "OPENAI_API_KEY",
            "GEMINI_API_KEY",
            "OWN_GEMINI_API_KEY",
            "ACME_OPENAI_API_KEY",
            "AWS_SECRET_ACCESS_KEY",
            "DATABASE_PASSWORD",
            "OIDC_CLIENT_SECRET",
            "OTLP_X_API_KEY")
        .containsEntry("OWN_GEMINI_API_KEY", new Secret("planted-gemini"));
    String head = text.yaml().substring(0, text.yaml().indexOf("\n\n"));
    assertThat(head.lines()).allMatch(line -> line.startsWith("# "));
    text.variables().keySet().forEach(name -> assertThat(head).contains("#   " + name));
  }

  private static void assertEqualAfterExport(String file, Map<String, String> environment) {
    Configuration before = Loads.accepted(file, environment, LoadOptions.NONE);
    ConfigurationExport.Text text = export(before);
    assertThat(text.yaml()).doesNotContain("planted");

    Map<String, String> variables = new HashMap<>(environment);
    text.variables().forEach((name, secret) -> variables.put(name, secret.reveal()));
    Configuration after = Loads.accepted(text.yaml(), variables, LoadOptions.NONE);

    assertThat(after.gateway()).as(text.yaml()).isEqualTo(before.gateway());
    assertThat(hashed(after)).isEqualTo(hashed(before));
    assertThat(values(after)).isEqualTo(values(before));
    assertThat(Set.copyOf(after.tenants())).isEqualTo(Set.copyOf(before.tenants()));
    assertThat(rest(after)).isEqualTo(rest(before));
    assertThat(export(after).yaml()).isEqualTo(text.yaml());
  }

  private static ConfigurationExport.Text export(Configuration configuration) {
    return export(configuration, configuration.gateway(), hashed(configuration));
  }

  private static ConfigurationExport.Text export(
      Configuration configuration, Settings settings, List<KeySettings> keys) {
    return ConfigurationExport.of(
        new EffectiveConfiguration(
            configuration,
            settings,
            Map.of(),
            configuration.tenants(),
            keys,
            configuration.flags().values()));
  }

  private static List<KeySettings> hashed(Configuration configuration) {
    List<KeySettings> hashed = new ArrayList<>();
    for (KeySettings key : configuration.keys()) {
      String digits =
          key.hash()
              .orElseGet(() -> HexFormat.of().formatHex(HASHER.hash(key.key().reveal()).bytes()));
      hashed.add(new KeySettings(key.virtualKey(), new Secret("hash:" + digits), key.tags()));
    }
    return hashed;
  }

  private static Map<String, FlagValue> values(Configuration configuration) {
    Map<String, FlagValue> values = new TreeMap<>();
    configuration.flags().forEach((name, flag) -> values.put(name, flag.value()));
    return values;
  }

  private static List<Object> rest(Configuration it) {
    return List.of(
        it.server(),
        it.data(),
        it.database(),
        it.journal(),
        it.logs(),
        it.otlp(),
        it.responsesRetention(),
        it.locale(),
        it.timezone(),
        it.access(),
        it.egress(),
        it.health(),
        it.cloudWatch(),
        it.maintenance(),
        it.recording(),
        it.signIn(),
        it.simulator());
  }

  /** A file with some of everything that requests go by. */
  private static String drawn(Random random) {
    StringBuilder text = new StringBuilder("providers:\n");
    List<String> shared = new ArrayList<>();
    for (String name : List.of("openai", "anthropic", "google", "mistral", "p-1", "p.2")) {
      if (shared.isEmpty() || random.nextBoolean()) {
        shared.add(name);
        provider(random, text, "  ", name);
      }
    }
    chains(random, text, "", shared);
    text.append("tenants:\n");
    for (String tenant : List.of("acme", "globex")) {
      text.append("  - id: ").append(tenant).append('\n');
      Set<String> seen = new LinkedHashSet<>(shared);
      if (random.nextBoolean()) {
        text.append("    providers:\n");
        provider(random, text, "      ", "openai");
        seen.add("openai");
      }
      if (random.nextBoolean()) {
        chains(random, text, "    ", List.copyOf(seen));
      }
    }
    return text.toString();
  }

  private static void provider(Random random, StringBuilder text, String indent, String name) {
    text.append(indent).append("- {name: ").append(name).append(", apiKey: planted-").append(name);
    if (name.startsWith("p") || random.nextInt(4) == 0) {
      text.append(", protocol: ").append(one(random, "openai", "anthropic", "gemini"));
      text.append(", baseUrl: \"https://h").append(random.nextInt(9)).append(".example/v1\"");
    }
    if (random.nextBoolean()) {
      text.append(", vendor: ").append(one(random, "openai", "mine", name));
    }
    text.append(", models: [m, {name: n, contextWindow: ").append(random.nextInt(9_000));
    text.append(", price: {input: 0.").append(random.nextInt(1, 999_999_999));
    text.append(", output: ").append(random.nextInt(10_000)).append("}}]}\n");
  }

  private static void chains(Random random, StringBuilder text, String in, List<String> names) {
    text.append(in).append("chains:\n").append(in).append("  production:\n");
    text.append(in).append("    primary: ").append(names.getFirst()).append("/m\n");
    text.append(in).append("    fallbacks: [");
    for (String name : names) {
      text.append("{target: ").append(name).append("/n, priority: ").append(random.nextInt(3));
      text.append(", weight: ").append(random.nextInt(1, 4)).append("}, ");
    }
    text.append("]\n");
    attempts(random, text, in + "    ");
    text.append(in).append("routes:\n").append(in).append("  smart:\n");
    text.append(in).append("    targets: [").append(names.getLast()).append("/m, ");
    text.append(names.getFirst()).append("/n]\n");
    attempts(random, text, in + "    ");
  }

  private static void attempts(Random random, StringBuilder text, String in) {
    some(random, text, in, "maxRetries: " + random.nextInt(20));
    some(random, text, in, "retryDelay: " + random.nextInt(60_000));
    some(random, text, in, "circuitBreakerThreshold: " + random.nextInt(1, 1_000));
    some(random, text, in, "strategy: " + one(random, "priority", "weighted", "latency", "cost"));
    some(random, text, in, "affinity: " + one(random, "off", "session"));
    some(random, text, in, "wholeAnswers: " + one(random, "plain", "streamed"));
    some(random, text, in, "hedge: " + one(random, "off", "{after: p95, costShare: 0.2}"));
    some(random, text, in, "timeouts: {total: " + random.nextInt(1, 900_000) + "}");
  }

  private static void some(Random random, StringBuilder text, String in, String line) {
    if (random.nextBoolean()) {
      text.append(in).append(line).append('\n');
    }
  }

  private static String one(Random random, String... words) {
    return words[random.nextInt(words.length)];
  }
}

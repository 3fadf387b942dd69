package dev.breakwater.server.config;

import static dev.breakwater.server.config.Loads.PROVIDERS;
import static dev.breakwater.server.config.Loads.problems;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class ProblemsTest {

  @Test
  void everyProblemIsReportedAtOnceInTheFilesOrder() {
    assertThat(
            problems(
                """
                server: {prot: 8080, port: seventy}
                colour: red
                providers:
                  - name: openai
                    apiKey: ${MISSING_KEY}
                    models: [gpt-4o-mini]
                chains:
                  production:
                    primary: opena/gpt-4o-mini
                    maxRetries: 99
                """))
        .containsExactly(
            "b.yaml:1:10: server.prot: unknown key; did you mean 'port'?",
            "b.yaml:1:28: server.port: 'seventy' is not a whole number",
            "b.yaml:2:1: colour: unknown key; known here: data, server, database, journal, logs,"
                + " responses, locale, timezone, providers, tenants, chains, routes, keys, health,"
                + " telemetry, maintenance, retention, recording, flags, egress, auth, access,"
                + " redis, cache, guardrails, notifications",
            "b.yaml:5:13: providers[openai].apiKey: the environment variable MISSING_KEY is not"
                + " set; set it, or write ${MISSING_KEY:-default}",
            "b.yaml:9:14: chains.production.primary: no provider 'opena' is configured; did you"
                + " mean 'openai'?",
            "b.yaml:10:17: chains.production.maxRetries: 99 is out of range; from 0 to 20");
  }

  static Stream<Arguments> texts() {
    return Stream.of(
        // YAML itself
        Arguments.of(
            "server: [1, 2", "b.yaml:1:14: not YAML: expected ',' or ']', but got <stream end>"),
        Arguments.of(
            "data: a\ndata: b", "b.yaml:2:1: data: given twice, first on line 1; remove one"),
        Arguments.of("server: &a {port: 1}", "b.yaml:1:9: an anchor (&name); write the value out"),
        Arguments.of("data: *a", "b.yaml:1:7: an alias (*name); write the value out"),
        Arguments.of("data: !!str x", "b.yaml:1:7: a tag (tag:yaml.org,2002:str); put"),
        Arguments.of("- one", "b.yaml:1:1: the file is a list; expected keys such as server:"),
        Arguments.of("data: a\n---\ndata: b", "b.yaml:3:1: a second document; one file holds one"),
        Arguments.of("? [a]\n: b", "b.yaml:1:3: a key must be a single word"),
        Arguments.of("data: " + "[".repeat(50), "nested deeper than 16 levels"),
        // shapes
        Arguments.of(
            "server: 8080", "b.yaml:1:9: server: expected a section of keys, found a single value"),
        Arguments.of(
            "server: {port: [1]}",
            "b.yaml:1:16: server.port: expected a single value, found a list"),
        Arguments.of(
            "keys: {a: b}",
            "b.yaml:1:7: keys: expected a list, found a section; begin each with '- '"),
        // values
        Arguments.of(
            "server: {port: 70000}",
            "b.yaml:1:16: server.port: 70000 is out of range; from 0 to 65535"),
        Arguments.of("server: {host: a b}", "b.yaml:1:16: server.host: 'a b' is no host"),
        Arguments.of(
            "server: {metrics: opne}",
            "b.yaml:1:19: server.metrics: 'opne' is none of keyed, open; did you mean 'open'?"),
        Arguments.of(
            "journal: {maxSize: big}",
            "b.yaml:1:20: journal.maxSize: 'big' is not a size; write 512KB, 10MB or 1GB"),
        Arguments.of(
            "journal: {maxSize: 1KB}",
            "b.yaml:1:20: journal.maxSize: 1KB is out of range; from 16MB to 1TB"),
        Arguments.of(
            "timezone: Asia/Tokio",
            "b.yaml:1:11: timezone: no time zone 'Asia/Tokio'; did you mean 'Asia/Tokyo'?"),
        Arguments.of(
            "timezone: '+05:37'",
            "b.yaml:1:11: timezone: '+05:37' is no whole number of quarters of an hour; write one"
                + " such as Asia/Tokyo"),
        Arguments.of("locale: fr", "b.yaml:1:9: locale: 'fr' is none of en, ja, ko, zh"),
        Arguments.of("data: ${}", "b.yaml:1:7: data: '${}' names no variable; write ${NAME}"),
        Arguments.of("data: '${A'", "b.yaml:1:7: data: '${' without '}'; write ${NAME}"),
        Arguments.of(
            "database: {url: 'jdbc:mysql://db/x'}",
            "b.yaml:1:17: database.url: 'jdbc:mysql://db/x' is no address of a PostgreSQL; write"
                + " jdbc:postgresql://host:5432/name, or leave database out for SQLite"),
        Arguments.of(
            "telemetry: {otlp: {endpoint: 'http://ann:hush@otel:4318'}}",
            "b.yaml:1:30: telemetry.otlp.endpoint: is no endpoint such as http://127.0.0.1:4318; a"
                + " user, a token or a query has no place in it"),
        Arguments.of(
            "telemetry: {otlp: {endpoint: 'http://otel:4318/?token=hush'}}",
            "b.yaml:1:30: telemetry.otlp.endpoint: is no endpoint such as"),
        Arguments.of(
            "server: {publicUrl: 'https://hush@llm.example'}",
            "b.yaml:1:21: server.publicUrl: is no address such as https://llm.example, without a"
                + " user, a query and a fragment"),
        Arguments.of(
            "auth: {oidc: {issuer: 'https://ann:hush@login.example'}}",
            "b.yaml:1:23: auth.oidc.issuer: is no address such as https://login.example, without"),
        Arguments.of(
            "database: {user: bw}",
            "b.yaml:1:1: database.url: is missing; such as jdbc:postgresql://db/breakwater"),
        Arguments.of(
            "database: {url: 'jdbc:postgresql://db/x?password=hush'}",
            "b.yaml:1:17: database.url: holds a password, and addresses are shown; write"
                + " database.password"),
        Arguments.of(
            "database: {url: 'jdbc:postgresql://db/x', pool: 2}",
            "b.yaml:1:49: database.pool: 2 is out of range; from 3 to 100"),
        Arguments.of(
            "database: {url: 'jdbc:postgresql://db/x', usr: a}",
            "database.usr: unknown key; did you mean 'user'?"),
        // not supported yet
        Arguments.of(
            "redis: {url: 'redis://cache'}",
            "b.yaml:1:1: redis: is not supported by this version; remove it"),
        Arguments.of("flags: {a: true}", "b.yaml:1:9: flags: 'a' is no flag's name; begin with"),
        Arguments.of(
            "flags: {LLM_X_ENABLED: perhaps}",
            "b.yaml:1:24: flags.LLM_X_ENABLED: 'perhaps' is neither true nor false"),
        Arguments.of(
            "flags: {A: " + "x".repeat(1_001) + "}",
            "b.yaml:1:12: flags.A: is longer than 1000 characters"),
        Arguments.of(
            "cache: {enabled: true}",
            "b.yaml:1:9: cache.enabled: is not supported by this version; remove it or write"
                + " false"),
        Arguments.of(
            "guardrails: {pii: block}",
            "b.yaml:1:14: guardrails.pii: is not supported by this version; remove it or write"
                + " off"),
        Arguments.of(
            "guardrails: {maxInputChars: 5}",
            "b.yaml:1:14: guardrails.maxInputChars: is not supported"),
        Arguments.of(
            "guardrails: {forbidden: [a]}", "b.yaml:1:14: guardrails.forbidden: is not supported"),
        Arguments.of(
            "server: {trustedProxies: [proxy.corp]}",
            "b.yaml:1:26: server.trustedProxies: 'proxy.corp' is no address or network"),
        // providers
        Arguments.of(
            "providers: [{protocol: openai, baseUrl: 'http://a'}]",
            "b.yaml:1:13: providers[0].name: is missing; a short name such as openai"),
        Arguments.of(
            "providers: [{name: a/b, protocol: openai, baseUrl: 'http://a'}]",
            "b.yaml:1:20: providers[a/b].name: 'a/b' is no name; use letters"),
        Arguments.of(
            "providers: [{name: own, baseUrl: 'http://a'}]",
            "b.yaml:1:13: providers[own].protocol: is missing; one of anthropic, azure, bedrock,"
                + " gemini, openai"),
        Arguments.of(
            "providers: [{name: own, protocol: openia, baseUrl: 'http://a'}]",
            "b.yaml:1:35: providers[own].protocol: 'openia' is none of openai, anthropic, gemini,"
                + " bedrock, azure; did you mean 'openai'?"),
        Arguments.of(
            "providers: [{name: own, protocol: azure, deployments: {}}]",
            "b.yaml:1:13: providers[own].baseUrl: is missing; such as"
                + " https://my-resource.openai.azure.com"),
        Arguments.of(
            "providers: [{name: own, protocol: openai, baseUrl: 'http://a', region: us-east-1}]",
            "providers[own].region: unknown key"),
        Arguments.of(
            "providers: [{name: own, protocol: bedrock, accessKeyId: a, secretAccessKey: b}]",
            "b.yaml:1:13: providers[own].region: is missing; such as us-east-1, or set AWS_REGION"),
        Arguments.of(
            "providers: [{name: own, protocol: bedrock, region: us-east-1, secretAccessKey: b}]",
            "b.yaml:1:13: providers[own].accessKeyId: is missing; or set AWS_ACCESS_KEY_ID"),
        Arguments.of(
            "providers: [{name: own, protocol: openai}]",
            "b.yaml:1:13: providers[own].baseUrl: is missing; such as http://127.0.0.1:9001/v1"),
        Arguments.of(
            "providers: [{name: own, protocol: openai, baseUrl: 'ftp://a'}]",
            "b.yaml:1:52: providers[own].baseUrl: 'ftp://a' is no address; write http:// or"
                + " https:// and a host"),
        Arguments.of(
            "providers: [{name: own, protocol: openai, baseUrl: 'http://u:p@a'}]",
            "b.yaml:1:52: providers[own].baseUrl: holds a user or password; write the credential as"
                + " apiKey"),
        Arguments.of(
            "providers: [{name: own, protocol: openai, baseUrl: 'http://a/?b=c'}]",
            "providers[own].baseUrl: holds a query or fragment"),
        Arguments.of(
            "providers: [{name: own, protocol: openai, baseUrl: 'http://a b'}]",
            "b.yaml:1:52: providers[own].baseUrl: 'http://a b' is no address: Illegal character"),
        Arguments.of(
            "providers: [{name: openai, apiKey: 'a b', models: [x]}]",
            "b.yaml:1:36: providers[openai].apiKey: holds a space or a character no header can"
                + " carry"),
        Arguments.of(
            PROVIDERS + "  - {name: openai, models: [x]}",
            "b.yaml:4:12: providers[openai].name: a second provider named 'openai'; rename one"),
        Arguments.of(
            "providers: [{name: openai, models: [a, a]}]",
            "b.yaml:1:40: providers[openai].models: 'a' is listed twice; remove one"),
        Arguments.of(
            "providers: [{name: openai, models: [{price: {input: 1, output: 2}}]}]",
            "providers[openai].models[0].name: is missing"),
        Arguments.of(
            "providers: [{name: openai, models: [{name: a, price: {input: 1}}]}]",
            "b.yaml:1:47: providers[openai].models[0].price.output: is missing; US dollars a"
                + " million tokens"),
        Arguments.of(
            "providers: [{name: openai, models: [{name: a, price: {input: -1, output: 1}}]}]",
            "price.input: '-1' is no price; write US dollars a million tokens"),
        Arguments.of(
            "providers: [{name: openai, models: [{name: a, price: {input: 1, output: 10001}}]}]",
            "price.output: 10001 is out of range; from 0 to 10000"),
        Arguments.of(
            "providers: [{name: openai, models: [{name: a, price: {input: .nan, output: 1}}]}]",
            "price.input: '.nan' is no price"),
        Arguments.of(
            "providers: [{name: openai, models: [{name: a, price: {input: 1, output: 1, audioInput:"
                + " 1e9}}]}]",
            "price.audioInput: '1e9' is no price"),
        Arguments.of(
            "providers: [{name: openai, models: [{name: a, price: {input: 1, output: 1, flex:"
                + " {input: 1}}}]}]",
            "price.flex.output: is missing"),
        Arguments.of(
            "providers: [{name: openai, models: [{name: a, price: {input: 1, output: 1, tiers:"
                + " 5}}]}]",
            "price.tiers: expected a list"),
        Arguments.of(
            "providers: [{name: openai, models: [{name: a, price: {input: 1, output: 1, tiers:"
                + " [{above: 5, input: 1, output: 1}]}}]}]",
            "price.tiers[0].mode: is missing; whole (the whole request) or marginal"),
        Arguments.of(
            "providers: [{name: openai, models: [{name: a, price: {input: 1, output: 1, tiers:"
                + " [{input: 1, output: 1, mode: whole}]}}]}]",
            "price.tiers[0].above: is missing"),
        Arguments.of(
            "providers: [{name: openai, models: [{name: a, price: {input: 1, output: 1, tiers:"
                + " [{above: -5, input: 1, output: 1, mode: whole}]}}]}]",
            "price.tiers[0].above: -5 is out of range; from 1 to 1000000000"),
        Arguments.of(
            "providers: [{name: openai, models: [{name: a, price: {input: 1, output: 1, tiers:"
                + " [{above: 5, input: -1, output: 1, mode: whole}]}}]}]",
            "price.tiers[0].input: '-1' is no price"),
        Arguments.of(
            "providers: [{name: openai, models: [{name: a, price: {input: 1, output: 1, tiers:"
                + " [{above: 5, input: 1, output: 1, mode: half}]}}]}]",
            "price.tiers[0].mode: 'half' is none of whole, marginal"),
        Arguments.of(
            """
            providers:
              - name: openai
                models:
                  - name: a
                    price:
                      input: 1
                      output: 1
                      tiers:
                        - {above: 9, input: 1, output: 1, mode: whole}
                        - {above: 9, input: 1, output: 1, mode: whole}
            """,
            "b.yaml:10:23: providers[openai].models[0].price.tiers[1].above: 9 is not above the"
                + " tier before it"),
        Arguments.of(
            "providers: [{name: openai, models: [{name: a, price: {input: 1, output: 1, tiers:"
                + " [{above: 5, input: 1, output: 1, mode: whole}, {above: 6, input: 1, output: 1,"
                + " mode: marginal}]}}]}]",
            "price.tiers: has tiers of both modes"),
        Arguments.of(
            "providers: [{name: openai, models: [{name: a, price: {input: 1, output: 1, tier:"
                + " []}}]}]",
            "price.tier: unknown key; did you mean 'tiers'?"),
        Arguments.of(
            "providers: [{name: openai, models: [{name: a, contextWindow: many}]}]",
            "models[0].contextWindow: 'many' is not a whole number"),
        Arguments.of(
            "providers: [{name: own, protocol: openai, baseUrl: 'http://a'}]",
            "b.yaml:1:1: chains.production: is missing; list models under a provider"),
        // chains and routes
        Arguments.of(
            PROVIDERS + "chains: {production: {}}",
            "b.yaml:4:10: chains.production.primary: is missing; a provider/model"),
        Arguments.of(
            PROVIDERS + "chains: {production: }",
            "b.yaml:4:1: chains.production: is missing; give it a primary, or remove it"),
        Arguments.of(
            PROVIDERS + "chains: {'a b': {primary: local/x}}",
            "b.yaml:4:10: chains.a b: 'a b' is no name"),
        Arguments.of(
            PROVIDERS + "chains: {production: {primary: gpt-4o}}",
            "b.yaml:4:32: chains.production.primary: 'gpt-4o' is not a target; write"
                + " provider/model"),
        Arguments.of(
            PROVIDERS + "chains: {production: {primary: local/x, fallbacks: [local/y, local/x]}}",
            "b.yaml:4:62: chains.production.fallbacks[1]: local/x stands here twice; remove one"),
        Arguments.of(
            PROVIDERS + "chains: {production: {primary: local/x, fallbacks: [{priority: 1}]}}",
            "b.yaml:4:53: chains.production.fallbacks[0].target: is missing"),
        Arguments.of(
            PROVIDERS
                + "chains: {production: {primary: local/x, fallbacks: [{target: local/y, priority:"
                + " -1}]}}",
            "chains.production.fallbacks[0].priority: -1 is out of range; from 0 to 1000"),
        Arguments.of(
            PROVIDERS
                + "chains: {production: {primary: local/x, fallbacks: [{target: local/y, weight:"
                + " 0}]}}",
            "chains.production.fallbacks[0].weight: 0 is out of range; from 1 to 1000"),
        Arguments.of(
            PROVIDERS + "chains: {production: {primary: {target: local/x, weight: 1001}}}",
            "chains.production.primary.weight: 1001 is out of range; from 1 to 1000"),
        Arguments.of(
            PROVIDERS + "chains: {production: {primary: {target: local/x, priority: 1}}}",
            "chains.production.primary.priority: a chain's primary has priority 0; give it to a"
                + " fallback"),
        Arguments.of(
            PROVIDERS + "chains: {production: {primary: {weight: 3}}}",
            "b.yaml:4:23: chains.production.primary.target: is missing; a provider/model"),
        Arguments.of(
            PROVIDERS + "routes: {smart: {targets: [{target: local/x, wieght: 3}]}}",
            "routes.smart.targets[0].wieght: unknown key; did you mean 'weight'?"),
        Arguments.of(
            PROVIDERS + "chains: {production: {primary: local/x, retryDelay: 2min}}",
            "b.yaml:4:53: chains.production.retryDelay: '2min' is not a duration; write 500ms,"
                + " 30s"),
        Arguments.of(
            PROVIDERS + "chains: {production: {primary: local/x, retryDelay: 2m}}",
            "chains.production.retryDelay: 2m is out of range; from 0s to 1m"),
        Arguments.of(
            PROVIDERS + "chains: {production: {primary: local/x, circuitBreakerThreshold: 0}}",
            "circuitBreakerThreshold: 0 is out of range; from 1 to 1000"),
        Arguments.of(
            PROVIDERS + "chains: {production: {primary: local/x, circuitBreakerResetTime: 0}}",
            "circuitBreakerResetTime: 0 is out of range; from 1ms to 1h"),
        Arguments.of(
            PROVIDERS
                + "chains: {production: {primary: local/x, timeouts: {attempt: 20s, total: 10s}}}",
            "b.yaml:4:61: chains.production.timeouts.attempt: 20s is longer than timeouts.total,"
                + " 10s"),
        Arguments.of(
            PROVIDERS + "chains: {production: {primary: local/x, timeouts: {firstbyte: 20s}}}",
            "timeouts.firstbyte: unknown key; did you mean 'firstByte'?"),
        Arguments.of(
            PROVIDERS + "chains: {production: {primary: local/x, brokenStream: continue}}",
            "b.yaml:4:55: chains.production.brokenStream: 'continue' is none of fail, resume,"
                + " hold"),
        Arguments.of(
            PROVIDERS + "chains: {production: {primary: local/x, hedge: on}}",
            "chains.production.hedge: 'on' is neither off nor a section such as {after: p95"),
        Arguments.of(
            PROVIDERS + "chains: {production: {primary: local/x, hedge: {after: p99}}}",
            "chains.production.hedge.after: 'p99' is none of p95"),
        Arguments.of(
            PROVIDERS + "chains: {production: {primary: local/x, hedge: {costShare: 5%}}}",
            "chains.production.hedge.costShare: '5%' is no share; write a number such as 0.05"),
        Arguments.of(
            PROVIDERS + "chains: {production: {primary: local/x, hedge: {costShare: 0}}}",
            "chains.production.hedge.costShare: 0 is out of range; above 0, at most 1"),
        Arguments.of(
            PROVIDERS + "chains: {production: {primary: local/x, hedge: {costShare: 1.01}}}",
            "chains.production.hedge.costShare: 1.01 is out of range; above 0, at most 1"),
        Arguments.of(
            PROVIDERS + "chains: {production: {primary: local/x, strategy: random}}",
            "chains.production.strategy: 'random' is none of priority, weighted, latency, cost"),
        Arguments.of(
            PROVIDERS + "chains: {production: {primary: local/x, wholeAnswers: stream}}",
            "chains.production.wholeAnswers: 'stream' is none of plain, streamed; did you mean"
                + " 'streamed'?"),
        Arguments.of(
            PROVIDERS + "chains: {production: {primary: local/x, affinity: sessions}}",
            "chains.production.affinity: 'sessions' is none of off, session; did you mean"
                + " 'session'?"),
        Arguments.of(
            PROVIDERS + "chains: {production: {primary: local/x, tenant: acme}}",
            "chains.production.tenant: is not supported by this version"),
        Arguments.of(
            PROVIDERS + "chains: {production: {primary: local/x, guardrails: {pii: block}}}",
            "chains.production.guardrails: is not supported by this version"),
        Arguments.of(
            PROVIDERS + "chains: {production: {primary: local/x, onContentPolicy: ignore}}",
            "onContentPolicy: 'ignore' is none of fail, fallback"),
        Arguments.of(
            PROVIDERS + "routes: {smart: {}}",
            "b.yaml:4:10: routes.smart.targets: is missing; a list such as"),
        Arguments.of(
            PROVIDERS + "routes: {smart: {targets: [locl/x]}}",
            "b.yaml:4:28: routes.smart.targets[0]: no provider 'locl' is configured; did you mean"
                + " 'local'?"),
        // keys
        Arguments.of(
            "keys: [{key: 0123456789abcdef}]",
            "b.yaml:1:8: keys[0].name: is missing; a short name such as app"),
        Arguments.of(
            "keys: [{name: a}]",
            "b.yaml:1:8: keys[a].key: is missing; any string of 16 characters or more"),
        Arguments.of("keys: [{name: a, key: ''}]", "keys[a].key: is missing"),
        Arguments.of(
            "keys: [{name: a, key: short}]",
            "b.yaml:1:23: keys[a].key: has 5 characters; 16 to 512 are needed"),
        Arguments.of(
            "keys: [{name: a, key: 'hash:0123456789abcdef'}]",
            "keys[a].key: 'hash:' takes 64 hexadecimal digits"),
        Arguments.of(
            "keys: [{name: a, key: \"0123456789\\nabcdef\"}]", "keys[a].key: holds a line break"),
        Arguments.of(
            "keys: [{name: a, key: 0123456789abcdef, budget: {daily: 10}}]",
            "b.yaml:1:41: keys[a].budget: is not supported by this version; remove it"),
        Arguments.of(
            "keys: [{name: a, key: 0123456789abcdef, limits: {rpm: 1}}]",
            "keys[a].limits: is not supported by this version"),
        Arguments.of(
            "keys: [{name: a, key: 0123456789abcdef, expiresAt: tomorrow}]",
            "b.yaml:1:52: keys[a].expiresAt: 'tomorrow' is no time; write a day such as"),
        Arguments.of(
            "keys: [{name: a, key: 0123456789abcdef, role: ownre, scopes: [admin]}]",
            "keys[a].role: no role 'ownre'; did you mean 'owner'?"),
        Arguments.of(
            "keys: [{name: a, key: 0123456789abcdef, tenant: acme, role: admin, scopes: [admin]}]",
            "keys[a].role: The role admin is for those above tenants"),
        Arguments.of(
            "keys: [{name: a, key: 0123456789abcdef, role: viewer}]",
            "keys[a].role: The role viewer does not go with the scopes"),
        Arguments.of(
            "keys: [{name: a, key: 0123456789abcdef, scopes: [raed]}]",
            "b.yaml:1:50: keys[a].scopes: no scope 'raed'; did you mean 'read'?"),
        Arguments.of(
            "keys: [{name: a, key: 0123456789abcdef}, {name: a, key: 0123456789abcdeg}]",
            "b.yaml:1:49: keys[a].name: a second key named 'a'; rename one"),
        Arguments.of(
            "keys: [{name: a, key: 0123456789abcdef}, {name: b, key: 0123456789abcdef}]",
            "b.yaml:1:57: keys[b].key: another entry has the same key; give each its own"));
  }

  @ParameterizedTest
  @MethodSource("texts")
  void aProblemIsToldWithItsPlaceAndRemedy(String text, String problem) {
    assertThat(problems(text)).anySatisfy(told -> assertThat(told).contains(problem));
  }

  @Test
  void aMissingVariableIsToldOnceHoweverOftenItsValueIsAskedFor() {
    assertThat(problems("providers: [{name: '${GONE}', protocol: openai, baseUrl: 'http://a'}]"))
        .filteredOn(told -> told.contains("GONE"))
        .hasSize(1);
  }

  @Test
  void targetsOfAProviderWithProblemsAreNotCalledUnknown() {
    assertThat(
            problems(
                """
                providers: [{name: own, protocol: openai, baseUrl: nowhere}]
                chains: {production: {primary: own/model}}
                """))
        .singleElement()
        .asString()
        .startsWith("b.yaml:1:52: providers[own].baseUrl:");
  }

  @Test
  void anOverrideIsBlamedByItsVariable() {
    assertThat(problems("", Map.of("BREAKWATER_SERVER_PORT", "x"), LoadOptions.NONE))
        .containsExactly(
            "environment BREAKWATER_SERVER_PORT: server.port: 'x' is not a whole number");
  }

  @Test
  void theMaterialOfAKeyIsNeverInAMessage() {
    assertThat(problems("keys: [{name: a, key: hunter2}]").toString()).doesNotContain("hunter2");
  }

  @Test
  void removedNumbersAndSignsAreNotTakenForNumbers() {
    for (String port : new String[] {"8_080", "0x50", "8080.0", "\"\"", "1e3"}) {
      assertThat(problems("server: {port: " + port + "}"))
          .singleElement()
          .asString()
          .contains("is not a whole number");
    }
  }
}

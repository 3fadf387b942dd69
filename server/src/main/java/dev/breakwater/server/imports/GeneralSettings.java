package dev.breakwater.server.imports;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Reads what is said for all models: {@code router_settings} and its neighbours. */
final class GeneralSettings {
  private static final String ROUTER = "router_settings";
  private static final String LITELLM = "litellm_settings";
  private static final String GENERAL = "general_settings";
  private static final int MOST_RETRIES = 20;

  private static final Set<String> FALLBACKS =
      Set.of(
          "fallbacks", "default_fallbacks", "context_window_fallbacks", "content_policy_fallbacks");

  /** Why something is left, where there is more to say than that it is. */
  private static final Map<String, String> HINTS =
      new TreeMap<>(
          Map.ofEntries(
              Map.entry("drop_params", "what a protocol lacks is told or left out by itself"),
              Map.entry("database_url", "LiteLLM's own; Breakwater's is under database:"),
              Map.entry("cache", "there is no cache of answers yet"),
              Map.entry("cache_params", "there is no cache of answers yet"),
              Map.entry("redis_host", "limits and circuits are this node's own"),
              Map.entry("redis_port", "limits and circuits are this node's own"),
              Map.entry("redis_password", "limits and circuits are this node's own"),
              Map.entry("max_budget", "there are no budgets yet"),
              Map.entry("budget_duration", "there are no budgets yet"),
              Map.entry("alerting", "there are no alerts yet"),
              Map.entry("guardrails", "there are no guardrails yet"),
              Map.entry("store_model_in_db", "what the API changes is always kept"),
              Map.entry("pass_through_endpoints", "only calls to models are passed on")));

  private final Part.Keyed root;
  private final Remarks remarks;
  private final Secrets secrets;
  private final ObjectNode chain = JsonMapper.shared().createObjectNode();

  GeneralSettings(Part.Keyed root, Secrets secrets, Remarks remarks) {
    this.root = root;
    this.secrets = secrets;
    this.remarks = remarks;
  }

  /** What production's chain says of how targets are tried; routes take it over. */
  ObjectNode chain() {
    amount("num_retries", ROUTER, LITELLM)
        .ifPresent(it -> chain.put("maxRetries", Math.min(MOST_RETRIES, it.intValue())));
    number("retry_after", ROUTER)
        .ifPresent(it -> chain.put("retryDelay", seconds(it, Duration.ofMinutes(1))));
    amount("allowed_fails", ROUTER, LITELLM)
        .ifPresent(it -> chain.put("circuitBreakerThreshold", Math.min(1_000, it.intValue() + 1)));
    number("cooldown_time", ROUTER, LITELLM)
        .ifPresent(it -> chain.put("circuitBreakerResetTime", seconds(it, Duration.ofHours(1))));
    RoutePlan.timeouts(
            number("timeout", ROUTER).or(() -> number("request_timeout", LITELLM)),
            number("stream_timeout", ROUTER))
        .ifPresent(it -> chain.set("timeouts", it));
    return chain;
  }

  private static String seconds(double seconds, Duration most) {
    Duration given = Duration.ofMillis(Math.max(1, Math.round(Math.min(seconds, 1e6) * 1_000)));
    return RoutePlan.text(given.compareTo(most) > 0 ? most : given);
  }

  private Optional<Double> number(String key, String... sections) {
    return amount(key, sections).filter(number -> number > 0);
  }

  /** The first that is there; zero is one, and means none. */
  private Optional<Double> amount(String key, String... sections) {
    Optional<Double> first = Optional.empty();
    for (String section : sections) {
      first = first.isPresent() ? first : root.section(section).amount(key);
    }
    return first;
  }

  /** Of equal targets. */
  String strategy() {
    String theirs = root.section(ROUTER).text("routing_strategy").orElse("simple-shuffle");
    return switch (theirs) {
      case "latency-based-routing" -> "latency";
      case "cost-based-routing" -> "cost";
      default -> "weighted";
    };
  }

  /** The keys that clients of LiteLLM's own administrator have. */
  Optional<ObjectNode> masterKey() {
    Part.Keyed general = root.section(GENERAL);
    return general
        .text("master_key")
        .map(given -> {
          ObjectNode key = JsonMapper.shared().createObjectNode().put("name", "master");
          key.put(
              "key",
              secrets.secret(
                  given,
                  "LITELLM_MASTER_KEY",
                  remarks,
                  general.find("master_key").orElse(general),
                  "master_key"));
          key.putArray("scopes").add("inference").add("admin");
          return key;
        });
  }

  boolean logsAreJson() {
    return root.section(LITELLM).isOn("json_logs");
  }

  /** Says of every key what became of it. */
  void remark() {
    each(ROUTER, this::router);
    each(LITELLM, this::litellm);
    each(GENERAL, this::general);
    root.find("environment_variables")
        .ifPresent(it ->
            remarks.approximated(
                it,
                "environment_variables",
                "are to be set in the environment: "
                    + String.join(", ", root.section("environment_variables").entries().keySet())));
    root.entries()
        .forEach((key, part) -> {
          if (!Set.of(
                  ROUTER,
                  LITELLM,
                  GENERAL,
                  "model_list",
                  "environment_variables",
                  "include",
                  "credential_list")
              .contains(key)) {
            remarks.left(part, key, hint(key));
          }
        });
  }

  /** Says what became of one key. */
  private interface Sayer {
    void say(String key, Part part, String subject);
  }

  private void each(String section, Sayer sayer) {
    root.section(section)
        .entries()
        .forEach((key, part) -> {
          if (!FALLBACKS.contains(key)) {
            sayer.say(key, part, section + "." + key);
          }
        });
  }

  private void router(String key, Part part, String subject) {
    switch (key) {
      case "routing_strategy" -> strategy(part, subject);
      case "num_retries" -> remarks.taken(part, subject, "is maxRetries");
      case "timeout" -> remarks.taken(part, subject, "is timeouts.attempt");
      case "stream_timeout" ->
          remarks.approximated(part, subject, "is timeouts.firstByte: until the first content");
      case "retry_after" ->
          remarks.approximated(part, subject, "is retryDelay, which grows with each retry");
      case "allowed_fails" ->
          remarks.approximated(
              part, subject, "is circuitBreakerThreshold, of failures in a row, not a minute");
      case "cooldown_time" -> remarks.taken(part, subject, "is circuitBreakerResetTime");
      case "model_group_alias" -> remarks.taken(part, subject, "are routes of their own");
      case "enable_pre_call_checks" ->
          remarks.taken(part, subject, "windows that are known are always looked at");
      case "retry_policy" ->
          remarks.left(
              part, subject, "what can succeed again is retried; maxRetries counts all of it");
      default -> remarks.left(part, subject, hint(key));
    }
  }

  private void strategy(Part part, String subject) {
    String theirs = part instanceof Part.Word word ? word.text() : "";
    switch (theirs) {
      case "simple-shuffle" -> remarks.taken(part, subject, "is strategy: weighted");
      case "latency-based-routing" ->
          remarks.approximated(
              part, subject, "is strategy: latency, by the time to the first token");
      case "cost-based-routing" -> remarks.taken(part, subject, "is strategy: cost");
      default ->
          remarks.approximated(
              part, subject, "'" + theirs + "' is not known here; strategy: weighted is near it");
    }
  }

  private void litellm(String key, Part part, String subject) {
    switch (key) {
      case "num_retries" -> remarks.taken(part, subject, "is maxRetries");
      case "request_timeout" -> remarks.taken(part, subject, "is timeouts.attempt");
      case "allowed_fails", "cooldown_time" -> router(key, part, subject);
      case "json_logs" -> remarks.taken(part, subject, "is logs.format");
      case "telemetry", "set_verbose", "turn_off_message_logging" ->
          remarks.taken(part, subject, "needs no setting: nothing is sent home, nothing is said");
      case "callbacks", "success_callback", "failure_callback", "service_callback" ->
          callbacks(key, part, subject);
      default -> remarks.left(part, subject, hint(key));
    }
  }

  private void callbacks(String key, Part part, String subject) {
    for (Part each : root.section(LITELLM).list(key)) {
      String name = each instanceof Part.Word word ? word.text() : "";
      switch (name) {
        case "prometheus" -> remarks.taken(each, subject, "figures are at /metrics");
        case "otel", "opentelemetry" ->
            remarks.approximated(
                each, subject, "set telemetry.otlp.endpoint or OTEL_EXPORTER_OTLP_ENDPOINT");
        default -> remarks.left(each, subject, "'" + name + "' hears of nothing from here");
      }
    }
    if (root.section(LITELLM).list(key).isEmpty()) {
      remarks.taken(part, subject, "is empty");
    }
  }

  private void general(String key, Part part, String subject) {
    if (key.equals("master_key")) {
      remarks.approximated(
          part, subject, "is the key 'master', which needs 16 characters or more here");
    } else {
      remarks.left(part, subject, hint(key));
    }
  }

  private static String hint(String key) {
    return HINTS.getOrDefault(key, "means nothing here");
  }
}

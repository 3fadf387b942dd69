package dev.breakwater.server.config;

import dev.breakwater.gateway.settings.Secret;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Reads {@code telemetry.otlp}. What the file leaves out comes from OpenTelemetry's own environment
 * variables, so that a server in a cluster that sets them needs no configuration.
 */
final class OtlpSection {
  private static final String ENDPOINT = "endpoint";
  private static final String SAMPLE = "sample";
  private static final List<String> YES_OR_NO = List.of("true", "false");

  private OtlpSection() {}

  static OtlpSettings read(Section root, Map<String, String> environment) {
    Section otlp = root.section("telemetry").section("otlp");
    String endpoint =
        otlp.text(ENDPOINT, environment.getOrDefault("OTEL_EXPORTER_OTLP_ENDPOINT", ""));
    if (!endpoint.isEmpty() && !isHttp(endpoint)) {
      otlp.problem(
          ENDPOINT,
          "is no endpoint such as http://127.0.0.1:4318; a user, a token or a query has no place in"
              + " it, for addresses are shown: write telemetry.otlp.headers");
      endpoint = "";
    }
    Map<String, Secret> headers = new LinkedHashMap<>();
    pairs(environment.getOrDefault("OTEL_EXPORTER_OTLP_HEADERS", ""))
        .forEach((name, value) -> headers.put(name, new Secret(value)));
    Section named = otlp.section("headers");
    for (String name : named.names().keySet()) {
      named.secret(name).ifPresent(value -> headers.put(name.toLowerCase(Locale.ROOT), value));
    }
    named.close();
    boolean metrics = otlp.choice("metrics", YES_OR_NO, "true").equals("true");
    boolean traces = otlp.choice("traces", YES_OR_NO, "true").equals("true");
    double sample = sample(otlp);
    otlp.close();
    Map<String, String> resource = pairs(environment.getOrDefault("OTEL_RESOURCE_ATTRIBUTES", ""));
    String serviceName =
        environment.getOrDefault(
            "OTEL_SERVICE_NAME", resource.getOrDefault("service.name", "breakwater"));
    return new OtlpSettings(endpoint, headers, metrics, traces, sample, serviceName, resource);
  }

  private static double sample(Section otlp) {
    String text = otlp.text(SAMPLE, "1.0");
    double sample = text.matches("\\d{1,9}(\\.\\d{1,9})?") ? Double.parseDouble(text) : -1;
    if (sample < 0 || sample > 1) {
      otlp.problem(SAMPLE, "'" + text + "' is no share; write a number from 0 to 1");
      return 1;
    }
    return sample;
  }

  private static boolean isHttp(String endpoint) {
    try {
      URI uri = new URI(endpoint);
      return uri.getHost() != null
          && uri.getRawUserInfo() == null
          && uri.getRawQuery() == null
          && uri.getRawFragment() == null
          && ("http".equals(uri.getScheme()) || "https".equals(uri.getScheme()));
    } catch (URISyntaxException broken) {
      return false;
    }
  }

  /** The form of OpenTelemetry's variables: {@code a=b,c=d}, percent-encoded; the rest is left. */
  private static Map<String, String> pairs(String text) {
    Map<String, String> pairs = new LinkedHashMap<>();
    for (String pair : text.split(",", -1)) {
      int equals = pair.indexOf('=');
      if (equals > 0) {
        pairs.put(
            pair.substring(0, equals).strip().toLowerCase(Locale.ROOT),
            decoded(pair.substring(equals + 1).strip()));
      }
    }
    return pairs;
  }

  private static String decoded(String text) {
    try {
      return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
    } catch (IllegalArgumentException plain) {
      return text;
    }
  }
}

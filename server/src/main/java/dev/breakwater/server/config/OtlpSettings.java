package dev.breakwater.server.config;

import dev.breakwater.gateway.settings.Secret;
import java.util.Map;

/**
 * Where traces and metrics go by OTLP over HTTP.
 *
 * @param endpoint the receiver's base, to which {@code /v1/traces} and {@code /v1/metrics} are
 *     added; empty for none
 * @param headers sent with everything, such as an API key
 * @param sample the share of requests that have a trace, 0 to 1
 * @param serviceName what the receiver calls this server
 * @param resource more attributes of this server
 */
public record OtlpSettings(
    String endpoint,
    Map<String, Secret> headers,
    boolean metrics,
    boolean traces,
    double sample,
    String serviceName,
    Map<String, String> resource) {
  public OtlpSettings {
    headers = Map.copyOf(headers);
    resource = Map.copyOf(resource);
  }

  /** Whether anything is sent. */
  public boolean isOn() {
    return !endpoint.isEmpty() && (metrics || traces);
  }
}

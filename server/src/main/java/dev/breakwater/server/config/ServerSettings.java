package dev.breakwater.server.config;

import dev.breakwater.gateway.http.TrustedProxies;

/**
 * Where the server listens and who may enter.
 *
 * @param port 0 to 65,535; 0 takes a free one
 * @param openAccess no authentication at all; only ever true on a loopback host
 * @param trustedProxies whose word is taken for where calls come from
 * @param metrics who may read {@code /metrics} from other machines; loopback always may
 */
public record ServerSettings(
    String host, int port, boolean openAccess, Metrics metrics, TrustedProxies trustedProxies) {

  /** Who may read the metrics from another machine. */
  public enum Metrics {
    /** Whoever has a key with the scope {@code read}. */
    KEYED,
    OPEN
  }

  /** Whether nothing outside this machine can reach the host; names are not looked up. */
  public boolean isLoopback() {
    return isLoopback(host);
  }

  static boolean isLoopback(String host) {
    return host.equals("localhost")
        || host.equals("::1")
        || host.equals("[::1]")
        || host.matches("127(\\.\\d{1,3}){3}");
  }
}

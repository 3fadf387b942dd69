package dev.breakwater.server;

import dev.breakwater.gateway.settings.ProviderSettings;
import dev.breakwater.operations.providers.ProviderOrigin;
import dev.breakwater.server.config.Configuration;
import dev.breakwater.server.config.Origin;
import dev.breakwater.server.config.Setting;

/** Tells where a provider comes from that no API has made. */
final class ProviderOrigins {
  private ProviderOrigins() {}

  static ProviderOrigin of(ProviderSettings provider, Configuration configuration) {
    boolean simulated =
        configuration
            .simulator()
            .filter(it ->
                provider.id().isShared()
                    && provider
                        .baseUrl()
                        .toString()
                        .startsWith("http://127.0.0.1:" + it.port() + "/"))
            .isPresent();
    if (simulated) {
      return ProviderOrigin.SIMULATOR;
    }
    Setting said = configuration.origins().get("providers[" + provider.name() + "]");
    return provider.id().isShared() && said != null && said.origin() instanceof Origin.Environment
        ? ProviderOrigin.ENVIRONMENT
        : ProviderOrigin.FILE;
  }
}

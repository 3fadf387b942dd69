package dev.breakwater.gateway.settings;

import dev.breakwater.wire.format.Protocol;
import java.net.URI;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A provider as configured.
 *
 * @param name unique, without slashes
 * @param vendor the price catalogue's vendor name; the provider's name where nothing says otherwise
 * @param baseUrl with {@code /v1} for OpenAI's protocol, the host alone for the others; no slash at
 *     the end
 * @param apiKey null where the provider asks for none
 * @param hosting who runs it
 * @param models the models listed for it, in the file's order; others may be called too
 */
public record ProviderSettings(
    String name,
    String vendor,
    Protocol protocol,
    URI baseUrl,
    @Nullable Secret apiKey,
    Hosting hosting,
    List<ModelSettings> models) {
  public ProviderSettings {
    models = List.copyOf(models);
  }

  /** At the vendor's own. */
  public ProviderSettings(
      String name,
      String vendor,
      Protocol protocol,
      URI baseUrl,
      @Nullable Secret apiKey,
      List<ModelSettings> models) {
    this(name, vendor, protocol, baseUrl, apiKey, Hosting.Direct.PLAIN, models);
  }

  /** What is spoken with it when a client speaks {@code asked}: the same where it can. */
  public Protocol protocolFor(Protocol asked) {
    return hosting.speaks(asked) ? asked : protocol;
  }
}

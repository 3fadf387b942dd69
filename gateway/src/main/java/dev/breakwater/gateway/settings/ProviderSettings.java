package dev.breakwater.gateway.settings;

import dev.breakwater.wire.format.Protocol;
import java.net.URI;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A provider as configured.
 *
 * @param vendor the price catalogue's vendor name; the provider's name where nothing says otherwise
 * @param address where it is
 * @param apiKey null where the provider asks for none
 * @param hosting who runs it
 * @param models the models listed for it, in the file's order; others may be called too
 */
public record ProviderSettings(
    ProviderId id,
    String vendor,
    Protocol protocol,
    BaseUrl address,
    @Nullable Secret apiKey,
    Hosting hosting,
    List<ModelSettings> models) {
  public ProviderSettings {
    models = List.copyOf(models);
  }

  /** The operator's own, for all tenants. */
  public ProviderSettings(
      String name,
      String vendor,
      Protocol protocol,
      URI baseUrl,
      @Nullable Secret apiKey,
      Hosting hosting,
      List<ModelSettings> models) {
    this(
        ProviderId.shared(name),
        vendor,
        protocol,
        new BaseUrl(baseUrl, true),
        apiKey,
        hosting,
        models);
  }

  /** The operator's own, at the vendor's own. */
  public ProviderSettings(
      String name,
      String vendor,
      Protocol protocol,
      URI baseUrl,
      @Nullable Secret apiKey,
      List<ModelSettings> models) {
    this(name, vendor, protocol, baseUrl, apiKey, Hosting.Direct.PLAIN, models);
  }

  /** What its tenant calls it. */
  public String name() {
    return id.name();
  }

  public URI baseUrl() {
    return address.url();
  }

  /** Whether another one is reached at the same place, in the same words. */
  public boolean sharesAddressWith(ProviderSettings other) {
    return protocol == other.protocol && baseUrl().equals(other.baseUrl());
  }

  /** Whether it knows us by anything. */
  public boolean hasCredential() {
    return apiKey != null || hosting instanceof Hosting.Bedrock;
  }

  /** The same, belonging to somebody else. */
  public ProviderSettings ownedBy(String owner) {
    return new ProviderSettings(
        new ProviderId(owner, name()), vendor, protocol, address, apiKey, hosting, models);
  }

  /** What is spoken with it when a client speaks {@code asked}: the same where it can. */
  public Protocol protocolFor(Protocol asked) {
    return hosting.speaks(asked) ? asked : protocol;
  }
}

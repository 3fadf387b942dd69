package dev.breakwater.wire.bridge;

import dev.breakwater.wire.anthropic.AnthropicFormat;
import dev.breakwater.wire.format.ClientFormat;
import dev.breakwater.wire.format.Protocol;
import dev.breakwater.wire.format.ProviderFormat;
import dev.breakwater.wire.format.WireFormat;
import dev.breakwater.wire.gemini.GeminiFormat;
import dev.breakwater.wire.openai.OpenAiFormat;
import java.util.EnumMap;
import java.util.Map;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** All formats, and the bridges between them; made once and shared. */
public final class Bridges {
  private final Map<Protocol, ClientFormat> clients = new EnumMap<>(Protocol.class);
  private final Map<Protocol, ProviderFormat> providers = new EnumMap<>(Protocol.class);
  private final Map<Protocol, Map<Protocol, Bridge>> bridges = new EnumMap<>(Protocol.class);

  /**
   * @param epochSeconds seconds since 1970, for protocols whose answers say when they were created
   */
  public Bridges(LongSupplier epochSeconds) {
    bothWays(new OpenAiFormat(epochSeconds));
    bothWays(new AnthropicFormat());
    bothWays(new GeminiFormat());
    clients.forEach((protocol, client) -> bridges.put(protocol, from(client)));
  }

  private void bothWays(WireFormat format) {
    clients.put(format.protocol(), format);
    providers.put(format.protocol(), format);
  }

  private Map<Protocol, Bridge> from(ClientFormat client) {
    Map<Protocol, Bridge> ways = new EnumMap<>(Protocol.class);
    providers.forEach((protocol, provider) ->
        ways.put(
            protocol,
            client.protocol() == protocol && client instanceof WireFormat format
                ? new PassThrough(format)
                : new Translation(client, provider)));
    return ways;
  }

  /** The protocol in front. */
  public ClientFormat client(Protocol protocol) {
    return known(clients.get(protocol), protocol);
  }

  /** The protocol behind. */
  public ProviderFormat provider(Protocol protocol) {
    return known(providers.get(protocol), protocol);
  }

  /** The way from an ask to a provider that speaks a protocol. */
  public Bridge between(Ask ask, Protocol provider) {
    return between(ask.protocol(), provider);
  }

  public Bridge between(Protocol client, Protocol provider) {
    return known(known(bridges.get(client), client).get(provider), provider);
  }

  private static <T> T known(@Nullable T found, Protocol protocol) {
    if (found == null) {
      throw new IllegalArgumentException("no format for " + protocol);
    }
    return found;
  }
}

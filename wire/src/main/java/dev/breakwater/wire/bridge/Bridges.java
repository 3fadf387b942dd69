package dev.breakwater.wire.bridge;

import dev.breakwater.wire.anthropic.AnthropicFormat;
import dev.breakwater.wire.format.Protocol;
import dev.breakwater.wire.format.WireFormat;
import dev.breakwater.wire.gemini.GeminiFormat;
import dev.breakwater.wire.openai.OpenAiFormat;
import java.util.EnumMap;
import java.util.Map;
import java.util.function.LongSupplier;

/** All formats, and the bridges between them; made once and shared. */
public final class Bridges {
  private final Map<Protocol, WireFormat> formats = new EnumMap<>(Protocol.class);
  private final Map<Protocol, Map<Protocol, Bridge>> bridges = new EnumMap<>(Protocol.class);

  /**
   * @param epochSeconds seconds since 1970, for protocols whose answers say when they were created
   */
  public Bridges(LongSupplier epochSeconds) {
    formats.put(Protocol.OPENAI, new OpenAiFormat(epochSeconds));
    formats.put(Protocol.ANTHROPIC, new AnthropicFormat());
    formats.put(Protocol.GEMINI, new GeminiFormat());
    for (WireFormat client : formats.values()) {
      Map<Protocol, Bridge> ways = new EnumMap<>(Protocol.class);
      for (WireFormat provider : formats.values()) {
        ways.put(
            provider.protocol(),
            client.protocol() == provider.protocol()
                ? new PassThrough(client)
                : new Translation(client, provider));
      }
      bridges.put(client.protocol(), ways);
    }
  }

  public WireFormat format(Protocol protocol) {
    return known(formats.get(protocol), protocol);
  }

  /** The way from an ask to a provider that speaks a protocol. */
  public Bridge between(Ask ask, Protocol provider) {
    return between(ask.protocol(), provider);
  }

  public Bridge between(Protocol client, Protocol provider) {
    return known(known(bridges.get(client), client).get(provider), provider);
  }

  private static <T> T known(@org.jspecify.annotations.Nullable T found, Protocol protocol) {
    if (found == null) {
      throw new IllegalArgumentException("no format for " + protocol);
    }
    return found;
  }
}
